"""Where things stand in the workbook, for those who write it and those who read it back."""

from itertools import groupby
from typing import Final

from disclosures.budget.statements.form import Column, Statement
from disclosures.budget.targets import Target

CONTENTS: Final = "目录"
OVERALL: Final = "整体绩效目标"
PROJECTS: Final = "项目绩效目标"
TEXT: Final = "情况说明"
LINES: Final = "收支明细"
ABOUT: Final = "关于本文件"
# Over the header of a table: its number, its title, the department and the unit of measure.
HEAD_ROWS: Final = 3
# The blank after an amount keeps it off the line beside it.
AMOUNT: Final = "#,##0.00_ "
# What a cell can hold.
LONGEST: Final = 32_000


def sheet_of(statement: Statement) -> str:
    """The name of a table's sheet."""
    return f"表{statement.number}"


def depth_of(columns: tuple[Column, ...]) -> int:
    """How many rows the header has."""
    return max(len(column.path) for column in columns)


def is_numbered(columns: tuple[Column, ...]) -> bool:
    """Whether a row of column numbers stands under the header."""
    return any(column.number.isdigit() for column in columns)


def first_row_of(statement: Statement) -> int:
    """The row below the header, counted from 0."""
    return HEAD_ROWS + head_rows(statement.columns)


def head_rows(columns: tuple[Column, ...]) -> int:
    """The rows of the header, that of the column numbers with them."""
    return depth_of(columns) + is_numbered(columns)


def pieces(text: str) -> list[str]:
    """A text as cells can hold it."""
    return [text[at : at + LONGEST] for at in range(0, len(text), LONGEST)] or [""]


def indicator_runs(target: Target) -> list[list[tuple[str, int]]]:
    """The first two columns of the indicators: each text with the number of rows it covers."""
    return [_runs([row[:level] for row in target.rows]) for level in (1, 2)]


def _runs(keys: list[tuple[str, ...]]) -> list[tuple[str, int]]:
    return [(key[-1], len(list(same))) for key, same in groupby(keys)]
