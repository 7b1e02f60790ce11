"""Each rule of the tables finds a cell that is one cent off, and is silent on a sound one."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from disclosures.budget.checks import check
from disclosures.budget.classification import FUNDING_SOURCES
from disclosures.budget.document import Document, compose
from disclosures.budget.entries import LineItem, Submission
from disclosures.budget.statements.form import Statement

from .findings import found
from .ledgers import HEAD, SCHOOL, line, submission

CENT = Decimal("0.01")


def full_ledger() -> Iterator[LineItem]:
    """Money of every source, basic and project, in two units: no table is empty."""
    for number, source in enumerate(FUNDING_SOURCES, 1):
        unit = (HEAD, SCHOOL)[number % 2].code
        yield line("2010301", "30101", f"{number}111.11", source.name, unit=unit)
        yield line("2080505", "30201", f"{number}222.22", source.name, unit=unit)
        yield line("2120801", "31003", f"{number}333.33", source.name, f"项目{number}", unit)
        yield line("2120802", "30231", f"{number}444.44", source.name, "用车", unit)
        yield line("2120802", "30217", f"{number}555.55", source.name, "用车", unit)


@pytest.fixture(scope="module")
def entered() -> Submission:
    return submission(*full_ledger())


def mutated(document: Document, number: int, at_row: int, at_cell: int) -> Document:
    """The document with one cell of one table a cent higher."""

    def changed(table: Statement) -> Statement:
        row = table.rows[at_row]
        cells = list(row.cells)
        value = cells[at_cell]
        cells[at_cell] = (value if isinstance(value, Decimal) else Decimal(0)) + CENT
        rows = list(table.rows)
        rows[at_row] = replace(row, cells=tuple(cells))
        return replace(table, rows=tuple(rows))

    tables = tuple(
        changed(table) if table.number == number else table for table in document.statements
    )
    return replace(document, statements=tables)


def errors_of_tables(entered: Submission, document: Document) -> set[str]:
    return {
        finding.rule
        for finding in check(entered, document)
        if finding.rule.startswith("T") and finding.severity == "error"
    }


def test_sound_tables_give_no_finding(entered: Submission) -> None:
    document = compose(entered)

    assert all(not table.note for table in document.statements)
    assert errors_of_tables(entered, document) == set()


def test_empty_tables_give_no_finding() -> None:
    entered = submission()

    assert errors_of_tables(entered, compose(entered)) == set()


@pytest.mark.parametrize("number", range(1, 12))
def test_every_cell_that_is_a_cent_off_is_found(entered: Submission, number: int) -> None:
    document = compose(entered)
    table = document.statements[number - 1]
    amounts = [at for at, column in enumerate(table.columns) if column.kind == "amount"]
    missed = [
        (row.key, at)
        for at_row, row in enumerate(table.rows)
        for at in amounts
        if _is_printed(table, at_row, at)
        and not errors_of_tables(entered, mutated(document, number, at_row, at))
    ]

    assert missed == []


def _is_printed(table: Statement, row: int, cell: int) -> bool:
    """Whether the two-sided tables have a line on that side of the row."""
    return table.number not in (1, 4) or table.rows[row].cells[0 if cell == 1 else 2] != ""


@pytest.mark.parametrize(
    ("rule", "number", "key", "cell"),
    [
        ("T1", 1, "total", 1),
        ("T2", 2, "total", 5),
        ("T3", 3, "201", 5),
        ("T4", 4, "1", 3),
        ("T5", 5, "total", 5),
        ("T6", 6, "301", 4),
        ("T7", 7, "total", 6),
        ("T8", 8, "total", 5),
        ("T9", 9, "total", 5),
        ("T10", 10, "vehicles", 2),
        ("T11", 11, "total", 3),
        ("T12", 3, "2010301", 4),
    ],
)
def test_the_rule_of_the_table_names_place_and_both_figures(
    entered: Submission, rule: str, number: int, key: str, cell: int
) -> None:
    document = compose(entered)
    at_row = next(
        at for at, row in enumerate(document.statements[number - 1].rows) if row.key == key
    )

    findings = check(entered, mutated(document, number, at_row, cell))

    own = [finding for finding in findings if finding.rule == rule and finding.severity == "error"]
    assert own
    assert any(finding.place.startswith(f"t{number}/") for finding in own)
    assert all("元" in finding.message for finding in own)


def test_parts_shown_that_miss_their_total_are_one_hint_a_table() -> None:
    items = ("2080501", "2080502", "2080503", "2080505", "2080506")
    entered = submission(*(line(item, "30302", "10040.00") for item in items))

    hints = {hint.place.partition("/")[0]: hint for hint in found("T13", entered)}

    assert list(hints) == ["t2", "t3", "t5"]
    assert all(hint.severity == "hint" for hint in hints.values())
    assert "四舍五入尾差" in hints["t3"].message
    assert "显示 5.02 万元、各部分显示数之和 5.00 万元" in hints["t3"].message


def test_tables_that_add_up_as_shown_are_no_matter_of_rounding() -> None:
    entered = submission(line("2080501", "30302", "10000.00"), line("2080505", "30108", "20000.00"))

    assert found("T13", entered) == []


def test_a_table_that_is_wrong_in_yuan_is_an_error_and_no_rounding(entered: Submission) -> None:
    document = mutated(compose(entered), 9, 0, 5)

    findings = [one for one in check(entered, document) if one.place.startswith("t9/")]

    assert {one.severity for one in findings} == {"error"}
