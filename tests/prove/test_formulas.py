"""S8: whatever staff type, no cell of an exported file is computed, and amounts are numbers."""

import csv
import io
import re
import zipfile
from collections import Counter
from decimal import Decimal
from io import StringIO

import openpyxl
import pytest
from django.db.models import CharField, TextField

from disclosures.budget.document import compose
from disclosures.budget.entries import Unit
from disclosures.budget.statements.form import Statement
from disclosures.models import (
    Budget,
    Disclosure,
    Explanation,
    GlossaryEntry,
    OverallIndicator,
    Project,
    ProjectIndicator,
)
from disclosures.open_data import csv_of
from disclosures.workbook.writing import export
from tests.budget.ledgers import line, submission
from tests.models import rows

from .payloads import PAYLOADS

LIVE = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
NUMBER = re.compile(r"-?\d+\.\d\d")
NEGATIVE = "-1234567.89"


def tables(payload: str) -> tuple[Statement, ...]:
    """The eleven tables with the payload as the name of a unit, a project and a code."""
    unit = Unit("1", payload, is_head=True)
    lines = (
        line("2010301", "30101", NEGATIVE, unit="1"),
        line("2010302", "30201", NEGATIVE, project=payload, unit="1"),
        line("2080505", "30201", "88.00", project=payload, unit="1"),
    )
    return compose(submission(*lines, units=(unit,))).statements


def test_no_cell_of_a_csv_is_live() -> None:
    read: Counter[str] = Counter()
    live = []
    for payload in PAYLOADS:
        for statement in tables(payload):
            _, *found = csv.reader(StringIO(csv_of(statement), newline=""), strict=True)
            for row, cells in zip(statement.rows, found, strict=True):
                for cell, text in zip(row.cells, cells, strict=True):
                    if isinstance(cell, Decimal) and cell:
                        read["negative" if cell < 0 else "amount"] += 1
                        assert NUMBER.fullmatch(text), text
                    elif text.startswith(LIVE):
                        live.append((payload, text))
                    read["cells"] += 1
    print(
        f"S8: {len(PAYLOADS)} payloads, {read['cells']:,} cells of CSV: {len(live)} live, "
        f"{read['negative']:,} negative amounts all numbers"
    )
    assert live == []
    assert read["negative"] > len(PAYLOADS)


def fill(payload: str, budget: Budget, disclosure: Disclosure) -> int:
    """Put the payload into every text that staff enter; how many those are."""
    filled = 0
    whole = (
        *((row, ("name",)) for row in Project.objects.filter(budget=budget)),
        *((row, ()) for row in ProjectIndicator.objects.filter(project__budget=budget)),
        (disclosure, ()),
        *((row, ()) for row in OverallIndicator.objects.filter(disclosure=disclosure)),
        *((row, ("key",)) for row in Explanation.objects.filter(disclosure=disclosure)),
        *((row, ("name",)) for row in GlossaryEntry.objects.filter(disclosure=disclosure)),
    )
    for row, named in whole:
        for field in row._meta.fields:
            if isinstance(field, CharField | TextField) and field.name not in named:
                setattr(row, field.name, payload[: field.max_length or None])
                filled += 1
        if "name" in named:
            row.name = payload[:80]  # type: ignore[attr-defined] # of those that have one
            filled += 1
        row.save()
    return filled


@pytest.fixture
def budget(db: None) -> Budget:  # noqa: ARG001 - asked for
    """A budget with one row of everything, and negative amounts."""
    rows.a_catalogue(2026)
    budget = rows.a_budget(rows.a_unit(rows.a_department()))
    project = Project.objects.create(budget=budget, name="项目", is_secret=True)
    ProjectIndicator.objects.create(project=project, weight=Decimal(10))
    rows.a_line(budget, NEGATIVE)
    rows.a_line(budget, "-0.01", functional="2010302", project=project)
    rows.a_line(budget, "5.00", functional="2080505", is_secret=True, secrecy_ground="依据")
    disclosure = rows.a_disclosure(budget.unit.department)
    OverallIndicator.objects.create(disclosure=disclosure)
    Explanation.objects.create(disclosure=disclosure, key="operating")
    GlossaryEntry.objects.create(disclosure=disclosure, name="名词", definition="解释")
    return budget


def live_parts(content: bytes) -> list[str]:
    """Formulas, links and connections in the XML of the workbook, whatever a reader makes of it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        sheets = [archive.read(name).decode() for name in names if "worksheets/sheet" in name]
    found = [name for name in names if re.search("externalLink|connection|vba|hyperlink", name)]
    return found + [tag for xml in sheets for tag in re.findall("<f[ >]|<hyperlink", xml)]


def test_no_cell_of_a_workbook_is_live(budget: Budget) -> None:
    disclosure = Disclosure.objects.get()
    cells = fields = negatives = 0
    live = []
    for payload in PAYLOADS:
        fields += fill(payload, budget, disclosure)
        content = export(budget)
        live += [(payload, part) for part in live_parts(content)]
        book = openpyxl.load_workbook(io.BytesIO(content))
        for sheet in book.worksheets:
            for cell in (one for row in sheet.rows for one in row if one.value is not None):
                cells += 1
                if cell.data_type == "f":
                    live.append((payload, cell.coordinate))
        amounts = [row[6] for row in book["收支明细"].iter_rows(min_row=2, max_row=4)]
        negatives += sum(one.data_type == "n" and one.value < 0 for one in amounts)
    print(
        f"S8: {len(PAYLOADS)} payloads in {fields:,} texts, {cells:,} cells of XLSX: "
        f"{len(live)} live, {negatives} negative amounts all numbers"
    )
    assert live == []
    assert negatives == 2 * len(PAYLOADS)
