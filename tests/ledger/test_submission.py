"""A disclosure's rows as entries: whose lines, which comparison, how many queries."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disclosures.budget import snapshot
from disclosures.budget.classification import (
    BUSINESS,
    GENERAL,
    ThreePublicItem,
    UnknownCodeError,
)
from disclosures.budget.document import compose
from disclosures.budget.entries import (
    Indicator,
    LineItem,
    Posting,
    Reclassification,
    Term,
    Vehicles,
)
from disclosures.budget.entries import Unit as UnitEntry
from disclosures.ledger import MissingCatalogueError, comparison, submission
from disclosures.models import (
    Assets,
    Budget,
    Department,
    Disclosure,
    FunctionalCode,
    Procurement,
    Project,
    ProjectIndicator,
    Staffing,
    Unit,
    VehicleHolding,
)
from tests.models import rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def department() -> Department:
    """A department without units, and the codes of two years."""
    rows.a_catalogue(2025, suffix="（旧）")
    rows.a_catalogue(2026)
    return rows.a_department()


@pytest.fixture
def unit(department: Department) -> Unit:
    """The department's head unit."""
    return rows.a_unit(department, 1, is_head=True)


def line(unit: Unit, amount: str, project: str | None = None) -> LineItem:
    """What a_line enters, as an entry."""
    return LineItem(unit.code, "2010301", "30101", GENERAL, project, Decimal(amount))


def test_a_department_s_lines_are_those_of_all_its_units_for_the_year(
    department: Department, unit: Unit
) -> None:
    second = rows.a_unit(department, 2)
    first_budget = rows.a_budget(unit)
    rows.a_line(first_budget, "1.10")
    project = Project.objects.create(budget=first_budget, name="工作经费")
    rows.a_line(first_budget, "2.20", project=project)
    rows.a_line(rows.a_budget(second), "4.40")
    rows.a_line(rows.a_budget(unit, 2025, "budget"), "8.80")
    rows.a_line(rows.a_budget(rows.a_unit(rows.a_department("653000302"))), "16.00")

    entered = submission(rows.a_disclosure(department))

    assert entered.kind == "department"
    assert (entered.code, entered.name) == (department.code, department.name)
    assert entered.region == department.region.name
    assert entered.units == (
        UnitEntry(unit.code, unit.name, is_head=True),
        UnitEntry(second.code, second.name),
    )
    assert set(entered.lines) == {
        line(unit, "1.10"),
        line(unit, "2.20", "工作经费"),
        line(second, "4.40"),
    }
    assert len(entered.lines) == 3


def test_a_unit_s_lines_are_its_own(department: Department, unit: Unit) -> None:
    rows.a_line(rows.a_budget(unit), "1.00")
    rows.a_line(rows.a_budget(rows.a_unit(department, 2)), "2.00")

    entered = submission(rows.a_disclosure(department, unit))

    assert entered.kind == "unit"
    assert (entered.code, entered.name) == (unit.code, unit.name)
    assert entered.units == (UnitEntry(unit.code, unit.name, is_head=True),)
    assert entered.lines == (line(unit, "1.00"),)


def test_without_a_publication_the_comparison_ledger_is_compared_with(
    department: Department, unit: Unit
) -> None:
    rows.a_line(rows.a_budget(unit, 2025, Budget.Role.COMPARISON), "3.00")
    rows.a_line(rows.a_budget(unit, 2025, Budget.Role.BUDGET), "9.00")

    entered = submission(rows.a_disclosure(department))

    assert entered.last_lines == (line(unit, "3.00"),)
    assert entered.has_comparison


def test_an_empty_comparison_ledger_is_told_from_a_missing_one(
    department: Department, unit: Unit
) -> None:
    disclosure = rows.a_disclosure(department)

    assert not submission(disclosure).has_comparison

    rows.a_budget(unit, 2025, Budget.Role.COMPARISON)

    assert submission(disclosure).has_comparison
    assert submission(disclosure).last_lines == ()


def published(disclosure: Disclosure, version: int = 1) -> None:
    """Publish what is entered now, as a real snapshot."""
    previous = None if version == 1 else "0" * 64
    imprint = snapshot.Imprint(version, date(2025, 2, 1), "", previous)
    text = snapshot.write(compose(submission(disclosure)), imprint)
    rows.a_publication(disclosure, version, text)


def test_the_newest_publication_of_last_year_goes_before_the_comparison_ledger(
    department: Department, unit: Unit
) -> None:
    rows.a_line(rows.a_budget(unit, 2025, Budget.Role.COMPARISON), "3.00")
    budget = rows.a_budget(unit, 2025)
    item = rows.a_line(budget, "5.00")
    last = rows.a_disclosure(department, year=2025)
    published(last)
    item.amount = Decimal("7.00")
    item.save()
    published(last, version=2)
    item.delete()

    entered = submission(rows.a_disclosure(department))

    assert entered.last_lines == (line(unit, "7.00"),)
    assert entered.has_comparison


def test_what_was_withdrawn_by_law_is_compared_with_no_more(
    department: Department, unit: Unit
) -> None:
    """Else this year's amount less the change that the text names would give it back."""
    rows.a_line(rows.a_budget(unit, 2025), "5.00")
    last = rows.a_disclosure(department, year=2025)
    published(last)
    published(last, version=2)
    this = rows.a_disclosure(department)
    rows.a_withdrawal(last.publications.get(version=1))
    assert submission(this).last_lines == (line(unit, "5.00"),)

    rows.a_withdrawal(last.publications.get(version=2))

    assert submission(this).last_lines == ()
    assert not submission(this).has_comparison
    rows.a_line(rows.a_budget(unit, 2025, Budget.Role.COMPARISON), "3.00")
    assert submission(this).last_lines == (line(unit, "3.00"),)


def test_a_unit_is_compared_with_its_part_of_the_department_s_publication(
    department: Department, unit: Unit
) -> None:
    second = rows.a_unit(department, 2)
    rows.a_line(rows.a_budget(unit, 2025), "5.00")
    rows.a_line(rows.a_budget(second, 2025), "6.00")
    published(rows.a_disclosure(department, year=2025))
    disclosure = rows.a_disclosure(department, second)

    assert submission(disclosure).last_lines == (line(second, "6.00"),)

    Budget.objects.get(unit=second, year=2025).line_items.update(amount=Decimal("6.50"))
    published(rows.a_disclosure(department, second, year=2025))

    assert submission(disclosure).last_lines == (line(second, "6.50"),)


def test_each_unit_s_reclassifications_come_along(department: Department, unit: Unit) -> None:
    budget = rows.a_budget(unit)
    project = Project.objects.create(budget=budget, name="甲")
    rows.a_move(budget, "1.50", from_project="乙", to_project=project, to_source="business")
    rows.a_move(rows.a_budget(rows.a_unit(department, 2)))

    own = submission(rows.a_disclosure(department, unit)).reclassifications
    both = submission(rows.a_disclosure(department)).reclassifications

    before = Posting(unit.code, "2010301", "30101", GENERAL, "乙")
    after = Posting(unit.code, "2010302", "30101", BUSINESS, "甲")
    assert own == (Reclassification(before, after, Decimal("1.50"), "科目修订"),)
    assert len(both) == 2
    assert own[0] in both


def test_the_two_ledgers_alone_are_those_of_the_submission(
    department: Department, unit: Unit
) -> None:
    rows.a_line(rows.a_budget(unit), "5.00")
    rows.a_line(rows.a_budget(unit, 2025, Budget.Role.COMPARISON), "3.00")
    rows.a_move(Budget.objects.get(unit=unit, year=2026))
    entered = submission(rows.a_disclosure(department))

    found = comparison(Disclosure(department=department, unit=unit, year=2026))

    assert found.lines == entered.lines
    assert found.last_lines == entered.last_lines
    assert found.reclassifications == entered.reclassifications
    assert found.catalogue == entered.catalogue


def test_names_are_this_year_s_and_last_year_s_where_this_year_has_none(
    department: Department,
) -> None:
    FunctionalCode.objects.filter(year=2026, code="2010302").delete()
    FunctionalCode.objects.create(year=2025, code="299", name="旧类")

    catalogue = submission(rows.a_disclosure(department)).catalogue

    assert catalogue.function_name("2010301") == "行政运行"
    assert catalogue.function_name("2010302") == "一般行政管理事务（旧）"
    assert catalogue.economic_name("30101") == "基本工资"
    assert catalogue.classes == ("201", "208")
    assert catalogue.three_public == {"30231": ThreePublicItem.VEHICLE_OPERATION}
    with pytest.raises(UnknownCodeError):
        catalogue.function_name("2990101")


def test_a_year_without_codes_is_refused_with_what_to_do() -> None:
    rows.a_catalogue(2025)

    with pytest.raises(MissingCatalogueError, match="2026 年没有收支分类科目，请先导入"):
        submission(rows.a_disclosure(rows.a_department()))


def test_projects_come_with_their_texts_and_indicators_in_order(
    department: Department, unit: Unit
) -> None:
    budget = rows.a_budget(unit)
    project = Project.objects.create(
        budget=budget,
        name="工作经费",
        policy_basis="批复",
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
        contact="财务科",
    )
    for position, name in ((2, "后"), (1, "先")):
        ProjectIndicator.objects.create(
            project=project, position=position, level3=name, weight=Decimal("7.50"), scoring="比例"
        )
    Project.objects.create(
        budget=rows.a_budget(unit, 2025, Budget.Role.COMPARISON), name="上年的项目"
    )

    (entered,) = submission(rows.a_disclosure(department)).projects

    assert (entered.unit, entered.name, entered.policy_basis) == (unit.code, "工作经费", "批复")
    assert (entered.starts_on, entered.ends_on) == (date(2026, 1, 1), date(2026, 12, 31))
    assert [one.level3 for one in entered.indicators] == ["先", "后"]
    assert (entered.indicators[0].weight, entered.indicators[0].scoring) == (
        Decimal("7.50"),
        "比例",
    )


def test_staffing_procurement_and_assets_are_summed_over_the_units(
    department: Department, unit: Unit
) -> None:
    for budget in (rows.a_budget(unit), rows.a_budget(rows.a_unit(department, 2))):
        Staffing.objects.create(budget=budget, posts=10, active=8, retired_change=-1)
        Procurement.objects.create(budget=budget, goods=Decimal("0.15"))
        assets = Assets.objects.create(
            budget=budget, as_of=date(2025, 12, 31), house_value=Decimal("1000.01")
        )
        VehicleHolding.objects.create(assets=assets, kind="other", count=2, value=Decimal(5))

    entered = submission(rows.a_disclosure(department))

    assert (entered.staffing.posts, entered.staffing.people) == (20, 16)
    assert entered.staffing.retired_change == -2
    assert entered.procurement.goods == Decimal("0.30")
    assert entered.assets.as_of == date(2025, 12, 31)
    assert entered.assets.house_value == Decimal("2000.02")
    assert entered.assets.vehicles == (
        Vehicles("一般公务用车", 0, Decimal(0)),
        Vehicles("执法执勤用车", 0, Decimal(0)),
        Vehicles("其他车辆", 4, Decimal(10)),
    )


def test_nothing_entered_about_people_and_assets_reads_as_none(department: Department) -> None:
    entered = submission(rows.a_disclosure(department))

    assert entered.staffing.posts == 0
    assert entered.procurement.goods == Decimal(0)
    assert entered.assets.as_of is None
    assert entered.assets.vehicles == ()


def test_the_texts_of_a_disclosure_come_along(department: Department) -> None:
    disclosure = rows.a_disclosure(
        department,
        duties="一项\r\n\r\n 二项 ",
        offices="办公室\n财务科",
        target_goal="目标",
        target_contact="财务科",
        approved_on=date(2026, 1, 26),
        dated_on=date(2026, 2, 5),
    )
    disclosure.explanations.create(key="operating", wording="原因")
    disclosure.explanations.create(key="three_public/overseas", wording="")
    disclosure.indicators.create(position=1, level1="履职效能", weight=Decimal(30))
    disclosure.glossary_entries.create(name="名词", definition="解释")

    entered = submission(disclosure)

    assert entered.duties == ("一项", "二项")
    assert entered.offices == ("办公室", "财务科")
    assert entered.explanations == {"operating": "原因"}
    assert (entered.target.goal, entered.target.contact) == ("目标", "财务科")
    assert entered.target.indicators == (Indicator("履职效能", "", "", "", "", Decimal(30)),)
    assert entered.terms == (Term("名词", "解释"),)
    assert (entered.approved_on, entered.dated_on) == (date(2026, 1, 26), date(2026, 2, 5))


def test_the_source_of_a_line_is_the_core_s_own(department: Department, unit: Unit) -> None:
    rows.a_line(rows.a_budget(unit), source="business")

    (only,) = submission(rows.a_disclosure(department)).lines

    assert only.source is BUSINESS


def grown(department: Department, units: int, lines: int) -> None:
    """Units with full budgets of both years, projects, indicators and vehicles."""
    codes = list(FunctionalCode.objects.filter(year=2026, code__regex="^[0-9]{7}$"))
    for number in range(1, units + 1):
        unit = rows.a_unit(department, number)
        budget = rows.a_budget(unit)
        last = rows.a_budget(unit, 2025, Budget.Role.COMPARISON)
        for count in range(lines):
            project = Project.objects.create(budget=budget, name=f"项目{count}")
            ProjectIndicator.objects.create(project=project)
            code = codes[count % len(codes)].code
            rows.a_line(budget, functional=code, project=project)
            then = Project.objects.create(budget=last, name=f"项目{count}")
            rows.a_line(last, functional=code, project=then)
        Staffing.objects.create(budget=budget)
        Procurement.objects.create(budget=budget)
        VehicleHolding.objects.create(assets=Assets.objects.create(budget=budget), kind="other")


def test_a_submission_costs_the_same_queries_at_any_size(department: Department) -> None:
    small, large = department, rows.a_department("653000302")
    grown(small, units=1, lines=1)
    grown(large, units=4, lines=12)
    counts = []

    for whose in (small, large):
        disclosure = Disclosure.objects.get(pk=rows.a_disclosure(whose).pk)
        with CaptureQueriesContext(connection) as queries:
            entered = submission(disclosure)
        counts.append((len(entered.lines), len(queries)))

    assert counts == [(1, 24), (48, 24)]
