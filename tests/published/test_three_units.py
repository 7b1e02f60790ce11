"""A department of three units with every source and fund, against an independent oracle."""

import json
from pathlib import Path
from typing import Any

import pytest

from disclosures.budget import snapshot
from disclosures.budget.provenance import places, traced

from .comparison import comparable, table_differences

HERE = Path(__file__).parent
EXPECTED = json.loads((HERE / "three_units" / "expected_tables.json").read_text(encoding="utf-8"))
TEXT = json.loads((HERE / "three_units" / "expected_text.json").read_text(encoding="utf-8"))
FORMS = json.loads((HERE / "reference" / "tables.json").read_text(encoding="utf-8"))

pytestmark = pytest.mark.django_db
Data = dict[str, Any]


@pytest.mark.parametrize("form", FORMS, ids=range(1, 12))
def test_every_cell_of_a_table_is_the_oracle_s(form: Data, three_units_data: Data) -> None:
    ours = three_units_data["tables"][form["number"] - 1]
    expected = EXPECTED[str(form["number"])]

    differences = table_differences(
        f"table {form['number']}", ours["columns"], ours["rows"], expected
    )

    assert not differences


@pytest.mark.parametrize("form", FORMS, ids=range(1, 12))
def test_a_table_has_the_published_form_and_no_note(form: Data, three_units_data: Data) -> None:
    ours = three_units_data["tables"][form["number"] - 1]

    for part in ("number", "title", "unit", "columns"):
        assert ours[part] == form[part]
    assert ours["note"] is None


@pytest.mark.parametrize("number", TEXT, ids=range(1, 13))
def test_the_paragraphs_of_a_section_bear_the_figures(number: str, three_units_data: Data) -> None:
    section = next(s for s in three_units_data["sections"] if s["number"] == number)
    paragraphs = [comparable(paragraph) for paragraph in section["paragraphs"]]

    missing = [
        group
        for group in TEXT[number]
        if not any(all(comparable(words) in text for words in group) for text in paragraphs)
    ]

    assert not missing, f"no paragraph of section {number} says all of these together"


@pytest.mark.parametrize("number", ["八", "九", "十一"], ids=(8, 9, 11))
def test_a_section_on_money_does_not_speak_of_an_empty_table(
    number: str, three_units_data: Data
) -> None:
    section = next(s for s in three_units_data["sections"] if s["number"] == number)

    assert "空表" not in "".join(section["paragraphs"])


def test_the_items_of_section_five_stand_in_code_order(three_units_data: Data) -> None:
    section = next(s for s in three_units_data["sections"] if s["number"] == "五")
    items = [group[0] for group in TEXT["五"] if "（项）" in group[0]]

    ours = [comparable(text) for text in section["paragraphs"] if "（项）：" in text]

    assert len(ours) == len(items)
    assert all(map(str.startswith, ours, map(comparable, items)))


def test_no_rule_of_the_tables_finds_a_fault(three_units_data: Data) -> None:
    findings = [finding for finding in three_units_data["checks"] if finding["rule"][0] == "T"]

    assert not [finding for finding in findings if finding["severity"] != "hint"]


def test_the_line_items_of_every_amount_sum_up_to_it(three_units_data: Data) -> None:
    document, _ = snapshot.read(json.dumps(three_units_data))

    found = {place: traced(document, place) for place in places(document)}

    assert {place.table for place in found} == set(range(1, 12))
    assert [place for place, one in found.items() if one is None or not one.is_complete] == []
