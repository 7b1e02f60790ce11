"""Marks of secrecy go out with a workbook and come back, and no file loses one in silence."""

import io
from typing import Any

import openpyxl
import pytest

from disclosures.models import Budget, Disclosure, LineItem, Project
from disclosures.workbook.application import apply
from disclosures.workbook.difference import plan
from disclosures.workbook.writing import export
from tests.models import rows

from .books import a_book, edited, saved

pytestmark = pytest.mark.django_db
GROUND = "国家秘密范围第 3 条"
Marks = dict[str, tuple[bool, str]]


@pytest.fixture
def marked(budget: Budget) -> Budget:
    """A budget with a secret line, one that lacks its ground, and a secret project."""
    project = Project.objects.create(
        budget=budget, name="专项", is_secret=True, secrecy_ground=GROUND
    )
    rows.a_line(budget, "1.00", functional="2010301")
    rows.a_line(budget, "2.00", functional="2010302", is_secret=True, secrecy_ground=GROUND)
    rows.a_line(budget, "4.00", functional="2080505", is_secret=True)
    rows.a_line(budget, "8.00", functional="2010301", project=project)
    rows.a_disclosure(budget.unit.department)
    return budget


def marks(budget: Budget) -> Marks:
    """The marks of all lines and projects, by what they are of."""
    lines = LineItem.objects.filter(budget=budget).values_list(
        "functional__code", "project__name", "is_secret", "secrecy_ground"
    )
    projects = Project.objects.filter(budget=budget)
    return {
        **{f"{code} {project or ''}": (mark, ground) for code, project, mark, ground in lines},
        **{
            name: (mark, ground)
            for name, mark, ground in projects.values_list("name", "is_secret", "secrecy_ground")
        },
    }


def without_columns(content: bytes) -> bytes:
    """The workbook as it was exported before there were marks."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for name in ("收支明细", "项目"):
        sheet: Any = book[name]
        sheet.delete_cols(sheet.max_column - 1, 2)
    return saved(book)


def imported(budget: Budget, content: bytes, filename: str = "工作簿.xlsx") -> list[str]:
    made = plan(budget, filename, content)
    assert made.faults == ()
    apply(made)
    return [change.label for change in made.changes]


def test_marks_and_grounds_come_back_whole(marked: Budget) -> None:
    before, content = marks(marked), export(marked)
    LineItem.objects.filter(budget=marked).delete()
    Project.objects.filter(budget=marked).delete()

    imported(marked, content)

    assert marks(marked) == before
    assert before["2080505 "] == (True, "")
    assert before["专项"] == (True, GROUND)
    assert export(marked) == content
    assert imported(marked, content) == []


def test_a_file_without_the_columns_leaves_the_marks_where_they_are(marked: Budget) -> None:
    before = marks(marked)
    amount = {"收支明细!G3": 3}

    changed = imported(marked, without_columns(edited(export(marked), amount)))

    assert len(changed) == 1
    assert marks(marked) == before
    assert LineItem.objects.filter(budget=marked, amount=3).count() == 1


def test_a_flat_ledger_leaves_the_marks_where_they_are(marked: Budget) -> None:
    before = marks(marked)
    header = ["功能科目编码", "经济科目编码", "资金来源", "项目名称", "金额（元）"]
    source = "一般公共预算（一般财力）"
    ledger = [
        [line.functional.code, "30101", source, line.project.name if line.project else "", "9"]
        for line in LineItem.objects.filter(budget=marked).select_related("functional", "project")
    ]

    imported(marked, a_book(Sheet1=[header, *ledger]), "导出.xlsx")

    assert marks(marked) == before
    assert set(LineItem.objects.values_list("amount", flat=True)) == {9}


@pytest.mark.parametrize("word", ["否", None])
def test_a_mark_is_taken_back_where_the_file_says_so(word: str | None, marked: Budget) -> None:
    content = export(marked)
    book = openpyxl.load_workbook(io.BytesIO(content))
    (row,) = [one[0].row for one in book["收支明细"].rows if one[8].value == GROUND]

    imported(marked, edited(content, {f"收支明细!H{row}": word, f"收支明细!I{row}": None}))

    assert marks(marked)["2010302 "] == (False, "")
    assert marks(marked)["专项"] == (True, GROUND)


def test_a_ground_without_a_mark_and_an_unknown_mark_are_told_at_their_cells(
    marked: Budget,
) -> None:
    cells = {"收支明细!H2": None, "收支明细!I2": GROUND, "项目!I2": "不清楚"}

    made = plan(marked, "工作簿.xlsx", edited(export(marked), cells))

    assert [(fault.place, fault.reason) for fault in made.faults] == [
        ("收支明细!I2", "填写了涉密依据而没有标记涉密"),
        ("项目!I2", "不是规定的涉密"),
    ]


def test_a_line_moved_by_the_file_is_shown_with_its_mark(marked: Budget) -> None:
    content = export(marked)
    Disclosure.objects.all().delete()
    LineItem.objects.filter(budget=marked, functional__code="2010302").delete()

    made = plan(marked, "工作簿.xlsx", content)

    (added,) = (change for change in made.changes if change.kind == "added")
    assert ("涉密", "", "是") in added.values
    assert ("涉密依据", "", GROUND) in added.values
