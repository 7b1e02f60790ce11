"""The printed document is read back: a cell or paragraph that differs is found at its place."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from disclosures.budget.document import Document
from disclosures.budget.statements.form import Row, Statement
from disclosures.rereading import reread_pdf

from .conftest import FIRST, IDENTIFIER
from .printed import Printed

pytestmark = pytest.mark.django_db


def test_every_cell_and_paragraph_is_read_back(reference: Document, printed: Printed) -> None:
    assert reread_pdf(reference, FIRST, IDENTIFIER, printed.content) == ()


def with_rows(document: Document, change: Callable[[Statement], tuple[Row, ...]]) -> Document:
    """The document whose third table ought to have other rows than were printed."""
    tables = list(document.statements)
    tables[2] = replace(tables[2], rows=change(tables[2]))
    return replace(document, statements=tuple(tables))


def swapped(row: Row) -> Row:
    *names, whole, basic, project = row.cells
    return replace(row, cells=(*names, whole, project, basic))


def test_columns_in_each_others_place_are_found(reference: Document, printed: Printed) -> None:
    wanted = with_rows(reference, lambda table: tuple(map(swapped, table.rows)))

    places = {one.place for one in reread_pdf(wanted, FIRST, IDENTIFIER, printed.content)}

    assert {"t3/total/6", "t3/total/7"} <= places


def test_a_row_that_is_not_printed_is_found(reference: Document, printed: Printed) -> None:
    wanted = with_rows(reference, lambda table: (*table.rows, table.rows[-1]))

    findings = reread_pdf(wanted, FIRST, IDENTIFIER, printed.content)

    assert {one.place.partition("/")[0] for one in findings} == {"t3"}


def test_a_paragraph_that_is_not_printed_is_found(reference: Document, printed: Printed) -> None:
    first, *others = reference.sections
    lost = replace(
        first, paragraphs=(*first.paragraphs, replace(first.paragraphs[0], runs=("另",)))
    )

    wanted = replace(reference, sections=(lost, *others))

    findings = reread_pdf(wanted, FIRST, IDENTIFIER, printed.content)

    assert [one.place for one in findings] == [f"s一/{len(lost.paragraphs)}"]
