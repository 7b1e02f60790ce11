"""What a picture is made of: bars, bands and words on a sheet of a fixed width."""

from dataclasses import dataclass
from typing import Literal

from .lettering import LINE, SIZE, advance

WIDTH = 400.0  # a phone shows it nearly at its own size, a wide screen two side by side
EDGE = 1.0  # room for the outline of what reaches the border

# Dark and full, or light with an outline: told apart in grey and by whoever sees no colours.
Tone = Literal["solid", "outlined"]
TONES: tuple[Tone, ...] = ("solid", "outlined")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the sheet, in units of the view box; y grows downwards."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle whose length stands for an amount."""

    box: Box
    tone: Tone = "solid"


@dataclass(frozen=True, slots=True)
class Band:
    """Money that flows from left to right; its thickness is the same all the way.

    ``start`` and ``end`` are its upper edges on the two sides.
    """

    left: float
    start: float
    right: float
    end: float
    thickness: float


@dataclass(frozen=True, slots=True)
class Words:
    """Lines of text; ``x`` is where the anchor stands, ``y`` the top of the first line."""

    x: float
    y: float
    lines: tuple[str, ...]
    anchor: Literal["start", "middle", "end"] = "start"
    is_strong: bool = False

    @property
    def box(self) -> Box:
        """The room that they take at most."""
        width = max(map(advance, self.lines), default=0.0)
        before = {"start": 0.0, "middle": width / 2, "end": width}[self.anchor]
        height = LINE * len(self.lines) - (LINE - SIZE)
        return Box(self.x - before, self.y, width, height)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished sheet; ``axes`` are thin lines at zero."""

    height: float
    bars: tuple[Bar, ...] = ()
    bands: tuple[Band, ...] = ()
    words: tuple[Words, ...] = ()
    axes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with what a reader without it needs: its sentence and its table.

    ``table`` is the number of the published table that the figures are in; ``header`` and
    ``rows`` are the figures drawn, in 万元. Without a drawing the sentence says why.
    """

    key: str
    title: str
    sentence: str
    drawing: Drawing | None = None
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    table: int | None = None
