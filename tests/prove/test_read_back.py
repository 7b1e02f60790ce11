"""R7: every file of a publication parsed back, and no cell differs from the record."""

import json
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from random import Random
from time import perf_counter

import pytest

from disclosures.budget import snapshot
from disclosures.budget.document import Document, compose
from disclosures.publication import BOOK_NAME, PDF_NAME, files_of
from disclosures.rereading import reread, reread_book, reread_csv, reread_pdf
from tests.budget.reference import reference
from tests.published.conftest import (  # noqa: F401 - fixtures
    Data,
    passing_database,
    three_units_data,
)

from .budgets import a_budget
from .publishing import say

RANDOM = 20
IMPRINT = snapshot.Imprint(1, date(2026, 2, 5))


def documents(three_units: Data) -> Iterator[Document]:
    """The reference, the department of three units, and documents as chance has them."""
    yield compose(reference())
    yield snapshot.read(json.dumps(three_units))[0]
    random = Random(7)
    for _ in range(RANDOM):
        yield compose(a_budget(random))


def test_no_cell_of_any_file_differs(request: pytest.FixtureRequest) -> None:
    three_units: Data = request.getfixturevalue("three_units_data")
    cells = made = read = 0.0
    for document in documents(three_units):
        record = snapshot.write(document, IMPRINT)
        digest = sha256(record.encode()).hexdigest()
        start = perf_counter()
        files = files_of(record)
        between = perf_counter()
        assert reread(document, record) == ()
        assert reread_csv(document, files) == ()
        assert reread_book(document, files[BOOK_NAME]) == ()
        assert reread_pdf(document, IMPRINT, digest, files[PDF_NAME]) == ()
        made, read = made + between - start, read + perf_counter() - between
        cells += sum(
            len(row["cells"]) for one in json.loads(record)["tables"] for row in one["rows"]
        )
    say(
        f"R7: {RANDOM + 2} documents, {cells:,.0f} cells of tables in JSON, CSV, XLSX and PDF,"
        f" 0 differ; made in {made:.1f} s, read back in {read:.1f} s"
    )
