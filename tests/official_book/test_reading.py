"""A workbook that a faulty renderer made is found out, each fault at its cell."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from disclosures.budget import snapshot
from disclosures.budget.document import compose
from disclosures.official_book import written
from disclosures.rereading import reread_book
from tests.budget.reference import reference

from .test_book import LICENCE, SITE


def drop_a_row(book: Workbook) -> None:
    book["表3"].delete_rows(10)


def swap_two_columns(book: Workbook) -> None:
    for row in book["表3"].iter_rows(min_row=8):
        row[5].value, row[6].value = row[6].value, row[5].value


def swap_two_headings(book: Workbook) -> None:
    book["表3"]["F5"].value, book["表3"]["G5"].value = "项目支出", "基本支出"


def cut_a_name(book: Workbook) -> None:
    book["表3"]["D9"].value = f"{book['表3']['D9'].value[:4]}…"


def round_twice(book: Workbook) -> None:
    book["表3"]["E8"].value = round(book["表3"]["E8"].value, 1)


def keep_more_than_is_shown(book: Workbook) -> None:
    book["表3"]["E8"].value += 0.001


def show_one_decimal(book: Workbook) -> None:
    book["表3"]["E8"].number_format = "#,##0.0"


def make_it_compute(book: Workbook) -> None:
    book["表3"]["E8"].value = "=490.16"


def lose_a_paragraph(book: Workbook) -> None:
    book["情况说明"].delete_rows(5)


def change_a_cent(book: Workbook) -> None:
    book["收支明细"]["F2"].value += 0.01


def lose_an_indicator(book: Workbook) -> None:
    book["项目绩效目标"]["D12"].value = None


@pytest.mark.parametrize(
    ("fault", "place"),
    [
        (drop_a_row, "表3/10/"),
        (swap_two_columns, "表3/8/6"),
        (swap_two_headings, "表3/4/6"),
        (cut_a_name, "表3/9/4"),
        (round_twice, "表3/8/5"),
        (keep_more_than_is_shown, "表3/8/5"),
        (show_one_decimal, "表3/8/5"),
        (make_it_compute, "表3/8/5"),
        (lose_a_paragraph, "情况说明/5/1"),
        (change_a_cent, "收支明细/2/6"),
        (lose_an_indicator, "项目绩效目标/12/4"),
    ],
)
def test_a_fault_is_found_at_its_cell(fault: Callable[[Workbook], None], place: str) -> None:
    document = compose(reference())
    record = snapshot.write(document, snapshot.Imprint(1, date(2026, 2, 5)))
    book, changed = load_workbook(BytesIO(written(record, SITE, LICENCE))), BytesIO()
    fault(book)
    book.save(changed)

    findings = reread_book(document, changed.getvalue())

    assert {(one.rule, one.severity) for one in findings} == {("D4", "error")}
    assert findings[0].place.startswith(f"tables.xlsx/{place}")
