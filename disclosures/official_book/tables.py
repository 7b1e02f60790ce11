"""The sheets of the eleven tables, as they are printed."""

from decimal import Decimal
from itertools import groupby

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from disclosures.budget.amounts import ZERO, wan
from disclosures.budget.document import Document
from disclosures.budget.statements.form import UNIT_OF_MEASURE, Column, Row, Statement
from disclosures.headings import WIDE, header_rows, indents

from .layout import HEAD_ROWS, depth_of, first_row_of, is_numbered, sheet_of
from .looks import Looks, height_of, wide

A4 = 9
# How wide a sheet of paper is in digits, upright and on its side, and the narrowest columns.
UPRIGHT, LEVEL = 88.0, 140.0
CODES, LABEL, AMOUNT = 14.4, 16.0, 9.2


def write_table(book: Workbook, looks: Looks, document: Document, statement: Statement) -> None:
    """One table on a sheet of its own, ready to be printed."""
    sheet = book.add_worksheet(sheet_of(statement))
    columns = statement.columns
    widths = _widths(statement)
    for at, width in enumerate(widths):
        sheet.set_column(at, at, width)
    _head(sheet, looks, document, statement)
    _header(sheet, looks, columns, widths)
    first = first_row_of(statement)
    lines = zip(statement.rows, indents(statement), strict=True)
    for at, (row, indent) in enumerate(lines, first):
        _row(sheet, looks, at, (row, columns), indent)
        names = zip(row.cells, widths, strict=True)
        texts = (height_of(text, width) for text, width in names if isinstance(text, str))
        sheet.set_row(at, max(18.0, *texts))
    last = max(first + len(statement.rows), first) - 1
    if statement.note:
        last += 1
        sheet.merge_range(last, 0, last, len(columns) - 1, "", looks("note"))
        sheet.write_string(last, 0, statement.note, looks("note"))
        sheet.set_row(last, height_of(statement.note, sum(widths), 18))
    _page(sheet, statement, (first, last), is_wide=_is_wide(columns))


def span(sheet: Worksheet, place: tuple[int, int, int, int], text: str, look: object) -> None:
    """A text over the cells from row and column to row and column."""
    top, left, bottom, right = place
    if (top, left) != (bottom, right):
        sheet.merge_range(top, left, bottom, right, "", look)
    sheet.write_string(top, left, text, look)


def _widths(statement: Statement) -> list[float]:
    """Amounts as wide as the longest of them; names share what the paper leaves to them."""
    columns = statement.columns
    code = CODES / max(1, sum(column.kind == "code" for column in columns))
    texts = [[row.shown[at] for row in statement.rows] for at in range(len(columns))]
    amounts = [
        max(AMOUNT, *(len(text) + 2.5 for text in shown), 0) if column.kind == "amount" else code
        for column, shown in zip(columns, texts, strict=True)
    ]
    labels = [at for at, column in enumerate(columns) if column.kind == "label"]
    taken = sum(width for at, width in enumerate(amounts) if at not in labels)
    share = ((LEVEL if _is_wide(columns) else UPRIGHT) - taken) / len(labels)
    for at in labels:
        longest = max((wide(text) for text in texts[at]), default=0) + 8
        amounts[at] = max(LABEL, min(longest, share)) if statement.rows else max(LABEL, share)
    return amounts


def _head(sheet: Worksheet, looks: Looks, document: Document, statement: Statement) -> None:
    end = len(statement.columns) - 1
    sheet.write_string(0, 0, f"表 {statement.number}", looks("place"))
    span(sheet, (1, 0, 1, end), statement.title, looks("title"))
    sheet.set_row(1, 32)
    names = {"department": "编制部门", "unit": "编制单位"}
    whose = f"{names[document.kind]}：{document.name}"
    span(sheet, (2, 0, 2, end - 1), whose, looks("aside"))
    sheet.write_string(2, end, f"单位：{UNIT_OF_MEASURE}", looks("aside right"))
    sheet.set_row(2, 20)


def _header(
    sheet: Worksheet, looks: Looks, columns: tuple[Column, ...], widths: list[float]
) -> None:
    """The grouped header; every heading over the columns and rows that it spans."""
    depth = depth_of(columns)
    taken: set[tuple[int, int]] = set()
    for level, row in enumerate(header_rows(columns)):
        height = 22.0
        for cell in row:
            left = next(at for at in range(len(columns)) if (level, at) not in taken)
            right, bottom = left + cell.colspan - 1, level + cell.rowspan - 1
            taken |= {(i, j) for i in range(level, bottom + 1) for j in range(left, right + 1)}
            top = HEAD_ROWS + level
            place = (top, left, HEAD_ROWS + bottom, right)
            span(sheet, place, cell.text, looks("heading"))
            needed = height_of(cell.text, sum(widths[left : right + 1]))
            height = max(height, needed / cell.rowspan)
        sheet.set_row(HEAD_ROWS + level, height)
    if is_numbered(columns):
        for at, column in enumerate(columns):
            sheet.write_string(HEAD_ROWS + depth, at, column.number, looks("number"))


def _row(
    sheet: Worksheet, looks: Looks, at: int, line: tuple[Row, tuple[Column, ...]], indent: int
) -> None:
    row, columns = line
    first_label = next(place for place, one in enumerate(columns) if one.kind == "label")
    for place, (cell, column) in enumerate(zip(row.cells, columns, strict=True)):
        inset = min(indent, 10) if place == first_label else 0
        kind = "centred" if column.kind == "label" and row.level == 0 else column.kind
        look = looks(kind, bold=row.level == 0, indent=0 if kind == "centred" else inset)
        if isinstance(cell, Decimal) and cell:
            # What rounds to nothing has no sign, as on the page.
            sheet.write_number(at, place, float(wan(cell) + ZERO), look)
        elif isinstance(cell, str) and cell:
            sheet.write_string(at, place, cell, look)
        else:
            sheet.write_blank(at, place, None, look)


def _is_wide(columns: tuple[Column, ...]) -> bool:
    return sum(column.kind == "amount" for column in columns) >= WIDE


def _page(sheet: Worksheet, statement: Statement, rows: tuple[int, int], *, is_wide: bool) -> None:
    first, last = rows
    kinds = [kind for kind, _ in groupby(column.kind for column in statement.columns)]
    held = next(at for at, column in enumerate(statement.columns) if column.kind == "amount")
    sheet.freeze_panes(first, held if kinds[0] == "code" else 0)
    sheet.repeat_rows(0, first - 1)
    sheet.print_area(0, 0, last, len(statement.columns) - 1)
    page(sheet, is_wide=is_wide)


def page(sheet: Worksheet, *, is_wide: bool) -> None:
    """A4, as wide as the sheet, numbered at its foot."""
    sheet.set_paper(A4)
    if is_wide:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
    sheet.set_footer("&C— &P —")
    sheet.hide_gridlines(2)
