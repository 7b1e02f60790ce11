"""Rows that come from elsewhere and wait in the grid until they are put right (未入账)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import uuid4

from disclosures.budget.entries import LineItem
from disclosures.models import Budget, EntrySheet
from disclosures.workbook.values import canonical

from .rows import Row
from .sheets import LEDGER


def new_key() -> str:
    """A key for a row in no ledger yet: no number, which would pass for somebody's id."""
    return f"n{uuid4().hex}"


def row_of(line: LineItem) -> Row:
    """A line as a row that is in no ledger."""
    amount = canonical(line.amount)
    texts = (line.functional, line.economic, line.source.name, line.project or "", amount)
    names = (column.field for column in LEDGER.columns)
    return Row(new_key(), dict(zip(names, texts, strict=True)))


def rows(budget: Budget) -> tuple[Row, ...]:
    """The rows that wait in the grid of a budget."""
    sheet = EntrySheet.objects.filter(budget=budget).first()
    kept = sheet.unfinished if sheet else ()
    names = tuple(column.field for column in LEDGER.columns)
    return tuple(Row(one["key"], {name: one[name] for name in names}) for one in kept)


def keep(budget: Budget, more: Sequence[Row], grounds: Mapping[str, str] | None = None) -> None:
    """Let more rows wait; the budget is locked by whoever asks.

    ``grounds`` are those of the rows that are marked secret (涉密), by their keys.
    """
    if more:
        sheet, _ = EntrySheet.objects.get_or_create(budget=budget)
        sheet.unfinished = [*sheet.unfinished, *({"key": row.key, **row.cells} for row in more)]
        sheet.marks = {**sheet.marks, **(grounds or {})}
        sheet.save(update_fields=["unfinished", "marks"])
