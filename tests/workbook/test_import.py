"""Importing: shown first, exactly that applied, nothing on any error."""

import io
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from django.core.management import CommandError

from disclosures.ledger import submission
from disclosures.models import (
    Budget,
    Disclosure,
    EconomicCode,
    FunctionalCode,
    LineItem,
    Project,
    Staffing,
)
from disclosures.workbook.application import apply
from disclosures.workbook.difference import Change, Plan, plan
from disclosures.workbook.refusal import RefusedError, StaleError
from disclosures.workbook.writing import export
from tests.commands.running import printed
from tests.models import rows

from .books import a_book, edited

pytestmark = pytest.mark.django_db
GENERAL = "一般公共预算（一般财力）"
FLAT = ["功能科目编码", "经济科目编码", "资金来源", "项目名称", "金额（元）"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a test keeps its workbook."""
    return tmp_path / "工作簿.xlsx"


def found(made: Plan) -> list[tuple[str, str]]:
    """Where the faults are and what stands there."""
    return [(fault.place, fault.value) for fault in made.faults]


def test_the_commands_carry_the_whole_budget(reference: Budget, file: Path) -> None:
    before = submission(Disclosure.objects.get())

    exported = printed("export_workbook", reference.unit.code, 2026, file)
    said = printed("import_workbook", file)

    assert exported.startswith(f"已导出{reference}的工作簿：")
    assert said == f"已导入{reference}：与系统中的数据相同，没有变化。\n"
    assert submission(Disclosure.objects.get()) == before


def test_a_dry_run_shows_each_change_and_writes_nothing(reference: Budget, file: Path) -> None:
    cells = {"收支明细!G2": 1.5, "项目!A2": "新项目", "人员编制!B2": 99, "公开文字!B9": "0991-1"}
    file.write_bytes(edited(export(reference), cells))
    LineItem.objects.filter(project__name="工作经费").delete()
    before = list(LineItem.objects.order_by("pk").values())

    with pytest.raises(CommandError, match="没有项目“工作经费”"):
        printed("import_workbook", file, "--dry-run")
    file.write_bytes(edited(export(reference), cells | {"项目!A2": "工作经费"}))
    said = printed("import_workbook", file, "--dry-run").splitlines()

    assert said == [
        f"{reference}：将作以下改动（未导入）",
        "收支明细：新增 0，修改 1，删除 0",
        "人员编制：新增 0，修改 1，删除 0",
        "公开文字：新增 0，修改 1，删除 0",
        f"  修改 收支明细 2010301 30101 {GENERAL}：金额（元） 660851.00 → 1.50",
        "  修改 人员编制 人员编制：编制数 14 → 99",
        "  修改 公开文字 公开文字：联系电话 （空） → 0991-1",
    ]
    assert list(LineItem.objects.order_by("pk").values()) == before
    assert Staffing.objects.get().posts == 14


def test_what_is_shown_is_what_is_applied(reference: Budget) -> None:
    content = edited(
        export(reference),
        {"收支明细!G2": "￥１，２３４．５元", "收支明细!A3": "2010302", "车辆!B2": 7},
    )
    made = plan(reference, "a.xlsx", content)

    shown = [(change.sheet, change.kind) for change in made.changes]
    assert shown == [
        ("收支明细", "changed"),
        ("收支明细", "added"),
        ("收支明细", "removed"),
        ("车辆", "changed"),
    ]
    assert made.counts == (
        ("收支明细", {"added": 1, "changed": 1, "removed": 1}),
        ("车辆", {"added": 0, "changed": 1, "removed": 0}),
    )
    said = str(apply(made))

    assert said == f"已导入{reference}：收支明细新增 1、修改 1、删除 1；车辆修改 1。"
    amounts = reference.line_items.values_list("functional__code", "economic__code", "amount")
    assert ("2010301", "30101", Decimal("1234.50")) in amounts
    assert plan(reference, "a.xlsx", content).changes == ()


def test_three_wrong_codes_among_600_rows_are_told_by_cell(reference: Budget) -> None:
    LineItem.objects.filter(budget=reference).delete()
    functional = FunctionalCode.objects.items(2026).order_by("code")[:30]
    economic = EconomicCode.objects.items(2026).order_by("code")[:20]
    LineItem.objects.bulk_create(
        LineItem(budget=reference, functional=one, economic=other, source="general", amount=1)
        for one in functional
        for other in economic
    )
    content = export(reference)
    LineItem.objects.filter(budget=reference).delete()
    wrong = {"收支明细!A17": "20103", "收支明细!C300": "30199x", "收支明细!A601": "2019998"}

    made = plan(reference, "a.xlsx", edited(content, wrong))

    assert found(made) == list(
        {"收支明细!A17": "20103", "收支明细!C300": "30199x", "收支明细!A601": "2019998"}.items()
    )
    assert "不是功能分类项级编码（应为 7 位数字）" in made.faults[0].reason
    assert made.faults[0].remedy.startswith("更正编码，同级的有 2010301、2010302、")
    with pytest.raises(RefusedError, match="共 3 处错误，未导入任何数据"):
        apply(made)
    assert not LineItem.objects.filter(budget=reference).exists()


def test_a_plan_is_stale_once_somebody_changed_the_budget(reference: Budget) -> None:
    content = edited(export(reference), {"人员编制!B2": 99})
    made = plan(reference, "a.xlsx", content)
    Project.objects.filter(name="工作经费").update(goal="另一人刚刚改的")

    with pytest.raises(StaleError, match="之后又有改动，未导入任何数据"):
        apply(made)

    assert Staffing.objects.get().posts == 14
    again = plan(reference, "a.xlsx", content)
    assert "系统中的数据又有改动" in again.notices[0]


def test_a_plan_is_stale_once_the_budget_is_gone(budget: Budget) -> None:
    Staffing.objects.create(budget=budget, posts=1)
    made = plan(budget, "a.xlsx", edited(export(budget), {"人员编制!B2": 2}))
    budget.delete()

    with pytest.raises(StaleError):
        apply(made)

    assert not Budget.objects.exists()


def test_every_kind_of_fault_is_told_at_its_cell(reference: Budget) -> None:
    cells = {
        "说明!B3": "999",
        "收支明细!A2": "=SUM(A1)",
        "收支明细!E3": "一般公共财力",
        "收支明细!F4": "没有的项目",
        "收支明细!G5": "1.005",
        "收支明细!G6": "1e308",
        "收支明细!G7": 1e300,
        "收支明细!G8": "一万",
        "收支明细!G9": "100000000000000",
        "收支明细!G10": None,
        "项目!E2": "2026-13-01",
        "项目绩效指标!A2": "无此项目",
        "项目绩效指标!H3": "101",
        "人员编制!B2": "1.5",
        "政府采购!B2": -1,
        "车辆!A3": "一般公务用车",
        "公开文字!B8": "科" * 61,
        "原因与用途!A2": "A/B",
        "名词解释!A2": "名词",
    }

    made = plan(reference, "a.xlsx", edited(export(reference), cells))

    assert {place for place, _ in found(made)} == (set(cells) | {"名词解释!B2"}) - {"名词解释!A2"}
    assert not made.changes
    told = {fault.place: str(fault) for fault in made.faults}
    assert list(told)[:5] == ["说明!B3", *(f"收支明细!{cell}" for cell in ("A2", "E3", "F4", "G5"))]
    assert told["收支明细!A2"].endswith("| 是公式 | 把公式转为数值：复制后选择性粘贴为数值")
    assert f"改为下列之一：{GENERAL}" in told["收支明细!E3"]
    assert "没有项目“" in told["收支明细!F4"]
    assert "最多两位小数" in told["收支明细!G5"]


def test_lines_that_are_the_same_are_told_with_both_rows(reference: Budget) -> None:
    content = edited(export(reference), {"收支明细!C3": "30101"})

    (fault,) = plan(reference, "a.xlsx", content).faults

    assert fault.place == "收支明细!A3"
    assert "第 3 行与第 2 行的功能科目编码、经济科目编码、资金来源、项目名称相同" in fault.reason


def test_amounts_are_in_the_unit_that_their_header_says(reference: Budget) -> None:
    content = edited(export(reference), {"收支明细!G1": "金额（万元）", "收支明细!G2": 66.0851})

    made = plan(reference, "a.xlsx", content)

    assert made.faults == ()
    by_label = {change.label: change.values for change in made.changes}
    assert f"2010301 30101 {GENERAL}" not in by_label
    assert by_label[f"2010301 30102 {GENERAL}"] == (("金额（元）", "816819.00", "8168190000.00"),)


def test_an_empty_template_does_not_wipe_a_budget(reference: Budget) -> None:
    with pytest.raises(RefusedError, match="工作簿是空的"):
        plan(reference, "a.xlsx", export(reference, template=True))


def test_another_budget_s_workbook_is_not_taken(reference: Budget) -> None:
    last = Budget.objects.get(year=2025)

    made = plan(last, "a.xlsx", export(reference))

    assert found(made)[:2] == [("说明!B5", "2026"), ("说明!B6", "年度预算")]


def test_a_row_of_an_ordered_sheet_moves(reference: Budget) -> None:
    first = [f"项目绩效指标!{column}2" for column in "BCDEFGHIJ"]
    second = [f"项目绩效指标!{column}3" for column in "BCDEFGHIJ"]
    book = openpyxl.load_workbook(io.BytesIO(export(reference)))
    cells = book["项目绩效指标"]
    swapped = {
        place: cells[other.partition("!")[2]].value
        for place, other in zip(first + second, second + first, strict=True)
    }
    made = plan(reference, "a.xlsx", edited(export(reference), swapped))

    assert made.changes == (Change("项目绩效指标", "changed", "行的先后顺序"),)
    apply(made)
    project = reference.projects.get(name="工作经费")
    names = project.indicators.order_by("position").values_list("level3", flat=True)[:2]
    assert list(names) == [cells["D3"].value, cells["D2"].value]


def test_a_file_without_notes_needs_to_be_told_whose_it_is(budget: Budget, file: Path) -> None:
    file.write_bytes(a_book(明细=[FLAT, ["2010301", "30101", GENERAL, "新项目", 5]]))

    with pytest.raises(CommandError, match="请指明预算单位编码和年度"):
        printed("import_workbook", file)
    said = printed("import_workbook", file, "--unit", budget.unit.code, "--year", 2026)

    assert said == f"已导入{budget}：收支明细新增 1；项目新增 1。\n"


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("import_workbook", "none.xlsx"), "无法读取文件"),
        (("export_workbook", "999", 2026, "x.xlsx"), "没有编码为 999 的预算单位"),
        (("export_workbook", "653000301", 2031, "x.xlsx"), "没有 2031 年的年度预算"),
        (("export_workbook", "653000301", 2026, "none/x.xlsx"), "无法写入文件"),
    ],
)
def test_a_command_that_cannot_says_why(
    budget: Budget, tmp_path: Path, arguments: tuple[object, ...], reason: str
) -> None:
    *others, name = arguments

    with pytest.raises(CommandError, match=reason):
        printed(*others, tmp_path / str(name))  # type: ignore[arg-type]

    assert budget.pk


def test_a_department_of_several_units_is_asked_which(budget: Budget, file: Path) -> None:
    department = budget.unit.department
    rows.a_unit(department, 2)

    with pytest.raises(CommandError, match="请指明其一：653000301001、653000301002"):
        printed("export_workbook", department.code, 2026, file)


def test_a_unit_nobody_registered_is_not_made(reference: Budget, file: Path) -> None:
    file.write_bytes(edited(export(reference), {"说明!B3": "12345"}))

    with pytest.raises(CommandError, match="没有编码为 12345 的预算单位"):
        printed("import_workbook", file)
