"""The published original as imported, faults included: the rule-book finds them.

Everything comes in by the commands: codes and both ledgers, then the workbook with the texts as
the original printed them. Names and a number read （略） in the text at hand; others stand here.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from disclosures.budget.checks import check
from disclosures.budget.document import Document, compose
from disclosures.budget.narrative.text import Paragraph, Section
from disclosures.ledger import submission
from disclosures.models import Disclosure

from .comparison import comparable

GOLDEN = Path(__file__).parent / "reference"
PRINTED = json.loads((GOLDEN / "sections.json").read_text(encoding="utf-8"))
DEVIATIONS = json.loads((GOLDEN / "deviations.json").read_text(encoding="utf-8"))
CODE, UNIT, YEAR = "653000301", "653000301001", "2026"
ITEMS = {
    "因公出国（境）费用": "three_public/overseas",
    "公务用车购置": "three_public/vehicle_purchase",
    "公务接待费": "three_public/reception",
}
NAME, ANOTHER, MOBILE = "张三", "李四", "13800138000"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("passing_database")]
Found = Counter[tuple[str, str, str]]


def reasons() -> Iterator[tuple[str, str]]:
    """The reasons that name a year which is neither this nor the one before."""
    for one in DEVIATIONS["rewritten"]:
        for item, key in ITEMS.items():
            if one["original"].endswith(item):
                yield key, one["original"]


def as_printed(file: Path) -> None:
    """Put into the workbook what the original printed, where its staff would have typed it."""
    book: Any = openpyxl.load_workbook(file)
    wordings = book["原因与用途"]
    for row, (key, wording) in enumerate(reasons(), wordings.max_row + 1):
        wordings.cell(row, 1, key)
        wordings.cell(row, 3, wording)
    texts = {row[0].value: row[1] for row in book["公开文字"].rows}
    texts["联系科室"].value, texts["联系电话"].value = NAME, MOBILE
    projects = book["项目"]
    column = next(cell.column for cell in projects[1] if cell.value == "项目负责科室")
    projects.cell(2, column, f"{NAME} {MOBILE}")
    projects.cell(3, column, ANOTHER)
    book.save(file)


@pytest.fixture(scope="module")
def original(passing_database: None, tmp_path_factory: pytest.TempPathFactory) -> Disclosure:  # noqa: ARG001 - asked for
    """The original's disclosure, taken in by the commands."""
    file = tmp_path_factory.mktemp("original") / "工作簿.xlsx"
    said = StringIO()
    call_command("load_sample", stdout=said)
    for is_comparison, year in ((False, 2026), (True, 2025)):
        ledger = str(GOLDEN / "ledger.csv")
        call_command(
            "import_ledger",
            ledger,
            department=CODE,
            year=year,
            comparison=is_comparison,
            stdout=said,
        )
    call_command("export_workbook", UNIT, YEAR, str(file), stdout=said)
    as_printed(file)
    call_command("import_workbook", str(file), stdout=said)
    return Disclosure.objects.get(department__code=CODE)


def as_read(document: Document) -> Document:
    """The document word for word as the original printed it."""
    sections = tuple(
        _as_read(section, golden["paragraphs"])
        for section, golden in zip(document.sections, PRINTED["sections"], strict=True)
    )
    return replace(document, sections=sections)


def _as_read(section: Section, printed: list[str]) -> Section:
    paragraphs = tuple(
        ours if comparable(ours.text) == comparable(words) else Paragraph((words,), ours.style)
        for ours, words in zip(section.paragraphs, printed, strict=True)
    )
    return replace(section, paragraphs=paragraphs)


def found_by_the_command() -> Found:
    out = StringIO()
    with pytest.raises(CommandError, match="处错误，不能公开"):
        call_command("check_disclosure", CODE, YEAR, json=True, stdout=out)
    return Counter(
        (one["rule"], one["severity"], one["place"]) for one in json.loads(out.getvalue())
    )


CONTACT = f"project/{UNIT}/工作经费/contact"
OF_ALL: Found = Counter(
    [
        # Codes not seen in a published document yet, rounding, items of this year only.
        *(("L2", "hint", f"line/{UNIT}/{code}") for code in ("30208", "30305", "30906")),
        *(("T13", "hint", f"t{place}/1") for place in ("2/20805", "3/20805", "5/20805")),
        ("T13", "hint", "t6/301/1"),
        ("N5", "hint", "s五/15/general/2101101"),
        ("N5", "hint", "s五/16/general/2101103"),
        ("N5", "hint", "s五/17/general/2210201"),
        # A reason that speaks of other money, a month of 2024, a missing full stop.
        ("N2", "warning", "s五/12/general/2010301"),
        ("N4", "warning", f"project/{UNIT}/工作经费/indicators/5"),
        ("N7", "warning", "duties/7"),
        # Three times 2024 where 2025 is meant.
        *(("N4", "warning", f"s十/2/{key}") for key in ITEMS.values()),
        # Two names and, twice, a mobile number in the target tables.
        ("P1", "error", "target/telephone"),
        ("P1", "error", CONTACT),
        ("P2", "warning", "target/contact"),
        ("P2", "warning", CONTACT),
        ("P2", "warning", f"project/{UNIT}/事业单位收入/contact"),
    ]
)


def test_the_original_has_a_reason_for_each_fault_of_its_years(original: Disclosure) -> None:
    kept = dict(original.explanations.values_list("key", "wording"))

    assert len(dict(reasons())) == 3
    assert {key: kept[key] for key, _ in reasons()} == dict(reasons())
    assert all("2024年与2026年" in wording for _, wording in reasons())


@pytest.mark.usefixtures("original")
def test_the_command_finds_the_years_the_names_and_the_number() -> None:
    found = found_by_the_command()

    late = Counter({("D1", "warning", "approved_on"): 1})
    assert found - late == OF_ALL
    assert found[("D1", "warning", "approved_on")] <= 1


def test_the_text_as_printed_has_one_fault_more_its_three_projects(original: Disclosure) -> None:
    entered = submission(original)
    document = as_read(compose(entered))
    printed = "".join(paragraph.text for paragraph in document.sections[-1].paragraphs)

    findings = check(entered, document, original.dated_on)

    assert "当年预算安排项目共 3 个" in printed
    found: Found = Counter((one.rule, str(one.severity), one.place) for one in findings)
    (count,) = (one for one in findings if one.rule == "N8")
    assert found == OF_ALL + Counter({("N8", "error", count.place): 1})
    assert "写项目 3 个，收支明细中有 2 个项目、项目绩效目标表 2 张" in count.message
    assert MOBILE not in "".join(one.message for one in findings)
