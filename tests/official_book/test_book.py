"""The official workbook shows what was published, and nothing in it is computed."""

from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from disclosures.budget import snapshot
from disclosures.budget.document import Document, compose
from disclosures.budget.entries import Submission
from disclosures.official_book import differences, written
from tests.budget.ledgers import HEAD, SCHOOL, line, submission
from tests.budget.reference import reference

SITE, LICENCE = "https://budget.example", "CC BY 4.0"
IMPRINT = snapshot.Imprint(1, date(2026, 2, 5))
PAYLOADS = ("=1+1", "+1", "-1", "@SUM(1)", "http://example.org", "{=1}", "_x0041_", "\t=1")


@cache
def the_reference() -> tuple[Document, str, bytes]:
    document = compose(reference())
    record = snapshot.write(document, IMPRINT)
    return document, record, written(record, SITE, LICENCE)


def hostile() -> Submission:
    """Names that a spreadsheet would compute, amounts below nothing and next to nothing."""
    units = (replace(HEAD, name="=HYPERLINK(1)"), replace(SCHOOL, name="'已加引号"))
    projects = (
        line("2010302", "30201", f"{at}0.00", project=payload)
        for at, payload in enumerate(PAYLOADS, 1)
    )
    return submission(
        line("2010301", "30101", "-1234567.89"),
        line("2080505", "30201", "-20.00"),
        *projects,
        units=units,
    )


def opened(content: bytes) -> Workbook:
    return load_workbook(BytesIO(content))


@pytest.mark.parametrize("entered", [reference(), hostile(), submission()], ids=["r", "h", "e"])
def test_every_cell_of_it_says_what_the_record_says(entered: Submission) -> None:
    document = compose(entered)

    content = written(snapshot.write(document, IMPRINT), SITE, LICENCE)

    assert list(differences(document, content)) == []


def test_the_same_record_gives_the_same_bytes() -> None:
    _, record, content = the_reference()

    assert written(record, SITE, LICENCE) == content


def test_nothing_in_it_is_computed_and_negative_amounts_are_numbers() -> None:
    book = opened(written(snapshot.write(compose(hostile()), IMPRINT), SITE, LICENCE))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]

    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert -123.46 in [cell.value for cell in cells]
    outside = [cell.hyperlink.target for cell in cells if cell.hyperlink]
    assert set(outside) <= {None}


def test_codes_are_texts_and_amounts_are_numbers_in_wan() -> None:
    book = opened(the_reference()[2])
    total = book["表3"]["E8"]

    assert book["表3"]["A9"].value == "201"
    assert (total.value, total.number_format) == (490.16, "#,##0.00_ ")


def test_a_table_is_ready_to_be_printed() -> None:
    sheet = opened(the_reference()[2])["表2"]

    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$1:$6"
    assert sheet.freeze_panes == "E7"
    assert sheet["A3"].value.startswith("编制部门：")
    assert sheet["P3"].value == "单位：万元"


def test_an_empty_table_says_so() -> None:
    document, _, content = the_reference()
    sheet = opened(content)["表8"]

    texts = [cell.value for row in sheet.iter_rows() for cell in row]
    assert document.statements[7].note in texts


def test_the_contents_lead_to_every_sheet() -> None:
    book = opened(the_reference()[2])
    links = [cell.hyperlink.location for row in book["目录"] for cell in row if cell.hyperlink]

    assert links == [f"'{name}'!A1" for name in book.sheetnames[1:]]
