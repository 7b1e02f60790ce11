"""A comparison to take away: CSV, and a workbook whose amounts are numbers and texts texts."""

import csv
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Final

import xlsxwriter

from disclosures.open_data import quoted

from .naming import described, unit_of
from .table import Cell, Comparison, Row

NO_TIME: Final = datetime(1980, 1, 1)  # noqa: DTZ001 - a workbook knows no zones
Field = str | Decimal | None


def csv_of(comparison: Comparison) -> str:
    """All rows, whatever part of them the page shows."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    for row in lines(comparison):
        writer.writerow([quoted(one) if isinstance(one, str) else one for one in row])
    return text.getvalue()


def workbook_of(comparison: Comparison, name: str, address: str) -> bytes:
    """The same as a sheet, and beside it what it is and where it comes from."""
    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        # The same rows are the same bytes, whenever they are asked for.
        book.set_properties({"title": name, "created": NO_TIME})
        bold = book.add_format({"bold": True})
        number = book.add_format(
            {"num_format": "#,##0.00" if comparison.choice.is_of_money else "#,##0"}
        )
        sheet = book.add_worksheet("比较")
        sheet.freeze_panes(1, 2)
        sheet.set_column(0, 0, 14)
        sheet.set_column(1, 1, 36)
        sheet.set_column(2, 30, 16)
        for at, row in enumerate(lines(comparison)):
            for column, one in enumerate(row):
                if isinstance(one, Decimal):
                    sheet.write_number(at, column, float(one), number)
                elif one:
                    sheet.write_string(at, column, one, None if at else bold)
        about = book.add_worksheet("说明")
        for at, line in enumerate((name, described(comparison.choice), f"来源：{address}")):
            about.write_string(at, 0, line)
    return file.getvalue()


def lines(comparison: Comparison) -> Iterator[Sequence[Field]]:
    """The header, each department, and all together."""
    has_rates = comparison.choice.way == "change"
    unit = unit_of(comparison.choice)
    header = ["部门编码", "部门", "地区"]
    for year in comparison.choice.years:
        header += [f"{year} 年（{unit}）", *([f"{year} 年增减率（%）"] if has_rates else [])]
    yield header
    for row in (*comparison.rows, comparison.total):
        yield [*_whose(row), *(one for cell in row.cells for one in _fields(cell, has_rates))]


def _whose(row: Row) -> list[Field]:
    one = row.department
    return [one.code, one.name, one.region.name] if one else ["", "合计", ""]


def _fields(cell: Cell, has_rates: bool) -> list[Field]:
    return [cell.word if cell.value is None else cell.value, *([cell.rate] if has_rates else [])]
