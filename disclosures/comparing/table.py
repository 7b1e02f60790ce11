"""The comparison as a table: a department a row, a year a column, and what is missing said."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from operator import attrgetter

from disclosures.budget.amounts import EXACT, HUNDRED, ZERO, rounded, share, wan
from disclosures.models import Department

from .choice import Choice
from .facts import Fact, Published

UNPUBLISHED = "未公开"
NOT_TOLD = "未列"
WITHOUT_YEAR_BEFORE = "上年未公开"
WITHOUT_PEOPLE = "未列人数"
WITHOUT_TOTAL = "总额为零"


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as it is shown, or the word for why there is none; the year where it was published.

    ``rate`` is the change in per cent of the year before, where that was not zero.
    """

    value: Decimal | None
    word: str = ""
    rate: Decimal | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One department, or all of them together."""

    department: Department | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The whole comparison; ``total`` is of the departments that have the figure."""

    choice: Choice
    rows: tuple[Row, ...]
    total: Row

    @property
    def most(self) -> Decimal | None:
        """The largest value of the last year; changes are not as long as they are large."""
        last = (row.cells[-1].value for row in self.rows if row.cells)
        known = [value for value in last if value is not None]
        return max(known, default=None) if self.choice.way != "change" else None

    @property
    def unpublished(self) -> int:
        """How many of the cells nobody published."""
        return sum(cell.word == UNPUBLISHED for row in self.rows for cell in row.cells)


def compared(choice: Choice, whose: Sequence[Department], known: Published) -> Comparison:
    """The rows in the order of the choice, what is missing at the end."""
    facts = [[known.fact(one.pk, year) for year in choice.years] for one in whose]
    rows = [
        Row(one, tuple(map(partial(_cell, choice), told, choice.years)))
        for one, told in zip(whose, facts, strict=True)
    ]
    sums = tuple(_summed(choice, of_year) for of_year in zip(*facts, strict=True))
    return Comparison(choice, tuple(_in_order(choice, rows)), Row(None, sums))


def _cell(choice: Choice, fact: Fact | None, year: int) -> Cell:
    if fact is None:
        return Cell(None, UNPUBLISHED)
    value, word = shown(choice, fact)
    rate = _rate(fact) if choice.way == "change" else None
    return Cell(value, word, rate, year)


def shown(choice: Choice, fact: Fact) -> tuple[Decimal | None, str]:
    """The value of a fact in the way chosen; nothing is divided by nothing."""
    amount = fact.amount
    if amount is None:
        return None, NOT_TOLD
    if choice.way == "share":
        part = share(amount, fact.whole)
        return part, "" if part is not None else WITHOUT_TOTAL
    if choice.way == "per_head":
        if not fact.people:
            return None, WITHOUT_PEOPLE
        return wan(EXACT.divide(amount, fact.people)), ""
    if choice.way == "change":
        if fact.before is None:
            return None, WITHOUT_YEAR_BEFORE
        amount -= fact.before
    return (wan(amount) if choice.is_of_money else amount), ""


def _rate(fact: Fact) -> Decimal | None:
    if fact.amount is None or not fact.before:
        return None
    return rounded(EXACT.divide((fact.amount - fact.before) * HUNDRED, fact.before))


def _summed(choice: Choice, facts: Iterable[Fact | None]) -> Cell:
    """All departments together: only those whose own cell has a value."""
    told = [fact for fact in facts if fact is not None and shown(choice, fact)[0] is not None]
    if not told:
        return Cell(None, "—")
    parts = ("amount", "whole", "people", "before")
    whole = Fact(*(_total(map(attrgetter(part), told)) for part in parts))
    value, word = shown(choice, whole)
    return Cell(value, word, _rate(whole) if choice.way == "change" else None)


def _total(parts: Iterable[Decimal | None]) -> Decimal:
    return sum((part for part in parts if part is not None), ZERO)


def _in_order(choice: Choice, rows: list[Row]) -> list[Row]:
    """By code, by name, or by the value of a year."""
    column = choice.sort.lstrip("-")
    falling = choice.sort.startswith("-")
    if column in {"code", "name"}:
        return sorted(rows, key=attrgetter(f"department.{column}"), reverse=falling)
    if int(column) not in choice.years:
        return rows
    place = choice.years.index(int(column))
    known = [row for row in rows if row.cells[place].value is not None]
    known.sort(key=lambda row: row.cells[place].value or ZERO, reverse=falling)
    return known + [row for row in rows if row.cells[place].value is None]
