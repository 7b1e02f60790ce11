"""Sums of the ledger: one pass over the line items, then trees of codes with subtotals."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from .amounts import ZERO, total
from .classification import (
    OPERATING_CLASSES,
    STAFF_CLASSES,
    Fund,
    FundingSource,
    Spending,
)
from .entries import LineItem

Amounts = tuple[Decimal, ...]
Key = TypeVar("Key")

BASIC_CLASSES = STAFF_CLASSES | OPERATING_CLASSES
_SPENDING_BY_CLASS = {
    **dict.fromkeys(STAFF_CLASSES, Spending.STAFF),
    **dict.fromkeys(OPERATING_CLASSES, Spending.OPERATING),
}


@dataclass(frozen=True, slots=True)
class Totals:
    """The ledger summed as the statements need it, in exact yuan.

    * ``functional``: (项, source, spending) -> amount, all sources
    * ``classes``: (类, source, spending) -> amount, the same by class
    * ``economic``: (款, fund, spending) -> amount, current-year fiscal money
    * ``projects``: (unit, 项, project, economic 类) -> amount, current-year 一般公共预算
    * ``by_project``: (unit, project, source) -> amount, all sources
    * ``bought``: economic 款 -> amount, all sources
    """

    functional: Mapping[tuple[str, FundingSource, Spending], Decimal]
    classes: Mapping[tuple[str, FundingSource, Spending], Decimal]
    economic: Mapping[tuple[str, Fund, Spending], Decimal]
    projects: Mapping[tuple[str, str, str, str], Decimal]
    by_project: Mapping[tuple[str, str, FundingSource], Decimal]
    bought: Mapping[str, Decimal]

    def by(
        self, key_of: Callable[[str, FundingSource, Spending], Key | None]
    ) -> dict[Key, Decimal]:
        """The sums gathered by a key of (类, source, spending); ``None`` counts nowhere."""
        sums: dict[Key, Decimal] = {}
        for (code, source, spending), amount in self.classes.items():
            key = key_of(code, source, spending)
            if key is not None:
                _add(sums, key, amount)
        return sums

    def items(self, fund: Fund) -> dict[str, Decimal]:
        """The sum of each functional 项 from one fund."""
        sums: dict[str, Decimal] = {}
        for (code, source, _), amount in self.functional.items():
            if source.fund is fund:
                _add(sums, code, amount)
        return sums

    def of(self, counts: Callable[[FundingSource, Spending], bool]) -> Decimal:
        """The sum of what counts by its source and spending."""
        return total(
            amount
            for (_, source, spending), amount in self.classes.items()
            if counts(source, spending)
        )


def spending_of(line: LineItem) -> Spending:
    """项目支出 for a project's line, else 人员 or 公用经费 by economic class.

    A class that basic expenditure must not have counts as 公用经费 so that no money is lost;
    rule L6 reports it.
    """
    if line.project:
        return Spending.PROJECT
    return _SPENDING_BY_CLASS.get(line.economic[:3], Spending.OPERATING)


def summed(lines: Iterable[LineItem]) -> Totals:
    """The totals of the ledger, in one pass."""
    functional: dict[tuple[str, FundingSource, Spending], Decimal] = {}
    economic: dict[tuple[str, Fund, Spending], Decimal] = {}
    projects: dict[tuple[str, str, str, str], Decimal] = {}
    by_project: dict[tuple[str, str, FundingSource], Decimal] = {}
    bought: dict[str, Decimal] = {}
    for line in lines:
        amount, source, code = line.amount, line.source, line.economic
        spending = spending_of(line)
        _add(functional, (line.functional, source, spending), amount)
        _add(bought, code, amount)
        if source.fund is not None:
            _add(economic, (code, source.fund, spending), amount)
        if line.project:
            _add(by_project, (line.unit, line.project, source), amount)
            if source.fund is Fund.GENERAL:
                _add(projects, (line.unit, line.functional, line.project, code[:3]), amount)
    classes: dict[tuple[str, FundingSource, Spending], Decimal] = {}
    for (item, source, spending), amount in functional.items():
        _add(classes, (item[:3], source, spending), amount)
    return Totals(functional, classes, economic, projects, by_project, bought)


def _add(sums: dict[Key, Decimal], key: Key, amount: Decimal) -> None:
    sums[key] = sums.get(key, ZERO) + amount


@dataclass(frozen=True, slots=True)
class Node:
    """A code with the sums of its columns; ``level`` 0 is the total above all codes."""

    code: str
    level: int
    amounts: Amounts


def columned(sums: Iterable[tuple[str, Iterable[int], Decimal]], width: int) -> dict[str, Amounts]:
    """Sums given as (code, columns they count in, amount), one tuple of columns a code."""
    rows: dict[str, list[Decimal]] = {}
    for code, columns, amount in sums:
        for column in columns:
            if code not in rows:
                rows[code] = [ZERO] * width
            rows[code][column] += amount
    return {code: tuple(amounts) for code, amounts in rows.items()}


def rolled_up(leaves: Mapping[str, Amounts], widths: Sequence[int], columns: int) -> list[Node]:
    """The tree over the leaves in code order: the total, then every code with an amount.

    ``widths`` are the code lengths of the levels (3, 5, 7 for 类, 款, 项). A code whose
    columns are all zero is left out.
    """
    sums: dict[str, list[Decimal]] = {"": [ZERO] * columns}
    for code, amounts in leaves.items():
        for width in (0, *widths):
            row = sums.setdefault(code[:width], [ZERO] * columns)
            for column, amount in enumerate(amounts):
                if amount:
                    row[column] += amount
    level = {width: depth for depth, width in enumerate((0, *widths))}
    return [
        Node(code, level[len(code)], tuple(amounts))
        for code, amounts in sorted(sums.items())
        if any(amounts)
    ]


def split_code(code: str, widths: Sequence[int]) -> Iterator[str]:
    """A code in its columns: 2010301 as 201, 03, 01; columns below its level are empty."""
    start = 0
    for width in widths:
        yield code[start:width] if len(code) >= width else ""
        start = width
