"""What would be published is read back first: a cell that differs is found in its file."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from disclosures.budget import snapshot
from disclosures.budget.document import Document, compose
from disclosures.budget.entries import Submission
from disclosures.bundle import tables_of
from disclosures.rereading import reread, reread_csv
from tests.budget.ledgers import HEAD, SCHOOL, line, submission
from tests.budget.reference import reference

LIVE = "=HYPERLINK(1)"
IMPRINT = snapshot.Imprint(1, date(2026, 2, 5))
Change = Callable[[dict[str, Any]], None]


def small() -> Submission:
    """Amounts below nothing and next to nothing, and names that a spreadsheet would compute."""
    units = (replace(HEAD, name=LIVE), replace(SCHOOL, name="'已加引号"))
    return submission(
        line("2010301", "30101", "-1234567.89"),
        line("2080505", "30201", "-20.00"),
        line("2010302", "30201", "50.00", project=LIVE),
        line("2010302", "30226", "9.99", project="-1", unit=SCHOOL.code),
        units=units,
    )


def found(document: Document, change: Change) -> list[tuple[str, str]]:
    """Place and file of everything that differs once the record was changed."""
    record = json.loads(snapshot.write(document, IMPRINT))
    change(record)
    text = json.dumps(record, ensure_ascii=False)
    findings = (*reread(document, text), *reread_csv(document, tables_of(text)))
    assert all((one.rule, one.severity) == ("D4", "error") for one in findings)
    return [(one.place, one.message.partition("读回")[0].partition("：")[2]) for one in findings]


@pytest.mark.parametrize("entered", [reference(), small(), submission()], ids=str)
def test_nothing_differs_in_what_is_written_now(entered: Submission) -> None:
    document = compose(entered)

    assert reread(document, snapshot.write(document, IMPRINT)) == ()


def test_a_shown_cell_that_differs_is_found_with_both_texts() -> None:
    document = compose(reference())

    def change(record: dict[str, Any]) -> None:
        record["tables"][2]["rows"][0]["cells"][4] = "490.61"

    assert found(document, change) == [("t3/total/5", "JSON ")]


def test_a_cent_behind_a_cell_is_found_and_more_in_the_csv_too() -> None:
    document = compose(reference())

    def cent(record: dict[str, Any]) -> None:
        record["tables"][2]["rows"][0]["yuan"][4] = "4901551.01"

    def much(record: dict[str, Any]) -> None:
        record["tables"][2]["rows"][0]["yuan"][4] = "5901551.00"

    assert found(document, cent) == [("t3/total/5", "JSON（元） ")]
    assert found(document, much) == [("t3/total/5", "JSON（元） "), ("t3/total/5", "CSV ")]


def test_a_row_that_is_missing_is_found() -> None:
    document = compose(reference())

    def change(record: dict[str, Any]) -> None:
        del record["tables"][9]["rows"][-1]

    assert {place for place, _ in found(document, change)} == {
        f"t10/vehicle_operation/{number}" for number in range(1, 6)
    }


def test_a_word_of_the_text_that_differs_is_found() -> None:
    document = compose(reference())

    def change(record: dict[str, Any]) -> None:
        record["duties"][0] = "另一项职能。"

    assert found(document, change) == [("duties/1", "")]
