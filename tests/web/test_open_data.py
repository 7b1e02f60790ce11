"""Tables as CSV: the figures of the page, safe to open in a spreadsheet."""

import csv
from decimal import Decimal
from io import StringIO

import pytest
from django.test import Client

from disclosures.budget.statements.form import Column, Row, Statement, label
from disclosures.models import Publication
from disclosures.open_data import csv_of

from .library import PAGE, document_of

pytestmark = pytest.mark.usefixtures("published")
AMOUNT = Column(("支出", "合计"), "amount", "1")


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text, newline="")))


@pytest.mark.parametrize("number", range(1, 12))
def test_a_table_s_csv_holds_its_cells_without_thousands_separators(
    published: Publication, number: int
) -> None:
    body = Client().get(f"{PAGE}tables/{number}.csv").content.decode("utf-8-sig")

    header, *rows = rows_of(body)

    statement = document_of(published).statements[number - 1]
    assert header == [" / ".join(column.path) for column in statement.columns]
    assert rows == [[cell.replace(",", "") for cell in row.shown] for row in statement.rows]


def test_a_spreadsheet_is_told_that_it_is_unicode() -> None:
    response = Client().get(f"{PAGE}tables/3.csv")

    assert response.content.startswith(b"\xef\xbb\xbf")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "－", "\t", "\r", "\n"])
def test_words_that_a_spreadsheet_would_compute_are_quoted(start: str) -> None:
    words = f"{start}1+1"
    statement = Statement(3, "表", (label("名称"), AMOUNT), (Row("1", 1, (words, None)),), None)

    assert rows_of(csv_of(statement))[1] == [f"'{words}", ""]


def test_a_negative_amount_stays_a_number() -> None:
    amount = Decimal("-12345678.90")
    statement = Statement(3, "表", (label("名称"), AMOUNT), (Row("1", 1, ("甲", amount)),), None)

    assert rows_of(csv_of(statement))[1] == ["甲", "-1234.57"]


def test_amounts_are_rounded_half_up_from_the_exact_sum() -> None:
    amount = Decimal("50.00")
    statement = Statement(3, "表", (label("名称"), AMOUNT), (Row("1", 1, ("甲", amount)),), None)

    assert rows_of(csv_of(statement))[1] == ["甲", "0.01"]


def test_an_amount_that_rounds_to_nothing_bears_no_sign() -> None:
    statement = Statement(
        3, "表", (label("名称"), AMOUNT), (Row("1", 1, ("甲", Decimal("-20"))),), None
    )

    assert rows_of(csv_of(statement))[1] == ["甲", "0.00"]
