"""Copying last year's budget: what would be written, what is, and what is left alone."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disclosures.last_year.copying import copied
from disclosures.last_year.plan import AS_PUBLISHED, Choice, Plan, planned
from disclosures.models import (
    Assets,
    Budget,
    EntrySheet,
    LineItem,
    Procurement,
    Project,
    ProjectIndicator,
    Staffing,
    VehicleHolding,
)
from disclosures.workbook.refusal import RefusedError, StaleError
from tests.models import rows

from .years import Years, filled, published, years

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(db: None) -> Years:  # noqa: ARG001 - asked for
    """Two years, the last of them entered in full."""
    made = years()
    filled(made.last())
    return made


def copy(both: Years, choice: Choice | None = None) -> Plan:
    return copied(planned(both.this, choice or Choice()))


def lines(budget: Budget) -> list[tuple[str, str, str | None, str]]:
    found = LineItem.objects.filter(budget=budget).order_by("functional__code", "economic__code")
    return [
        (functional, economic, project, str(amount))
        for functional, economic, project, amount in found.values_list(
            "functional__code", "economic__code", "project__name", "amount"
        )
    ]


def test_the_plan_says_what_is_copied_and_what_cannot_be_and_writes_nothing(both: Years) -> None:
    plan = planned(both.this, Choice())

    assert (len(plan.added), plan.amount) == (2, Decimal("4000.00"))
    (gone,) = plan.gone
    assert gone.line.amount == Decimal("2000.00")
    assert gone.reason == "2026 年没有功能分类科目 2010302，相近的有 2010301"
    assert [project.name for project in plan.projects] == ["工作经费"]
    assert {part.name: part.is_copied for part in plan.parts} == {
        "编制与人员": True,
        "政府采购": False,
        "国有资产": True,
    }
    assert not LineItem.objects.filter(budget=both.this).exists()


def test_lines_come_with_their_amounts_and_those_without_a_code_wait(both: Years) -> None:
    copy(both)

    assert lines(both.this) == [
        ("2010301", "30101", None, "1000.00"),
        ("2010301", "30201", "工作经费", "3000.00"),
    ]
    (row,) = EntrySheet.objects.get(budget=both.this).unfinished
    assert (row["functional"], row["amount"]) == ("2010302", "2000.00")


def test_the_structure_alone_comes_without_amounts(both: Years) -> None:
    copy(both, Choice(lines="structure"))

    assert {amount for *_, amount in lines(both.this)} == {"0.00"}
    assert EntrySheet.objects.get(budget=both.this).unfinished[0]["amount"] == "0.00"


def test_projects_come_for_another_year(both: Years) -> None:
    copy(both)

    project = Project.objects.get(budget=both.this)
    assert (project.policy_basis, project.undertaken_by, project.contact, project.goal) == (
        "批复",
        "某单位",
        "财务科",
        "保障运转",
    )
    assert project.allocation == ""
    assert (project.starts_on, project.ends_on) == (date(2025, 2, 28), date(2026, 12, 31))
    indicators = project.indicators.order_by("position")
    assert [(one.position, one.level3, one.last_year) for one in indicators] == [
        (1, "次数1", ""),
        (2, "次数2", ""),
    ]
    assert indicators[0].weight == Decimal("7.50")


def test_a_period_may_be_left_empty_and_a_project_come_by_its_name_alone(both: Years) -> None:
    copy(both, Choice(period="empty"))
    assert Project.objects.get(budget=both.this).starts_on is None

    Project.objects.filter(budget=both.this).update(name="改名")
    copy(both, Choice(projects="names", lines="none"))
    named = Project.objects.get(budget=both.this, name="工作经费")
    assert (named.goal, named.indicators.count()) == ("", 0)


def test_without_projects_their_lines_stay_behind(both: Years) -> None:
    plan = copy(both, Choice(projects="none", gone=False))

    assert [line.amount for line in plan.others] == [Decimal("3000.00")]
    assert lines(both.this) == [("2010301", "30101", None, "1000.00")]
    assert not Project.objects.filter(budget=both.this).exists()
    assert not EntrySheet.objects.filter(budget=both.this).exists()


def test_carried_over_money_stays_behind_unless_it_is_asked_for(both: Years) -> None:
    last = Budget.objects.get(unit=both.unit, year=2025)
    rows.a_line(last, "5.00", source="own_carry_over")

    assert [line.amount for line in planned(both.this, Choice()).others] == [Decimal("5.00")]
    copy(both, Choice(carried_over=True))
    assert LineItem.objects.filter(budget=both.this, source="own_carry_over").exists()


def test_people_and_assets_are_those_at_the_end_of_last_year_without_its_changes(
    both: Years,
) -> None:
    copy(both, Choice(procurement=True))

    staffing = Staffing.objects.get(budget=both.this)
    assert (staffing.posts, staffing.active, staffing.active_change) == (5, 4, 0)
    assert Procurement.objects.get(budget=both.this).goods == Decimal("9.00")
    assets = Assets.objects.get(budget=both.this)
    assert (assets.as_of, assets.house_value) == (None, Decimal("8.00"))
    assert (assets.equipment_over_1m, assets.planned_equipment_over_1m) == (2, 0)
    assert VehicleHolding.objects.get(assets=assets).count == 3


def test_what_is_entered_already_is_never_overwritten(both: Years) -> None:
    rows.a_line(both.this, "7.00")
    project = Project.objects.create(budget=both.this, name="工作经费", goal="本年目标")
    Staffing.objects.create(budget=both.this, posts=9)

    plan = copy(both)

    assert [(one.line.amount, one.amount) for one in plan.differing] == [
        (Decimal("1000.00"), Decimal("7.00"))
    ]
    assert plan.kept_projects == ("工作经费",)
    assert lines(both.this)[0] == ("2010301", "30101", None, "7.00")
    assert Project.objects.get(budget=both.this).goal == "本年目标"
    assert Project.objects.get(budget=both.this) == project
    assert Staffing.objects.get(budget=both.this).posts == 9


def test_copying_twice_copies_nothing_twice(both: Years) -> None:
    copy(both)
    before = lines(both.this), EntrySheet.objects.get(budget=both.this).unfinished

    again = copy(both)

    assert again.is_empty
    assert (lines(both.this), EntrySheet.objects.get(budget=both.this).unfinished) == before


def test_what_changed_since_it_was_shown_is_not_written(both: Years) -> None:
    plan = planned(both.this, Choice())
    LineItem.objects.filter(budget__year=2025, amount=1000).update(amount=Decimal("1.00"))

    with pytest.raises(StaleError, match="没有复制任何数据"):
        copied(plan)
    assert not LineItem.objects.filter(budget=both.this).exists()
    assert not Project.objects.filter(budget=both.this).exists()


def test_copying_costs_the_same_queries_at_any_size(both: Years) -> None:
    other = rows.a_unit(both.unit.department, 2)
    last = rows.a_budget(other, 2025)
    filled(last)
    for number in range(12):
        project = Project.objects.create(budget=last, name=f"项目{number}")
        ProjectIndicator.objects.create(project=project, level1="产出")
        rows.a_line(last, economic="30231", project=project)
    counts = []

    for budget in (both.this, rows.a_budget(other)):
        with CaptureQueriesContext(connection) as queries:
            copied(planned(budget, Choice()))
        counts.append((budget.line_items.count(), len(queries)))

    (few, of_few), (many, of_many) = counts
    assert (few, many) == (2, 14)
    assert of_few == of_many <= 45


def test_a_budget_goes_before_a_comparison_ledger_and_that_before_a_publication() -> None:
    both = years()
    department = both.unit.department
    budget = both.last()
    filled(budget)
    publication = published(rows.a_disclosure(department, year=2025))

    assert planned(both.this, Choice()).origin.budget == budget
    LineItem.objects.filter(budget=budget).delete()
    assert planned(both.this, Choice()).origin.publication == publication
    ledger = both.last(Budget.Role.COMPARISON)
    assert planned(both.this, Choice()).origin.publication == publication
    rows.a_line(ledger, "1.00")
    assert planned(both.this, Choice()).origin.budget == ledger


def test_a_publication_brings_the_unit_s_lines_and_projects_with_their_targets() -> None:
    both = years()
    sister = rows.a_unit(both.unit.department, 2)
    rows.a_line(rows.a_budget(sister, 2025), "99.00")
    budget = both.last()
    filled(budget)
    published(rows.a_disclosure(both.unit.department, year=2025))
    LineItem.objects.filter(budget=budget).delete()

    plan = copy(both)

    assert str(plan.origin) == "2025 年已公开的第 1 版"
    assert lines(both.this) == [
        ("2010301", "30101", None, "1000.00"),
        ("2010301", "30201", "工作经费", "3000.00"),
    ]
    assert Project.objects.get(budget=both.this).indicators.count() == 2
    assert {part.said for part in plan.parts if part.name != "政府采购"} == {
        "来源中没有这部分数据，请另行填写"
    }


def test_a_comparison_ledger_is_filled_from_what_was_published_of_its_year() -> None:
    both = years()
    budget = both.last()
    filled(budget)
    rows.a_line(budget, "5.00", source="own_carry_over")
    published(rows.a_disclosure(both.unit.department, year=2025))
    ledger = both.last(Budget.Role.COMPARISON)

    copied(planned(ledger, AS_PUBLISHED))

    assert lines(ledger) == lines(budget)
    assert Project.objects.get(budget=ledger).goal == ""
    assert not Staffing.objects.filter(budget=ledger).exists()


def test_where_there_is_nothing_to_copy_it_is_said(both: Years) -> None:
    LineItem.objects.filter(budget__year=2025).delete()

    with pytest.raises(RefusedError, match="没有该单位 2025 年的预算、对比台账或已公开的版本"):
        planned(both.this, Choice())
    with pytest.raises(RefusedError, match="2025 年没有已公开的预算可取"):
        planned(both.last(Budget.Role.COMPARISON), AS_PUBLISHED)


def test_a_year_without_codes_is_refused_with_what_to_do(both: Years) -> None:
    next_year = rows.a_budget(both.unit, 2027)
    rows.a_line(both.this, "1.00")

    with pytest.raises(RefusedError, match="2027 年没有收支分类科目，请先导入"):
        planned(next_year, Choice())


def test_what_was_secret_last_year_is_secret_in_the_copy(both: Years) -> None:
    last = Budget.objects.get(unit=both.unit, year=2025)
    mark = {"is_secret": True, "secrecy_ground": "国家秘密范围第 3 条"}
    LineItem.objects.filter(budget=last, project=None).update(**mark)
    Project.objects.filter(budget=last).update(**mark)

    copy(both)

    marked = LineItem.objects.filter(budget=both.this, **mark)
    assert [line.functional.code for line in marked] == ["2010301"]
    assert Project.objects.get(budget=both.this).is_secret
    sheet = EntrySheet.objects.get(budget=both.this)
    assert sheet.marks == {one["key"]: mark["secrecy_ground"] for one in sheet.unfinished}
