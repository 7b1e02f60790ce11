"""The workbook parsed back: every cell of its tables against the document."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from itertools import zip_longest

from openpyxl import load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from disclosures.budget.amounts import written
from disclosures.budget.document import Document
from disclosures.budget.statements.form import Statement
from disclosures.budget.targets import Target

from .layout import (
    AMOUNT,
    HEAD_ROWS,
    LINES,
    OVERALL,
    PROJECTS,
    TEXT,
    depth_of,
    first_row_of,
    indicator_runs,
    pieces,
    sheet_of,
)

Grid = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Difference:
    """A place of the workbook that does not show what the document says."""

    sheet: str
    row: int
    column: int
    wanted: str
    got: str


def differences(document: Document, content: bytes) -> Iterator[Difference]:
    """Every cell that differs, by its place as a spreadsheet counts it."""
    book = load_workbook(BytesIO(content))
    for statement in document.statements:
        sheet = book[sheet_of(statement)]
        yield from _differing(sheet, _table(statement), first_row_of(statement))
        yield from _headings(sheet, statement)
    yield from _differing(book[OVERALL], _targets(document.targets[:1]), 0)
    yield from _differing(book[PROJECTS], _targets(document.targets[1:]), 0)
    yield from _differing(book[TEXT], _text(document), 0)
    yield from _differing(book[LINES], _lines(document), 1)


def _differing(sheet: Worksheet, wanted: Grid, first: int) -> Iterator[Difference]:
    got = [[shown(cell) for cell in row] for row in sheet.iter_rows(min_row=first + 1)]
    for at, (ours, theirs) in enumerate(zip_longest(wanted, got, fillvalue=()), first + 1):
        for column, (one, other) in enumerate(zip_longest(ours, theirs, fillvalue=""), 1):
            if one != other:
                yield Difference(sheet.title, at, column, one, other)


def shown(cell: Cell | MergedCell) -> str:
    """What a person sees in the cell; what is no plain text or amount, with how it is kept."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "n":
        number = written(Decimal(repr(value)))
        is_plain = cell.number_format == AMOUNT and round(value, 2) == value
        return number if is_plain else f"{value!r}（{cell.number_format}）"
    return str(value) if cell.data_type == "s" else f"{value}（{cell.data_type}）"


def _table(statement: Statement) -> Grid:
    note = [[statement.note]] if statement.note else []
    return [*(row.shown for row in statement.rows), *note]


def _headings(sheet: Worksheet, statement: Statement) -> Iterator[Difference]:
    """The path over each column, headings that span several cells standing in each."""
    top, depth = HEAD_ROWS + 1, depth_of(statement.columns)
    told = {
        (row, column): shown(sheet.cell(row, column))
        for row in range(top, top + depth)
        for column in range(1, len(statement.columns) + 1)
    }
    owner = {place: place for place in told}
    for merged in sheet.merged_cells.ranges:
        corner = (merged.min_row, merged.min_col)
        owner |= {place: corner for place in merged.cells if place in owner}
    for at, column in enumerate(statement.columns, 1):
        corners = dict.fromkeys(owner[row, at] for row in range(top, top + depth))
        path = tuple(told[corner] for corner in corners)
        if path != column.path:
            yield Difference(sheet.title, top, at, " / ".join(column.path), " / ".join(path))


def _targets(targets: Sequence[Target]) -> Grid:
    rows: list[Sequence[str]] = []
    for number, target in enumerate(targets):
        rows += [()] if number else []
        rows.append((target.title,))
        rows += [(label, "", value) for label, value in target.fields]
        rows.append(target.columns)
        covered = zip(*map(_covering, indicator_runs(target)), strict=True)
        rows += [(*lead, *row[2:]) for lead, row in zip(covered, target.rows, strict=True)]
    return rows


def _covering(runs: Sequence[tuple[str, int]]) -> list[str]:
    return [text if not at else "" for text, count in runs for at in range(count)]


def _text(document: Document) -> Grid:
    rows: list[Sequence[str]] = []
    for section in document.sections:
        rows.append((f"{section.number}、{section.title}",))
        for paragraph in section.paragraphs:
            rows += [(piece,) for piece in pieces(paragraph.text)]
    return rows


def _lines(document: Document) -> Grid:
    return [
        (
            line.unit,
            line.functional,
            line.economic,
            line.source.name,
            line.project or "",
            written(line.amount),
        )
        for line in document.line_items
    ]
