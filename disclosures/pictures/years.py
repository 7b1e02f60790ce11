"""Columns over the years: as high as their amounts, what is below zero hangs down."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .lettering import LINE, wrapped
from .shapes import TONES, WIDTH, Bar, Box, Drawing, Words
from .signs import gain, loss

HEIGHT = 150.0
SHARE = 0.56  # of a year's room that its column takes
SPACE = 5.0


@dataclass(frozen=True, slots=True)
class Year:
    """A year, its amounts one on top of the other, and what is written at it."""

    name: str
    said: tuple[str, ...]
    parts: tuple[Decimal, ...]


def drawn(years: Sequence[Year]) -> Drawing:
    """The years side by side, earliest first; words stand over the columns and the year below."""
    room = WIDTH / len(years)
    said = [tuple(line for text in year.said for line in wrapped(text, room)) for year in years]
    lines = LINE * max(map(len, said))
    above = max(gain(year.parts) for year in years)
    below = max(loss(year.parts) for year in years)
    per_yuan = Decimal(HEIGHT) / (above + below) if above + below else Decimal(0)
    zero = lines + SPACE + float(above * per_yuan)
    foot = zero + float(below * per_yuan) + SPACE
    bars: list[Bar] = []
    words: list[Words] = []
    for place, year in enumerate(years):
        middle = room * (place + 0.5)
        bars += _parts(year, middle - room * SHARE / 2, room * SHARE, zero, per_yuan)
        top = zero - float(gain(year.parts) * per_yuan) - SPACE - LINE * len(said[place])
        words.append(Words(middle, top, said[place], "middle"))
        words.append(Words(middle, foot, (year.name,), "middle", is_strong=True))
    axis = Box(0, zero, WIDTH, 0)
    return Drawing(foot + LINE, tuple(bars), words=tuple(words), axes=(axis,))


def _parts(year: Year, x: float, width: float, zero: float, per_yuan: Decimal) -> Iterator[Bar]:
    above = below = zero
    for part, tone in zip(year.parts, TONES, strict=False):
        height = float(abs(part) * per_yuan)
        if part > 0:
            above -= height
            yield Bar(Box(x, above, width, height), tone)
        elif part < 0:
            yield Bar(Box(x, below, width, height), tone)
            below += height
