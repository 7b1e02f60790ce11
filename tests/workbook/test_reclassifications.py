"""The sheet 科目调整: out, in, and what it may not hold."""

import pytest

from disclosures.models import Budget, Project, Reclassification
from disclosures.workbook.application import apply
from disclosures.workbook.difference import plan
from disclosures.workbook.writing import export
from tests.models import rows

from .books import edited

pytestmark = pytest.mark.django_db


@pytest.fixture
def noted(budget: Budget) -> Budget:
    """A budget with one reclassification into a project."""
    rows.a_catalogue(2025)
    project = Project.objects.create(budget=budget, name="项目")
    rows.a_line(budget)
    rows.a_line(budget, functional="2010302", project=project)
    rows.a_move(budget, to_project=project)
    return budget


def test_a_changed_amount_is_shown_and_applied(noted: Budget) -> None:
    made = plan(noted, "a.xlsx", edited(export(noted), {"科目调整!I2": "50"}))

    assert [(one.sheet, one.kind, one.values) for one in made.changes] == [
        ("科目调整", "changed", (("调整金额（元）", "100.00", "50.00"),))
    ]
    assert str(apply(made)).endswith("科目调整修改 1。")
    assert str(Reclassification.objects.get().amount) == "50.00"


@pytest.mark.parametrize(
    ("cell", "value", "reason"),
    [
        ("A2", "2010399", "上年度没有此功能分类项级编码"),
        ("B2", "30199", "上年度没有此部门经济分类款级编码"),
        ("E2", "2010399", "本年度没有此功能分类项级编码"),
        ("F2", "30199", "本年度没有此部门经济分类款级编码"),
        ("H2", "没有的项目", "没有项目“没有的项目”"),
        ("I2", "0", "调整金额须大于零"),
        ("I2", "-1", "不能为负数"),
        ("J2", "", "“调整说明”不能为空"),
    ],
)
def test_a_faulty_cell_is_named_and_nothing_is_taken_in(
    noted: Budget, cell: str, value: str, reason: str
) -> None:
    made = plan(noted, "a.xlsx", edited(export(noted), {f"科目调整!{cell}": value}))

    assert [(one.place, one.reason) for one in made.faults] == [(f"科目调整!{cell}", reason)]


def test_a_project_and_the_reclassification_that_names_it_go_together(noted: Budget) -> None:
    empty = {f"科目调整!{column}2": None for column in "ABCDEFGHIJ"}
    gone = {f"收支明细!{column}3": None for column in "ABCDEFG"}

    apply(plan(noted, "a.xlsx", edited(export(noted), {**empty, **gone, "项目!A2": None})))

    assert not Reclassification.objects.exists()
    assert not Project.objects.exists()
