"""What is marked secret stays behind: lines, projects with their lines, of both years."""

from decimal import Decimal
from typing import Any

import pytest

from disclosures.budget.entries import Ungrounded
from disclosures.ledger import submission
from disclosures.models import Budget, Department, Project, Unit
from tests.models import rows

pytestmark = pytest.mark.django_db
GROUND = "国家秘密范围第 3 条"


@pytest.fixture
def department() -> Department:
    rows.a_catalogue(2025)
    rows.a_catalogue(2026)
    return rows.a_department()


@pytest.fixture
def unit(department: Department) -> Unit:
    return rows.a_unit(department, 1, is_head=True)


def amounts(lines: object) -> list[Decimal]:
    return sorted(line.amount for line in lines)  # type: ignore[attr-defined]


def test_secret_lines_and_projects_of_either_year_are_left_out(unit: Unit) -> None:
    for year, role in ((2026, Budget.Role.BUDGET), (2025, Budget.Role.COMPARISON)):
        budget = rows.a_budget(unit, year, role)
        hidden = Project.objects.create(budget=budget, name="专项", is_secret=True)
        shown = Project.objects.create(budget=budget, name="工作经费")
        rows.a_line(budget, "1.00")
        rows.a_line(budget, "2.00", project=shown)
        rows.a_line(budget, "4.00", functional="2010302", is_secret=True)
        rows.a_line(budget, "8.00", project=hidden)

    entered = submission(rows.a_disclosure(unit.department))

    assert amounts(entered.lines) == amounts(entered.last_lines) == [Decimal(1), Decimal(2)]
    assert [project.name for project in entered.projects] == ["工作经费"]
    assert entered.has_secret_content
    assert "专项" not in repr(entered)


def test_only_this_year_s_secrets_are_left_out_of_this_disclosure(unit: Unit) -> None:
    rows.a_line(rows.a_budget(unit), "1.00")
    compared = rows.a_budget(unit, 2025, Budget.Role.COMPARISON)
    rows.a_line(compared, "4.00", is_secret=True)
    other = rows.a_unit(rows.a_department("653000302"))
    rows.a_line(rows.a_budget(other), "4.00", is_secret=True)

    assert not submission(rows.a_disclosure(unit.department)).has_secret_content


def test_marks_that_lack_their_ground_are_counted_by_unit(unit: Unit) -> None:
    second = rows.a_unit(unit.department, 2)
    budget, grounded = rows.a_budget(unit), rows.a_budget(second)
    rows.a_line(budget, "1.00", is_secret=True)
    rows.a_line(budget, "2.00", functional="2010302", is_secret=True)
    rows.a_line(budget, "4.00", functional="2080505", is_secret=True, secrecy_ground=GROUND)
    Project.objects.create(budget=budget, name="专项", is_secret=True)
    rows.a_line(grounded, "1.00", is_secret=True, secrecy_ground=GROUND)

    entered = submission(rows.a_disclosure(unit.department))

    assert entered.ungrounded == (Ungrounded(unit.code, 2, 1),)


def test_a_unit_without_a_budget_is_excused_for_that_year(unit: Unit) -> None:
    clerk = rows.a_user("clerk")
    for year, ground in ((2025, "上年"), (2026, "2025 年撤并")):
        rows.an_excuse(unit, clerk, year, ground)

    entered = submission(rows.a_disclosure(unit.department))

    assert entered.excused == {unit.code: "2025 年撤并"}
    assert [one.code for one in entered.unbudgeted] == [unit.code]


@pytest.mark.parametrize("side", ["to a secret line", "from a secret line", "to a secret project"])
def test_what_is_moved_from_or_to_a_secret_is_left_out(unit: Unit, side: str) -> None:
    budget, last = rows.a_budget(unit), rows.a_budget(unit, 2025, "comparison")
    rows.a_line(last, "9.00", functional="2010301", **secret(side == "from a secret line"))
    rows.a_line(budget, "8.00", functional="2010302", **secret(side == "to a secret line"))
    project = Project.objects.create(
        budget=budget, name="专项", **secret(side == "to a secret project")
    )
    rows.a_move(budget, "1.00", to_project=project if "project" in side else None)
    rows.a_move(budget, "2.00", economic="30201")

    moves = submission(rows.a_disclosure(unit.department)).reclassifications

    assert [str(move.amount) for move in moves] == ["2.00"]


def secret(is_secret: bool) -> dict[str, Any]:
    return {"is_secret": True, "secrecy_ground": GROUND} if is_secret else {}
