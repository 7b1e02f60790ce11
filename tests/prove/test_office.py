"""The official workbook in LibreOffice: opened without complaint, printed whole, saved the same."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pypdf
import pytest

from disclosures.budget import snapshot
from disclosures.budget.document import Document, compose
from disclosures.official_book import differences, written
from tests.budget.large import large
from tests.budget.reference import reference
from tests.published.conftest import (  # noqa: F401 - fixtures
    Data,
    passing_database,
    three_units_data,
)

from .publishing import say

SOFFICE = shutil.which("soffice")
XLSX = "xlsx:Calc MS Excel 2007 XML"
IMPRINT = snapshot.Imprint(1, date(2026, 2, 5))
# What a machine without Java says of itself.
OF_THE_MACHINE = "javaldx"

pytestmark = pytest.mark.skipif(
    SOFFICE is None, reason="LibreOffice is not installed (apt install libreoffice-calc-nogui)"
)


def documents(three_units: Data) -> Iterator[tuple[str, Document]]:
    yield "reference", compose(reference())
    yield "three units", snapshot.read(json.dumps(three_units))[0]
    yield "300 functions, 40 projects, 12 digits", compose(large())


def converted(book: Path, to: str) -> Path:
    """The workbook as LibreOffice saves it, which says nothing but that it did."""
    folder = book.parent / to.partition(":")[0]
    done = subprocess.run(
        [
            str(SOFFICE),
            "--headless",
            f"-env:UserInstallation={(book.parent / 'profile').as_uri()}",
            *("--convert-to", to, "--outdir", str(folder), str(book)),
        ],
        capture_output=True,
        text=True,
        timeout=180,
        check=True,
    )
    said = [line for line in done.stderr.splitlines() if OF_THE_MACHINE not in line]
    assert said == []
    assert done.stdout.startswith("convert ")
    return folder / f"{book.stem}.{folder.name}"


def test_libreoffice_shows_and_keeps_every_cell(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    for name, document in documents(request.getfixturevalue("three_units_data")):
        book = tmp_path / "tables.xlsx"
        record = snapshot.write(document, IMPRINT)
        book.write_bytes(written(record, "https://budget.example", "CC BY 4.0"))

        saved, printed = converted(book, XLSX), converted(book, "pdf")

        assert list(differences(document, saved.read_bytes())) == []
        pages = [page.extract_text() for page in pypdf.PdfReader(printed).pages]
        text = re.sub(r"\s", "", "".join(pages))
        shown = {cell for one in document.statements for row in one.rows for cell in row.shown}
        assert "###" not in text
        assert [cell for cell in shown if re.sub(r"\s", "", cell) not in text] == []
        cells = sum(len(row.cells) for one in document.statements for row in one.rows)
        say(f"LibreOffice, {name}: {cells:,} cells kept, printed whole on {len(pages)} pages")
