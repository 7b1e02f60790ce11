"""A department of three units with every source and fund, against an independent oracle."""

import json
from pathlib import Path
from typing import Any

import pytest

from .comparison import comparable, table_differences

HERE = Path(__file__).parent
EXPECTED = json.loads((HERE / "three_units" / "expected_tables.json").read_text(encoding="utf-8"))
TEXT = json.loads((HERE / "three_units" / "expected_text.json").read_text(encoding="utf-8"))
FORMS = json.loads((HERE / "reference" / "tables.json").read_text(encoding="utf-8"))
GROUPS = [(number, group) for number, groups in TEXT.items() for group in groups]

Data = dict[str, Any]


@pytest.mark.parametrize("form", FORMS, ids=lambda table: f"table {table['number']}")
def test_every_cell_of_a_table_is_the_oracle_s(form: Data, three_units_data: Data) -> None:
    ours = three_units_data["tables"][form["number"] - 1]
    expected = EXPECTED[str(form["number"])]

    differences = table_differences(
        f"table {form['number']}", ours["columns"], ours["rows"], expected
    )

    assert not differences


@pytest.mark.parametrize("form", FORMS, ids=lambda table: f"table {table['number']}")
def test_a_table_has_the_published_form_and_no_note(form: Data, three_units_data: Data) -> None:
    ours = three_units_data["tables"][form["number"] - 1]

    for part in ("number", "title", "unit", "columns"):
        assert ours[part] == form[part]
    assert ours["note"] is None


@pytest.mark.parametrize(("number", "group"), GROUPS, ids=lambda part: str(part)[:40])
def test_a_paragraph_bears_the_figures(
    number: str, group: list[str], three_units_data: Data
) -> None:
    section = next(s for s in three_units_data["sections"] if s["number"] == number)
    wanted = [comparable(fragment) for fragment in group]

    bearing = [
        paragraph
        for paragraph in map(comparable, section["paragraphs"])
        if all(fragment in paragraph for fragment in wanted)
    ]

    assert bearing, f"no paragraph of section {number} has all of {group}"


@pytest.mark.parametrize("number", ["八", "九", "十一"])
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
