"""How each of the eleven statements looks on a page: django-tables2 over any statement."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

import django_tables2

from .budget.document import Document
from .budget.provenance.place import row_address
from .budget.statements.form import UNIT_OF_MEASURE, Column, Statement

WIDE = 9
INCOME_MARKS = ((0, r"[一二]、|收入总计|$"), (1, r"\d\. "), (2, "其中："))


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """One heading of the grouped header, what it spans and whether it ends its row."""

    text: str
    kind: Literal["code", "label", "amount", "group"]
    colspan: int
    rowspan: int
    scope: Literal["col", "colgroup"]
    hold: str
    is_at_edge: bool


@dataclass(frozen=True, slots=True)
class Record:
    """A row of a statement as django-tables2 reads it; ``indent`` is that of its name."""

    anchor: str
    level: int
    indent: int
    cells: tuple[str, ...]


class StatementColumn(django_tables2.Column):  # type: ignore[misc]  # it has no types
    """A leaf column that knows what it holds and whether it stays when a reader scrolls.

    ``amount`` counts the amount columns up to it, as the addresses of figures do.
    """

    def __init__(
        self, column: Column, position: int, *, is_name: bool, hold: str, amount: int
    ) -> None:
        super().__init__(
            verbose_name=column.path[-1],
            accessor=f"cells__{position}",
            default="",
            orderable=False,
            empty_values=("",),
        )
        self.path = column.path
        self.kind = column.kind
        self.number = column.number
        self.is_name = is_name
        self.hold = hold
        self.amount = amount


class StatementTable(django_tables2.Table):  # type: ignore[misc]  # it has no types
    """A statement with everything that is printed around its rows."""

    class Meta:
        """Rows come in published order and are never sorted by a reader."""

        template_name = "disclosures/_statement.html"
        orderable = False

    def __init__(self, statement: Statement, department: str) -> None:
        super().__init__(list(_records(statement)), extra_columns=list(_columns(statement.columns)))
        self.anchor = f"t{statement.number}"
        self.number = statement.number
        self.title = statement.title
        self.department = department
        self.unit = UNIT_OF_MEASURE
        self.note = statement.note
        self.terms: Sequence[object] = ()  # of the glossary, told by the page
        self.leaves = tuple(column.column for column in self.columns)
        self.header = header_rows(statement.columns)
        kinds = [column.kind for column in statement.columns]
        self.is_numbered = any(column.number.isdigit() for column in statement.columns)
        self.codes = kinds.count("code")
        self.amounts = kinds.count("amount")
        self.labels = kinds.count("label")
        self.is_wide = self.amounts >= WIDE


def statement_tables(document: Document) -> tuple[StatementTable, ...]:
    """The eleven tables of a disclosure, in published order."""
    return tuple(StatementTable(one, document.name) for one in document.statements)


def header_rows(columns: Sequence[Column]) -> tuple[tuple[HeaderCell, ...], ...]:
    """The grouped header: every heading once, above all the columns that share its path.

    A leaf heading reaches down to the last header row; neighbours with the same path up to
    a row share one heading there.
    """
    depth = max(len(column.path) for column in columns)
    return tuple(tuple(_headings(columns, row, depth)) for row in range(depth))


def _headings(columns: Sequence[Column], row: int, depth: int) -> Iterator[HeaderCell]:
    reaching = [(i, column) for i, column in enumerate(columns) if len(column.path) > row]
    for path, group in groupby(reaching, key=lambda pair: pair[1].path[: row + 1]):
        members = list(group)
        position, column = members[0]
        is_leaf = len(column.path) == row + 1
        yield HeaderCell(
            text=path[-1],
            kind=column.kind if is_leaf else "group",
            colspan=len(members),
            rowspan=depth - row if is_leaf else 1,
            scope="col" if is_leaf else "colgroup",
            hold=_hold(columns, position, len(members)),
            is_at_edge=position + len(members) == len(columns),
        )


def _hold(columns: Sequence[Column], position: int, span: int = 1) -> str:
    """Which of the held columns (codes and first name) these are; empty if not all are held."""
    name = next(i for i, column in enumerate(columns) if column.kind == "label")
    if position + span > name + 1:
        return ""
    if span > 1:
        return "codes"
    return "name" if position == name else f"code-{position + 1}"


def _columns(columns: Sequence[Column]) -> Iterator[tuple[str, StatementColumn]]:
    """The leaf columns; a name comes after codes or amounts, a second label is just words."""
    for position, column in enumerate(columns):
        is_name = column.kind == "label" and (
            position == 0 or columns[position - 1].kind != "label"
        )
        hold = _hold(columns, position)
        amount = sum(one.kind == "amount" for one in columns[: position + 1])
        yield (
            f"c{position}",
            StatementColumn(column, position, is_name=is_name, hold=hold, amount=amount),
        )


def _records(statement: Statement) -> Iterator[Record]:
    """The rows; those of income against expenditure are indented as the income tree is."""
    labels = [column.kind for column in statement.columns].count("label")
    is_balance = statement.columns[0].kind == "label" and labels > 1
    names = [str(row.cells[0]) for row in statement.rows]
    indents = _income_depths(names) if is_balance else (row.level for row in statement.rows)
    for row, indent in zip(statement.rows, indents, strict=True):
        yield Record(row_address(statement.number, row.key), row.level, indent, row.shown)


def _income_depths(lines: Iterable[str]) -> Iterator[int]:
    """How deep each line of the income tree stands, by how it begins.

    A line without a mark of its own belongs to those that 其中 began, or to the class.
    """
    unmarked = 1
    for words in lines:
        depth = next((depth for depth, mark in INCOME_MARKS if re.match(mark, words)), unmarked)
        unmarked = 3 if depth == 2 else unmarked
        yield depth
