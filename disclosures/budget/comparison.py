"""A year's ledger beside the one before it, which is read by the codes of the year."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from .amounts import ZERO, Change
from .entries import LineItem, Posting, Reclassification


class Standing(Enum):
    """What became of a line since last year."""

    SAME = "未变"
    CHANGED = "已变"
    NEW = "新增"
    GONE = "已取消"
    MOVED = "已调出"


@dataclass(frozen=True, slots=True)
class Compared:
    """A place in either year's ledger; ``moved`` is what reclassifications brought to last year's.

    ``change`` is against last year as it is after that.
    """

    posting: Posting
    change: Change
    moved: Decimal
    standing: Standing


def restated(
    last_lines: tuple[LineItem, ...], moves: Iterable[Reclassification]
) -> tuple[LineItem, ...]:
    """Last year's ledger as this year's codes show it; its total stays what it was."""
    return (*last_lines, *(line for move in moves for line in move.bookings))


def compared(
    lines: Iterable[LineItem],
    last_lines: Iterable[LineItem],
    moves: Iterable[Reclassification],
) -> tuple[Compared, ...]:
    """Every place of either year, in the order of the codes."""
    this = _by_posting(lines)
    before = _by_posting(last_lines)
    moved = _by_posting(line for move in moves for line in move.bookings)
    found = []
    for posting in sorted({*this, *before, *moved}, key=_order):
        brought = moved.get(posting, ZERO)
        change = Change(this.get(posting, ZERO), before.get(posting, ZERO) + brought)
        was_there = bool(change.last_year) or (posting in before and not brought)
        standing = _standing(change, is_there=posting in this, was_there=was_there)
        found.append(Compared(posting, change, brought, standing))
    return tuple(found)


def _standing(change: Change, *, is_there: bool, was_there: bool) -> Standing:
    if is_there and was_there:
        return Standing.CHANGED if change.difference else Standing.SAME
    if is_there:
        return Standing.NEW
    return Standing.GONE if was_there else Standing.MOVED


def _by_posting(lines: Iterable[LineItem]) -> dict[Posting, Decimal]:
    sums: dict[Posting, Decimal] = {}
    for line in lines:
        sums[line.posting] = sums.get(line.posting, ZERO) + line.amount
    return sums


def _order(posting: Posting) -> tuple[str, str, str, str, str]:
    return (
        posting.functional,
        posting.economic,
        posting.source.key,
        posting.project or "",
        posting.unit,
    )
