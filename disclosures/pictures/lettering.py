"""How much room words take, and where a long name is broken."""

import re
from collections.abc import Iterator
from unicodedata import east_asian_width

SIZE = 13.0
LINE = 17.0
NARROW = 0.6  # of the size: what a digit or Latin letter takes in the fonts of the portal
NUMBER_OR_SIGN = re.compile(r"[0-9][0-9.,]*%?|.", re.DOTALL)
BEFORE_NOTHING = "、，。；：）》”’〉】!),.:;?%"


def advance(text: str) -> float:
    """The width of one line of text, in units of the view box; never less than drawn."""
    return sum(SIZE if east_asian_width(sign) in "WFA" else NARROW * SIZE for sign in text)


def wrapped(text: str, width: float) -> tuple[str, ...]:
    """The text in lines that fit the width: no line begins with a closing mark, no number breaks.

    A number that fits no line breaks like words.
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(text, width):
        if line and advance(line + piece) > width:
            carried = line[-1] if piece in BEFORE_NOTHING and len(line) > 1 else ""
            lines.append(line.removesuffix(carried))
            line = carried
        line += piece
    return (*lines, line) if line else tuple(lines)


def _pieces(text: str, width: float) -> Iterator[str]:
    """Signs, and numbers as one piece."""
    for piece in NUMBER_OR_SIGN.findall(text):
        yield from (piece,) if advance(piece) <= width else piece
