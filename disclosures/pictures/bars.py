"""Bars beneath their names: every part as long as its amount, what is below zero to the left."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .lettering import LINE, SIZE, advance, wrapped
from .shapes import EDGE, TONES, WIDTH, Bar, Box, Drawing, Words
from .signs import gain, loss

THICKNESS = 13.0
AFTER_WORDS = 1.0
AFTER_BAR = 13.0
SPACE = 12.0
SWATCH = 11.0


@dataclass(frozen=True, slots=True)
class Row:
    """A name, what is written at its right, and the amounts of its parts, one tone each."""

    name: str
    said: str
    parts: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """Where zero stands and how long an amount is."""

    zero: float
    per_yuan: Decimal

    def length(self, amount: Decimal) -> float:
        """The length of an amount, sign aside."""
        return float(abs(amount) * self.per_yuan)


def scale_of(rows: Sequence[Row]) -> Scale:
    """One scale for all rows: the longest on each side of zero decide."""
    above = max((gain(row.parts) for row in rows), default=Decimal(0))
    below = max((loss(row.parts) for row in rows), default=Decimal(0))
    room = Decimal(WIDTH - 2 * EDGE)
    per_yuan = room / (above + below) if above + below else Decimal(0)
    return Scale(EDGE + float(below * per_yuan), per_yuan)


def drawn(rows: Sequence[Row], key: Sequence[str] = ()) -> Drawing:
    """The rows one below the other; ``key`` names the tones where a bar has parts."""
    scale = scale_of(rows)
    words, swatches = _key(key)
    bars = list(swatches)
    y = LINE + SPACE if key else 0.0
    start = y
    for row in rows:
        name = wrapped(row.name, WIDTH - advance(row.said) - SPACE)
        words += (Words(0, y, name), Words(WIDTH, y, (row.said,), "end", is_strong=True))
        y += LINE * len(name) + AFTER_WORDS
        bars += _parts(row, y, scale)
        y += (THICKNESS if any(row.parts) else 0.0) + AFTER_BAR
    height = y - AFTER_BAR + EDGE if rows else y
    below_zero = any(loss(row.parts) for row in rows)
    axes = (Box(scale.zero, start, 0, height - start),) if below_zero else ()
    return Drawing(height, tuple(bars), words=tuple(words), axes=axes)


def _parts(row: Row, y: float, scale: Scale) -> Iterator[Bar]:
    """Parts above zero follow each other to the right, those below to the left."""
    right = left = scale.zero
    for part, tone in zip(row.parts, TONES, strict=False):
        length = scale.length(part)
        if part > 0:
            yield Bar(Box(right, y, length, THICKNESS), tone)
            right += length
        elif part < 0:
            left -= length
            yield Bar(Box(left, y, length, THICKNESS), tone)


def _key(names: Sequence[str]) -> tuple[list[Words], list[Bar]]:
    """What the tones stand for, in one line."""
    words, swatches = [], []
    x = EDGE
    for name, tone in zip(names, TONES, strict=False):
        swatches.append(Bar(Box(x, (SIZE - SWATCH) / 2 + EDGE, SWATCH, SWATCH), tone))
        words.append(Words(x + SWATCH + SPACE / 2, 0, (name,)))
        x += SWATCH + advance(name) + 2 * SPACE
    return words, swatches
