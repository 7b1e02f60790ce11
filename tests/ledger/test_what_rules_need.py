"""What the bridge tells the rule-book beside the entries: codes' budgets and doubts, units."""

import pytest

from disclosures.budget.entries import Unit as UnitEntry
from disclosures.ledger import submission
from disclosures.models import (
    Budget,
    Disclosure,
    EconomicCode,
    EntrySheet,
    FunctionalCode,
    Project,
)
from tests.models import rows

pytestmark = pytest.mark.django_db


def test_codes_of_the_year_come_with_their_budget_and_how_sure_they_are() -> None:
    rows.a_catalogue(2025)
    rows.a_catalogue(2026)
    FunctionalCode.objects.filter(year=2026).update(status="published")
    FunctionalCode.objects.filter(year=2026, code="2080505").update(status="older_list")
    FunctionalCode.objects.filter(year=2026, code="2010302").update(fund="government_fund")
    EconomicCode.objects.filter(year=2026).exclude(code="30201").update(status="published")

    catalogue = submission(rows.a_disclosure(rows.a_department())).catalogue

    assert catalogue.doubts == {"2080505": "见于往年目录", "30201": "未经核实"}
    assert catalogue.funds["2010301"] == "一般公共/通用"
    assert catalogue.funds["2010302"] == "政府性基金"


def test_units_without_a_budget_of_the_year_are_named() -> None:
    rows.a_catalogue(2026)
    department = rows.a_department()
    with_budget, without = rows.a_unit(department, 1, is_head=True), rows.a_unit(department, 2)
    rows.a_budget(with_budget)
    rows.a_budget(without, 2025, Budget.Role.COMPARISON)

    entered = submission(rows.a_disclosure(department))

    assert entered.unbudgeted == (UnitEntry(without.code, without.name),)


def test_rows_that_wait_in_the_entry_grid_are_counted_by_unit() -> None:
    rows.a_catalogue(2026)
    department = rows.a_department()
    waiting, settled = rows.a_unit(department, 1, is_head=True), rows.a_unit(department, 2)
    EntrySheet.objects.create(budget=rows.a_budget(waiting), unfinished=[{}, {}])
    EntrySheet.objects.create(budget=rows.a_budget(settled))

    assert submission(rows.a_disclosure(department)).unfinished == {waiting.code: 2}


def test_indicators_that_wait_are_counted_by_the_target_that_lacks_them() -> None:
    rows.a_catalogue(2026)
    department = rows.a_department()
    unit = rows.a_unit(department, 1, is_head=True)
    project = Project.objects.create(budget=rows.a_budget(unit), name="修缮")
    disclosure = rows.a_disclosure(department)
    abroad = rows.a_disclosure(rows.a_department("653000302"))
    for whose in ({"project": project}, {"disclosure": disclosure}, {"disclosure": abroad}):
        EntrySheet.objects.create(**whose, unfinished=[{}])

    entered = submission(disclosure)

    assert entered.unfinished == {}
    assert entered.unfinished_indicators == {f"project/{unit.code}/修缮": 1, "target": 1}
    assert submission(Disclosure(department=department, year=2026)).unfinished_indicators == {
        f"project/{unit.code}/修缮": 1
    }
