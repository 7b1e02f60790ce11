"""How a statement is laid out wherever it is shown: its grouped header, its indented names."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from .budget.statements.form import Column, Statement

# So many columns of amounts need a sheet turned on its side.
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
            hold=hold(columns, position, len(members)),
            is_at_edge=position + len(members) == len(columns),
        )


def hold(columns: Sequence[Column], position: int, span: int = 1) -> str:
    """Which of the held columns (codes and first name) these are; empty if not all are held."""
    name = next(i for i, column in enumerate(columns) if column.kind == "label")
    if position + span > name + 1:
        return ""
    if span > 1:
        return "codes"
    return "name" if position == name else f"code-{position + 1}"


def indents(statement: Statement) -> Iterable[int]:
    """How deep each row's name stands; income against expenditure as the income tree is."""
    labels = [column.kind for column in statement.columns].count("label")
    if statement.columns[0].kind == "label" and labels > 1:
        return _income_depths(str(row.cells[0]) for row in statement.rows)
    return (row.level for row in statement.rows)


def _income_depths(lines: Iterable[str]) -> Iterator[int]:
    """How deep each line of the income tree stands, by how it begins.

    A line without a mark of its own belongs to those that 其中 began, or to the class.
    """
    unmarked = 1
    for words in lines:
        depth = next((depth for depth, mark in INCOME_MARKS if re.match(mark, words)), unmarked)
        unmarked = 3 if depth == 2 else unmarked
        yield depth
