"""How each of the eleven statements looks on a page: django-tables2 over any statement."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

import django_tables2

from .budget.document import Document
from .budget.statements.form import COLUMN_MARK, UNIT_OF_MEASURE, Column, Row, Statement

WIDE = 9


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """One heading of the grouped header and how many columns and rows it spans."""

    text: str
    kind: Literal["code", "label", "amount", "group"]
    colspan: int
    rowspan: int
    scope: Literal["col", "colgroup"]
    hold: str


@dataclass(frozen=True, slots=True)
class Record:
    """A row of a statement as django-tables2 reads it; ``indent`` is that of its name."""

    anchor: str
    level: int
    indent: int
    cells: tuple[str, ...]


class StatementColumn(django_tables2.Column):
    """A leaf column that knows what it holds and whether it stays when a reader scrolls."""

    def __init__(self, column: Column, position: int, *, is_name: bool, hold: str) -> None:
        super().__init__(
            verbose_name=column.path[-1],
            accessor=f"cells__{position}",
            default="",
            orderable=False,
            empty_values=("",),
        )
        self.kind = column.kind
        self.number = column.number
        self.is_name = is_name
        self.hold = hold


class StatementTable(django_tables2.Table):
    """A statement with everything that is printed around its rows."""

    class Meta:
        """Rows come in published order and are never sorted by a reader."""

        template_name = "disclosures/_statement.html"
        orderable = False

    def __init__(self, statement: Statement, department: str) -> None:
        anchor = f"t{statement.number}"
        kinds = [column.kind for column in statement.columns]
        is_balance = kinds[0] == "label" and kinds.count("label") > 1
        super().__init__(
            [_record(anchor, row, is_balance) for row in statement.rows],
            extra_columns=list(_columns(statement.columns)),
        )
        self.anchor = anchor
        self.number = statement.number
        self.title = statement.title
        self.department = department
        self.unit = UNIT_OF_MEASURE
        self.note = statement.note
        self.leaves = tuple(column.column for column in self.columns)
        self.header = header_rows(statement.columns)
        self.is_numbered = any(column.number != COLUMN_MARK for column in statement.columns)
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
        yield f"c{position}", StatementColumn(column, position, is_name=is_name, hold=hold)


def _record(anchor: str, row: Row, is_balance: bool) -> Record:
    key = "-".join(row.key.split())
    shown = row.shown
    indent = _depth(shown[0]) if is_balance else row.level
    return Record(f"{anchor}-{key}", row.level, indent, shown)


def _depth(words: str) -> int:
    """How deep a line of the income tree stands, by how it begins."""
    for depth, beginning in enumerate((r"[一二]、|收入总计|$", r"\d\. ", "其中：")):
        if re.match(beginning, words):
            return depth
    return 3
