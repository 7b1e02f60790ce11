"""The sample's publication says what the published original says."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from .comparison import comparable, table_differences, text_differences

GOLDEN = Path(__file__).parent / "reference"
TABLES = json.loads((GOLDEN / "tables.json").read_text(encoding="utf-8"))
TEXT = json.loads((GOLDEN / "sections.json").read_text(encoding="utf-8"))
DEVIATIONS = json.loads((GOLDEN / "deviations.json").read_text(encoding="utf-8"))
MOBILE_NUMBER = re.compile(r"1[3-9]\d{9}")

pytestmark = pytest.mark.django_db
Data = dict[str, Any]


def rewritten(place: str, texts: list[str]) -> list[str]:
    """The original's texts with the agreed deviations; each must have something to change."""
    for deviation in DEVIATIONS["rewritten"]:
        if deviation["where"] == place:
            original, ours = deviation["original"], deviation["ours"]
            assert sum(text.count(original) for text in texts) == 1, original
            texts = [text.replace(original, ours) for text in texts]
    return texts


@pytest.mark.parametrize("golden", TABLES, ids=range(1, 12))
def test_every_cell_of_a_table_is_the_original_s(golden: Data, reference_data: Data) -> None:
    ours = reference_data["tables"][golden["number"] - 1]

    assert ours["columns"] == golden["columns"]
    title = f"table {golden['number']}"
    assert not table_differences(title, ours["columns"], ours["rows"], golden["rows"])


@pytest.mark.parametrize("golden", TABLES, ids=range(1, 12))
def test_a_table_is_headed_and_noted_as_the_original(golden: Data, reference_data: Data) -> None:
    ours = reference_data["tables"][golden["number"] - 1]

    for part in ("number", "title", "unit", "note"):
        assert ours[part] == golden[part]


@pytest.mark.parametrize("golden", TEXT["sections"], ids=range(1, 13))
def test_every_paragraph_of_a_section_is_the_original_s(golden: Data, reference_data: Data) -> None:
    ours = next(s for s in reference_data["sections"] if s["number"] == golden["number"])
    place = f"section {golden['number']}"

    expected = rewritten(place, golden["paragraphs"])

    assert comparable(ours["title"]) == comparable(golden["title"])
    assert not text_differences(place, ours["paragraphs"], expected)


def test_the_sections_stand_in_the_original_s_order(reference_data: Data) -> None:
    numbers = [section["number"] for section in reference_data["sections"]]

    assert numbers == [section["number"] for section in TEXT["sections"]]


def test_duties_and_organisation_are_the_original_s(reference_data: Data) -> None:
    golden = TEXT["overview"]
    organisation = reference_data["organisation"]["paragraphs"]

    assert not text_differences("duties", reference_data["duties"], golden["functions"])
    assert not text_differences("organisation", organisation, golden["organisation"])


def test_the_glossary_is_the_original_s(reference_data: Data) -> None:
    ours = [f"{term['name']}：{term['definition']}" for term in reference_data["glossary"]]

    golden = [f"{term['term']}：{term['definition']}" for term in TEXT["glossary"]]

    assert not text_differences("glossary", ours, golden)


def test_name_year_and_date_are_the_original_s(reference_data: Data) -> None:
    year, month, day = map(int, reference_data["dated_on"].split("-"))

    assert reference_data["department"]["name"] == TEXT["department"]
    assert reference_data["year"] == TEXT["year"]
    assert f"{year}年{month}月{day}日" == TEXT["date"]


def test_the_overall_target_is_the_original_s(reference_data: Data) -> None:
    golden = TEXT["overall_target"]
    ours = reference_data["targets"][0]
    fields = dict(ours["fields"])

    assert fields["部门名称"] == golden["department"]
    assert fields["年度绩效目标"] == golden["goal"]
    amounts = [value for label, value in ours["fields"] if label.endswith("（万元）")]
    assert amounts == list(golden["funds"].values())
    assert not indicator_differences(ours, golden)


@pytest.mark.parametrize("golden", TEXT["project_targets"], ids=("fiscal", "own money"))
def test_a_project_s_target_is_the_original_s(golden: Data, reference_data: Data) -> None:
    ours = next(t for t in reference_data["targets"][1:] if t["name"] == golden["project"])
    fields = dict(ours["fields"])

    assert fields["预算单位"] == golden["unit"]
    assert fields["项目名称"] == golden["project"]
    assert fields["项目总体目标"] == golden["goal"]
    amounts = [value for label, value in ours["fields"] if label.endswith("（万元）")]
    assert amounts == [golden["total"], golden["fiscal"], golden["other"]]
    assert not indicator_differences(ours, golden)


def test_the_original_s_projects_have_their_targets_in_its_order(reference_data: Data) -> None:
    names = [target["name"] for target in reference_data["targets"][1:]]

    assert names == [target["project"] for target in TEXT["project_targets"]]


def indicator_differences(ours: Data, golden: Data) -> list[str]:
    """Rows of a target table against the original's indicators, level cells filled down."""
    expected = [" | ".join(indicator.values()) for indicator in golden["indicators"]]
    return text_differences(ours["title"], [" | ".join(row) for row in ours["rows"]], expected)


def test_a_target_names_an_office_and_no_mobile_number(reference_data: Data) -> None:
    fields = [field for target in reference_data["targets"] for field in target["fields"]]
    offices = [value for label, value in fields if re.search("联系人|负责", label)]

    assert len(offices) == 1 + len(TEXT["project_targets"])
    assert all(office.endswith(("室", "科")) for office in offices)
    assert not [value for _, value in fields if MOBILE_NUMBER.search(value)]


@pytest.mark.parametrize("deviation", DEVIATIONS["layout"])
def test_a_difference_of_layout_is_none_to_the_comparison(deviation: Data) -> None:
    assert deviation["original"] != deviation["ours"]
    assert comparable(deviation["original"]) == comparable(deviation["ours"])


@pytest.mark.parametrize("kept", DEVIATIONS["kept"])
def test_an_oddity_of_the_original_is_kept(kept: Data, reference_data: Data) -> None:
    number = kept["where"].removeprefix("section ")
    ours = next(s for s in reference_data["sections"] if s["number"] == number)

    assert comparable(kept["fragment"]) in comparable("".join(ours["paragraphs"]))


@pytest.mark.parametrize("deviation", DEVIATIONS["rewritten"])
def test_a_fault_of_the_original_is_not_reproduced(deviation: Data, reference_data: Data) -> None:
    number = deviation["where"].removeprefix("section ")
    ours = next(s for s in reference_data["sections"] if s["number"] == number)

    assert comparable(deviation["original"]) not in comparable("".join(ours["paragraphs"]))
