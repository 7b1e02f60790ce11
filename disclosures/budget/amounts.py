"""Money: exact yuan inside, ten-thousand yuan (万元) with two decimals where people read."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

ZERO = Decimal("0.00")
HUNDREDTH = Decimal("0.01")
HUNDRED = Decimal(100)
YUAN_PER_WAN = Decimal(10_000)
# Wide enough that no budget of a country loses a cent before the one rounding.
EXACT = Context(prec=60, rounding=ROUND_HALF_UP)


def rounded(value: Decimal) -> Decimal:
    """The value with two decimals, half-up: the only rounding a published figure gets."""
    return value.quantize(HUNDREDTH, context=EXACT)


def wan(yuan: Decimal) -> Decimal:
    """Yuan as 万元 with two decimals, rounded half-up from the exact amount."""
    return rounded(EXACT.divide(yuan, YUAN_PER_WAN))


def written(value: Decimal) -> str:
    """A rounded value as it is printed: two decimals, thousands separated by commas."""
    return f"{rounded(value) + ZERO:,.2f}"


def figure(yuan: Decimal | None) -> str:
    """An amount in the text: 万元, zero written out as ``0.00``."""
    return written(wan(yuan or ZERO))


def cell(yuan: Decimal | None) -> str:
    """An amount in a table: 万元, empty where there is none."""
    return figure(yuan) if yuan else ""


def total(amounts: Iterable[Decimal]) -> Decimal:
    """The exact sum of amounts in yuan."""
    return sum(amounts, ZERO)


def share(part: Decimal, whole: Decimal) -> Decimal | None:
    """Part of the whole in per cent, two decimals; of nothing there is no share."""
    return rounded(EXACT.divide(part * HUNDRED, whole)) if whole else None


@dataclass(frozen=True, slots=True)
class Change:
    """The amount of this year against that of last year, both in exact yuan."""

    this_year: Decimal
    last_year: Decimal

    @property
    def difference(self) -> Decimal:
        """What this year has more than last year, in yuan."""
        return self.this_year - self.last_year

    @property
    def is_fall(self) -> bool:
        """Whether the text says 减少 and 下降."""
        return self.difference < 0

    @property
    def rate(self) -> Decimal:
        """Absolute rate in per cent: 0 without change, 100 against a zero last year."""
        if not self.difference:
            return ZERO
        if not self.last_year:
            return rounded(HUNDRED)
        return abs(rounded(EXACT.divide(self.difference * HUNDRED, self.last_year)))
