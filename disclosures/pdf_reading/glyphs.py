"""The text of a page, where it stands on the sheet, and what of it a reader does not see."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import pikepdf

PAIR: Final = re.compile(r"<(\w+)> <(\w+)>")
# How much of a character's square its ink surely keeps to, and what no eye tells apart.
DEPTH, HEIGHT, NEAR = 0.0, 0.6, 0.75
CUT: Final = "被裁去"
OUTSIDE: Final = "在纸面之外"
CROSSING: Final = "越出单元格"
UNSEEN: Final = "看不见"

Matrix = tuple[float, float, float, float, float, float]
Area = tuple[float, float, float, float]
EVERYWHERE: Final = (float("-inf"), float("-inf"), float("inf"), float("inf"))


@dataclass(frozen=True, slots=True)
class Box:
    """Where a piece of text stands: its sheet, and its left, lower, right and upper side."""

    page: int
    area: Area


@dataclass(slots=True)
class Marked:
    """A piece of text as one mark has it, where it stands, and why it is not seen."""

    text: str = ""
    boxes: list[Box] = field(default_factory=list)
    faults: set[str] = field(default_factory=set)


def squeezed(text: str) -> str:
    """Text without white space: where lines break is layout."""
    return "".join(text.split())


class Font:
    """An embedded font: the character and the width of each of its glyphs."""

    def __init__(self, font: pikepdf.Object) -> None:
        self._font = font

    @cached_property
    def letters(self) -> dict[int, str]:
        """The character that a glyph stands for."""
        pairs = PAIR.findall(self._font.ToUnicode.read_bytes().decode())
        return {int(glyph, 16): bytes.fromhex(code).decode("utf-16-be") for glyph, code in pairs}

    @cached_property
    def widths(self) -> dict[int, float]:
        """How far a glyph moves the pen, in thousandths of the size."""
        listed = list(self._font.DescendantFonts[0].W)
        return {
            glyph: float(width)
            for first, widths in zip(listed[::2], listed[1::2], strict=True)
            for glyph, width in enumerate(widths, int(first))
        }


def codes(shown: pikepdf.Object) -> Iterator[int | float]:
    """The glyphs that an operator shows, and how far it moves back between them."""
    for piece in shown if isinstance(shown, pikepdf.Array) else [shown]:
        if isinstance(piece, pikepdf.String):
            content = bytes(piece)
            for at in range(0, len(content), 2):
                yield int.from_bytes(content[at : at + 2], "big")
        else:
            yield float(piece)


@dataclass(slots=True)
class Rules:
    """The upright or the level lines of a sheet: each with its place and its two ends."""

    lines: list[tuple[float, float, float]] = field(default_factory=list)

    def cross(self, across: tuple[float, float], along: tuple[float, float]) -> bool:
        """Whether a line runs through what reaches so far in both directions."""
        at = bisect_left(self.lines, (across[0] + NEAR,))
        while at < len(self.lines) and self.lines[at][0] < across[1] - NEAR:
            _, start, end = self.lines[at]
            if start < along[1] - NEAR and end > along[0] + NEAR:
                return True
            at += 1
        return False


def faults_of(area: Area, sheet: Area, clip: Area) -> Iterator[str]:
    """Why a piece of text is not seen whole: what is cut off it."""
    if not _within(area, sheet):
        yield OUTSIDE
    elif not _within(area, clip):
        yield CUT


def _within(area: Area, frame: Area) -> bool:
    return (
        area[0] > frame[0] - NEAR
        and area[1] > frame[1] - NEAR
        and area[2] < frame[2] + NEAR
        and area[3] < frame[3] + NEAR
    )
