"""What is exported, wiped and imported again is what it was."""

import io
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from disclosures.budget.classification import FUNDING_SOURCES
from disclosures.ledger import submission
from disclosures.models import (
    Assets,
    Budget,
    Disclosure,
    Explanation,
    GlossaryEntry,
    LineItem,
    OverallIndicator,
    Procurement,
    Project,
    ProjectIndicator,
    Reclassification,
    Staffing,
    VehicleHolding,
)
from disclosures.workbook.application import apply
from disclosures.workbook.columns import Kind
from disclosures.workbook.difference import plan
from disclosures.workbook.sheets import SHEETS, VEHICLE_KINDS
from disclosures.workbook.writing import export
from tests.models import rows

from .books import without

pytestmark = pytest.mark.django_db
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("file:///etc/passwd")', "'quoted")


def everything(disclosure: Disclosure) -> dict[str, Any]:
    """A submission field by field, its lines in one order."""
    entered = submission(disclosure)
    found = {field.name: getattr(entered, field.name) for field in fields(entered)}
    found["lines"] = sorted(found["lines"], key=repr)
    found["last_lines"] = sorted(found["last_lines"], key=repr)
    found["reclassifications"] = sorted(found["reclassifications"], key=repr)
    return found


def wiped(budget: Budget) -> Budget:
    """The same budget, not entered yet; its disclosures are gone too."""
    LineItem.objects.filter(budget=budget).delete()
    unit, year = budget.unit, budget.year
    Disclosure.objects.filter(department=unit.department, year=year).delete()
    budget.delete()
    return Budget(unit=unit, year=year, role=Budget.Role.BUDGET)


def returned(budget: Budget, content: bytes) -> Budget:
    """The budget after importing the file."""
    made = plan(budget, "工作簿.xlsx", content)
    assert made.faults == ()
    apply(made)
    return Budget.objects.get(unit=budget.unit, year=budget.year, role=budget.role)


def filled(budget: Budget) -> Disclosure:
    """Everything that can be entered, in every source of money, with texts that look live."""
    text = "\n".join(FORMULAS)
    names = [f"{start}项目" for start in FORMULAS]
    projects = [Project.objects.create(budget=budget, name=name.strip()) for name in names]
    Project.objects.filter(pk=projects[0].pk).update(
        policy_basis=text,
        undertaken_by="=1",
        allocation="x" * 30_000,
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
        contact="@科室",
        goal="_x000D_ 与 _x005F_ 与 x005F_ 与 \x0b 与 _xD800_",
    )
    for number, source in enumerate(FUNDING_SOURCES):
        amount = ("-0.01", "70368744177664.03", "99999999999999.99", "0.00", "1234.50")[number % 5]
        project = projects[number % 7] if number % 2 else None
        rows.a_line(budget, amount, source=source.key, project=project)
    for position in (3, 1, 1):
        ProjectIndicator.objects.create(
            project=projects[1],
            position=position,
            level1="产出",
            level3=f"+{position}",
            target=">=95%",
            weight=Decimal("7.25"),
        )
    rows.a_catalogue(budget.year - 1)
    rows.a_move(budget, "0.01", note="=1+1", from_project="上年项目", to_project=projects[3])
    rows.a_move(budget, "70368744177664.03", from_source="other", to_source="business")
    Budget.objects.filter(pk=budget.pk).update(approved_total=Decimal("5.50"))
    Staffing.objects.create(budget=budget, posts=3, veteran_change=-2)
    Procurement.objects.create(budget=budget, goods=Decimal("0.10"))
    assets = Assets.objects.create(budget=budget, as_of=date(2025, 12, 31), equipment_over_1m=1)
    VehicleHolding.objects.create(assets=assets, kind="other", count=2, value=Decimal("5.05"))
    disclosure = rows.a_disclosure(
        budget.unit.department, duties=text, offices="=甲\n乙", dated_on=date(2026, 2, 5)
    )
    OverallIndicator.objects.create(disclosure=disclosure, level1="=1", target="0.95")
    Explanation.objects.create(disclosure=disclosure, key="use/general/201", wording="-用于")
    for position, name in ((2, "=甲"), (1, "乙")):
        GlossaryEntry.objects.create(
            disclosure=disclosure, position=position, name=name, definition=text
        )
    return disclosure


def test_the_sample_comes_back_whole(reference: Budget) -> None:
    before = everything(Disclosure.objects.get())
    content = export(reference)

    returned(wiped(reference), content)

    assert everything(Disclosure.objects.get()) == before


def test_every_source_and_every_odd_text_comes_back_whole(budget: Budget) -> None:
    before = everything(filled(budget))
    content = export(budget)

    back = returned(wiped(budget), content)

    assert everything(Disclosure.objects.get()) == before
    assert back.approved_total == Decimal("5.50")
    assert export(back) == content


def test_importing_what_was_exported_changes_nothing(budget: Budget) -> None:
    filled(budget)

    made = plan(budget, "工作簿.xlsx", export(budget))

    assert (made.changes, made.faults, made.notices) == ((), (), ())
    assert "没有变化" in str(apply(made))


def test_a_comparison_ledger_comes_back_whole(budget: Budget) -> None:
    rows.a_catalogue(2025)
    last = rows.a_budget(budget.unit, 2025, Budget.Role.COMPARISON)
    rows.a_line(last, "3.00", project=Project.objects.create(budget=last, name="项目"))
    disclosure = rows.a_disclosure(budget.unit.department)
    before = everything(disclosure)
    content = export(last)
    LineItem.objects.filter(budget=last).delete()
    Project.objects.filter(budget=last).delete()

    returned(last, content)

    assert everything(disclosure) == before
    assert "公开文字" not in openpyxl.load_workbook(io.BytesIO(content)).sheetnames


def test_a_unit_s_own_disclosure_gets_its_texts_back(budget: Budget) -> None:
    unit = budget.unit
    rows.a_disclosure(unit.department, duties="部门的职能")
    rows.a_disclosure(unit.department, unit, duties="单位的职能")
    content = export(budget)
    back = wiped(budget)

    returned(back, content)

    assert list(Disclosure.objects.values_list("unit", "duties")) == [(unit.pk, "单位的职能")]


def test_the_texts_of_a_department_with_two_units_stay_out(budget: Budget) -> None:
    rows.a_unit(budget.unit.department, 2)
    rows.a_disclosure(budget.unit.department, duties="部门的职能")
    book = openpyxl.load_workbook(io.BytesIO(export(budget)))

    assert "公开文字" not in book.sheetnames
    assert [row[1].value for row in book["说明"].rows if row[0].value == "公开文字所属"] == ["不含"]


def test_an_empty_budget_takes_a_template_and_stays_empty(budget: Budget) -> None:
    made = plan(budget, "模板.xlsx", export(budget, template=True))

    assert (made.changes, made.faults) == ((), ())


def test_a_sheet_that_was_deleted_leaves_its_part_alone(budget: Budget) -> None:
    disclosure = filled(budget)
    # openpyxl, which deletes the sheets here, loses what looks like its escapes.
    Project.objects.update(goal="目标")
    before = everything(disclosure)

    made = plan(budget, "工作簿.xlsx", without(export(budget), "项目绩效指标", "名词解释", "车辆"))
    apply(made)

    assert made.changes == ()
    assert "工作簿中没有工作表“车辆”，该部分保持不变。" in made.notices
    assert everything(Disclosure.objects.get()) == before


def test_the_same_budget_gives_the_same_bytes(budget: Budget) -> None:
    filled(budget)

    assert export(budget) == export(budget)
    assert export(budget, template=True) == export(budget, template=True)


def test_numbers_are_numbers_codes_are_text_and_nothing_is_live(budget: Budget) -> None:
    filled(budget)
    book = openpyxl.load_workbook(io.BytesIO(export(budget)))

    cells = [cell for sheet in book.worksheets for row in sheet.rows for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    lines = book["收支明细"]
    assert lines.freeze_panes == "A2"
    assert [cell.value for cell in lines[1]][6:] == ["金额（元）", "涉密", "涉密依据"]
    first = lines[2]
    assert (first[0].value, first[0].data_type) == ("2010301", "s")
    negative = [row[6] for row in lines.iter_rows(min_row=2) if row[6].value == -0.01]
    assert [(cell.data_type, cell.number_format) for cell in negative] == [("n", "#,##0.00")] * 4
    # Binary numbers of a spreadsheet could not hold these cents.
    exact = {row[6].value for row in lines.iter_rows(min_row=2) if row[6].data_type == "s"}
    assert exact == {"70368744177664.03", "99999999999999.99"}
    assert book["国有资产"]["B2"].is_date


def test_lists_offer_sources_and_codes(budget: Budget) -> None:
    book = openpyxl.load_workbook(io.BytesIO(export(budget, template=True)))

    offered = {
        str(rule.sqref): rule.formula1
        for rule in book["收支明细"].data_validations.dataValidation
        if rule.type == "list"
    }
    assert offered == {
        "A2:A1001": "功能科目!$A$2:$A$5000",
        "C2:C1001": "经济科目!$A$2:$A$1000",
        "E2:E1001": "资金来源!$A$2:$A$18",
        "H2:H1001": '"是,否"',
    }
    assert book["资金来源"].max_row == len(FUNDING_SOURCES) + 1
    assert [row[0].value for row in book["功能科目"].rows][1:] == ["2010301", "2010302", "2080505"]


def test_the_declared_columns_fit_the_rows_of_the_database() -> None:
    models = {
        "批复数": Budget,
        "收支明细": LineItem,
        "项目": Project,
        "项目绩效指标": ProjectIndicator,
        "科目调整": Reclassification,
        "人员编制": Staffing,
        "政府采购": Procurement,
        "国有资产": Assets,
        "车辆": VehicleHolding,
        "公开文字": Disclosure,
        "整体绩效指标": OverallIndicator,
        "原因与用途": Explanation,
        "名词解释": GlossaryEntry,
    }
    assert list(models) == [sheet.name for sheet in SHEETS]
    for sheet in SHEETS:
        for column in sheet.entered:
            field: Any = models[sheet.name]._meta.get_field(column.field)
            if column.kind in {Kind.TEXT, Kind.CODE} and not field.is_relation:
                assert (sheet.name, column.field, column.length) == (
                    sheet.name,
                    column.field,
                    field.max_length,
                )
        own = {field.name for field in models[sheet.name]._meta.fields if field.editable}
        given = {column.field for column in sheet.entered}
        assert own - given <= {"id", "budget", "disclosure", "assets", "position"} | (
            {"department", "unit", "year", "role"}
            if sheet.name in {"公开文字", "批复数"}
            else set()
        )
    assert {label: key for key, label in VehicleHolding.Kind.choices} == VEHICLE_KINDS
