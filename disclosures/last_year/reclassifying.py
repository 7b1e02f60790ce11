"""Entering that last year's money stands elsewhere this year (科目调整), an item at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.db import IntegrityError, transaction

from disclosures.budget.amounts import ZERO
from disclosures.budget.checks.reclassifications import unfit
from disclosures.budget.classification import SOURCE_BY_KEY, Catalogue
from disclosures.budget.entries import LineItem, Posting
from disclosures.budget.entries import Reclassification as Move
from disclosures.ledger import Comparison, comparison
from disclosures.models import Budget, Disclosure, Reclassification
from disclosures.workbook.records import Record
from disclosures.workbook.refusal import RefusedError
from disclosures.workbook.saving import add_reclassifications

COLLIDED: Final = "已有调整前后都相同的科目调整，没有保存；请在原有调整中修改金额。"


@dataclass(frozen=True, slots=True)
class Rest:
    """A line of last year, and what of it no reclassification has moved yet."""

    line: LineItem
    rest: Decimal
    is_gone: bool


@dataclass(frozen=True, slots=True)
class Item:
    """An item (项) of one year: its code, name and amount in yuan."""

    code: str
    name: str
    amount: Decimal


def ledgers(budget: Budget) -> Comparison:
    """The unit's two ledgers."""
    unit = budget.unit
    return comparison(Disclosure(department=unit.department, unit=unit, year=budget.year))


def items(lines: Iterable[LineItem], names: Catalogue) -> tuple[Item, ...]:
    """The items of a ledger in the order of their codes."""
    sums: dict[str, Decimal] = {}
    for line in lines:
        sums[line.functional] = sums.get(line.functional, ZERO) + line.amount
    return tuple(Item(code, names.functional.get(code, ""), sums[code]) for code in sorted(sums))


def rests(found: Comparison, item: str) -> tuple[Rest, ...]:
    """The lines of an item of last year of which something is left to move."""
    there = {line.posting for line in found.lines}
    moved: dict[Posting, Decimal] = {}
    for move in found.reclassifications:
        moved[move.before] = moved.get(move.before, ZERO) + move.amount
    left = (
        Rest(line, line.amount - moved.get(line.posting, ZERO), line.posting not in there)
        for line in found.last_lines
        if line.functional == item
    )
    return tuple(sorted((one for one in left if one.rest > 0), key=_order))


def _order(one: Rest) -> tuple[str, str, str]:
    return one.line.economic, one.line.source.key, one.line.project or ""


def entered(move: Reclassification) -> Move:
    """A reclassification as the rules read it."""
    unit = move.budget.unit.code
    return Move(
        Posting(
            unit,
            move.from_functional.code,
            move.from_economic.code,
            SOURCE_BY_KEY[move.from_source],
            move.from_project or None,
        ),
        Posting(
            unit,
            move.to_functional.code,
            move.to_economic.code,
            SOURCE_BY_KEY[move.to_source],
            move.to_project.name if move.to_project else None,
        ),
        move.amount,
        move.note,
    )


def kept(budget: Budget, moves: Sequence[Move]) -> int:
    """Keep the reclassifications, all or none; how many they are.

    Raises ``RefusedError`` with every fault that rule L12 would find in them.
    """
    try:
        with transaction.atomic():
            Budget.objects.select_for_update(of=("self",)).get(pk=budget.pk)
            found = ledgers(budget)
            faults = list(_faults(found, moves, budget.year))
            if faults:
                raise RefusedError("\n".join(faults))
            add_reclassifications(budget, [_record(move) for move in moves])
    except IntegrityError as error:
        raise RefusedError(COLLIDED) from error
    return len(moves)


def _faults(found: Comparison, moves: Sequence[Move], year: int) -> Iterator[str]:
    """What is wrong once these are added to those that are there."""
    there = found.reclassifications
    known = {message for _, message in unfit(there, found.lines, found.last_lines, year)}
    for _, message in unfit((*there, *moves), found.lines, found.last_lines, year):
        if message not in known:
            yield message


def _record(move: Move) -> Record:
    """The reclassification as a row of the workbook."""
    before, after = move.before, move.after
    return {
        "from_functional": before.functional,
        "from_economic": before.economic,
        "from_source": before.source.key,
        "from_project": before.project or "",
        "to_functional": after.functional,
        "to_economic": after.economic,
        "to_source": after.source.key,
        "to_project": after.project or "",
        "amount": str(move.amount),
        "note": move.note,
    }
