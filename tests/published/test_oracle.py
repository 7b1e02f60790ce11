"""The oracle is trusted because it reproduces a published document and its own stored output."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from disclosures.management.sample import CODE_LISTS

from .comparison import table_differences
from .three_units.oracle.forms import tables
from .three_units.oracle.sums import read_lines, read_names
from .three_units.oracle.wording import sections

HERE = Path(__file__).parent
PUBLISHED = json.loads((HERE / "reference" / "tables.json").read_text(encoding="utf-8"))
DEPARTMENT = json.loads((HERE / "three_units" / "department.json").read_text(encoding="utf-8"))
ONLY_UNIT = {"": "克孜勒苏柯尔克孜自治州人民政府驻乌鲁木齐办事处"}
NAMES = read_names(*CODE_LISTS)


def stored(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((HERE / "three_units" / name).read_text(encoding="utf-8"))
    return content


@pytest.mark.parametrize("golden", PUBLISHED, ids=range(1, 12))
def test_the_oracle_reproduces_every_cell_of_a_published_table(golden: dict[str, Any]) -> None:
    number = golden["number"]
    lines = read_lines(HERE / "reference" / "ledger.csv", 2026)

    rows = [asdict(row) for row in tables(lines, ONLY_UNIT, NAMES)[number]]

    assert not table_differences(f"table {number}", golden["columns"], rows, golden["rows"])


def test_the_stored_expectations_are_the_oracle_s() -> None:
    ledger, year = HERE / "three_units" / "ledger.csv", DEPARTMENT["year"]
    lines, before = read_lines(ledger, year), read_lines(ledger, year - 1)
    units = {unit["code"]: unit["name"] for unit in DEPARTMENT["units"]}

    forms = tables(lines, units, NAMES)

    rows = {str(number): [asdict(row) for row in form] for number, form in forms.items()}
    assert rows == stored("expected_tables.json")
    assert sections(lines, before, NAMES) == stored("expected_text.json")
