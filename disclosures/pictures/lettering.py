"""How much room words take, and where a long name is broken."""

from unicodedata import east_asian_width

SIZE = 13.0
LINE = 17.0
NARROW = 0.6  # of the size: what a digit or Latin letter takes in the fonts of the portal
BEFORE_NOTHING = "、，。；：）》”’〉】!),.:;?%"


def advance(text: str) -> float:
    """The width of one line of text, in units of the view box; never less than drawn."""
    return sum(SIZE if east_asian_width(sign) in "WFA" else NARROW * SIZE for sign in text)


def wrapped(text: str, width: float) -> tuple[str, ...]:
    """The text in lines that fit the width; no line begins with a closing mark."""
    lines: list[str] = []
    line = ""
    for sign in text:
        if line and advance(line + sign) > width:
            carried = line[-1] if sign in BEFORE_NOTHING and len(line) > 1 else ""
            lines.append(line.removesuffix(carried))
            line = carried
        line += sign
    return (*lines, line) if line else tuple(lines)
