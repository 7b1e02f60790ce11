"""The figures of the published tables that pictures are drawn from, and how they are said."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from disclosures.budget.amounts import figure, share, total
from disclosures.budget.statements.form import Row, Statement

Amounts = tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A name of a table with its amounts in exact yuan."""

    name: str
    amounts: Amounts

    @property
    def amount(self) -> Decimal:
        """All its amounts together."""
        return total(self.amounts)


def amounts_of(statement: Statement, row: Row) -> Amounts:
    """The amounts of a row, an empty cell as zero."""
    return tuple(
        cell if isinstance(cell, Decimal) else Decimal(0)
        for column, cell in zip(statement.columns, row.cells, strict=True)
        if column.kind == "amount"
    )


def name_of(statement: Statement, row: Row) -> str:
    """The first name in words of a row."""
    kinds = [column.kind for column in statement.columns]
    return str(row.cells[kinds.index("label")])


def names_of_amounts(statement: Statement) -> tuple[str, ...]:
    """What heads the amount columns."""
    return tuple(column.path[-1] for column in statement.columns if column.kind == "amount")


def classes(statement: Statement) -> list[Named]:
    """The rows of the first level below the total."""
    return [
        Named(name_of(statement, row), amounts_of(statement, row))
        for row in statement.rows
        if row.level == 1
    ]


def largest(names: Iterable[Named], count: int, others: str) -> list[Named]:
    """The names with money, largest first; from ``count`` on together under ``others``.

    ``others`` has a place for how many they are.
    """
    known = [one for one in names if any(one.amounts)]
    ordered = sorted(known, key=lambda one: abs(one.amount), reverse=True)
    if len(ordered) <= count:
        return ordered
    first, rest = ordered[: count - 1], ordered[count - 1 :]
    sums = tuple(map(total, zip(*(one.amounts for one in rest), strict=True)))
    return [*first, Named(others.format(len(rest)), sums)]


def percent(part: Decimal, whole: Decimal) -> str:
    """The share as it is written: 78.58%."""
    found = share(part, whole)
    return "" if found is None else f"{found}%"


def said(part: Decimal, whole: Decimal) -> str:
    """An amount in 万元 with its share."""
    return f"{figure(part)}　{percent(part, whole)}"


def leading(names: Sequence[Named], whole: Decimal, among: str = "") -> str:
    """Which of the names has most: "支出全部为教育支出", "支出中教育支出最多，占 61.20%"."""
    first = max(names, key=lambda one: one.amount)
    if sum(1 for one in names if one.amount) == 1:
        return f"{among}全部为{first.name}"
    return f"{among and among + '中'}{first.name}最多，占 {percent(first.amount, whole)}"
