"""What the database lets a reclassification be: of the right years, on a budget, for a reason."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import RestrictedError

from disclosures.models import Budget, EconomicCode, FunctionalCode, Project, Reclassification

from . import rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def budget() -> Budget:
    """A budget of 2026 with the codes of two years."""
    rows.a_catalogue(2025)
    rows.a_catalogue(2026)
    return rows.a_budget(rows.a_unit(rows.a_department()))


def a_code(year: int, code: str) -> FunctionalCode | EconomicCode:
    model: type[FunctionalCode | EconomicCode]
    model = FunctionalCode if code.startswith("2") else EconomicCode
    return model._default_manager.get(year=year, code=code)


@pytest.mark.parametrize(
    ("field", "year", "code"),
    [
        ("from_functional", 2026, "2010301"),
        ("from_economic", 2026, "30101"),
        ("to_functional", 2025, "2010301"),
        ("to_economic", 2025, "30101"),
        ("from_functional", 2025, "20103"),
        ("to_economic", 2026, "301"),
    ],
)
def test_codes_are_last_years_on_the_one_side_and_this_years_on_the_other(
    budget: Budget, field: str, year: int, code: str
) -> None:
    move = rows.a_move(budget)
    setattr(move, field, a_code(year, code))

    with pytest.raises(ValidationError, match="请另选"):
        move.full_clean()
    with (
        pytest.raises(IntegrityError, match="2026 年预算的科目调整从 2025 年"),
        transaction.atomic(),
    ):
        move.save()


def test_a_comparison_ledger_stays_as_it_was(budget: Budget) -> None:
    ledger = rows.a_budget(budget.unit, 2026, Budget.Role.COMPARISON)
    move = rows.a_move(budget)
    move.budget = ledger

    with pytest.raises(ValidationError, match="上年对比数保持原样"):
        move.full_clean()
    with pytest.raises(IntegrityError, match="上年对比数保持原样"), transaction.atomic():
        move.save()


def renumber() -> None:
    FunctionalCode.objects.filter(year=2025, code="2010301").update(code="2010399")


def move_economic_code() -> None:
    EconomicCode.objects.filter(year=2026, code="30101").update(year=2027)


def change_year() -> None:
    Budget.objects.update(year=2027)


def change_role() -> None:
    Budget.objects.update(role="comparison")


@pytest.mark.parametrize("change", [renumber, move_economic_code, change_year, change_role])
def test_what_a_reclassification_rests_on_keeps_its_year_and_code(
    budget: Budget, change: Callable[[], None]
) -> None:
    rows.a_move(budget)

    with pytest.raises(IntegrityError, match="已有科目调整使用"), transaction.atomic():
        change()


def test_its_project_is_of_the_same_budget_and_cannot_be_deleted_under_it(budget: Budget) -> None:
    other = rows.a_budget(rows.a_unit(rows.a_department(), 2))
    own, foreign = (Project.objects.create(budget=whose, name="项目") for whose in (budget, other))
    move = rows.a_move(budget, to_project=own)

    with pytest.raises(RestrictedError):
        own.delete()
    move.to_project = foreign
    with pytest.raises(ValidationError, match="不属于本预算"):
        move.full_clean()
    move.save()
    with pytest.raises(IntegrityError, match="project_of_reclassification_is_of_the_same_budget"):
        connection.check_constraints()


def test_deleting_a_budget_takes_its_reclassifications_along(budget: Budget) -> None:
    rows.a_move(budget, to_project=Project.objects.create(budget=budget, name="项目"))

    budget.delete()
    connection.check_constraints()

    assert not Reclassification.objects.exists()


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"amount": Decimal(0)}, "reclassified_amount_is_positive"),
        ({"amount": Decimal(-1)}, "reclassified_amount_is_positive"),
        ({"note": ""}, "reclassification_says_why_in_a_note"),
        ({"to_source": "gold"}, "reclassification_has_known_funding_sources"),
    ],
)
def test_amount_note_and_sources_are_sound(
    budget: Budget, values: dict[str, object], constraint: str
) -> None:
    move = rows.a_move(budget)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Reclassification.objects.filter(pk=move.pk).update(**values)


def test_one_pair_of_places_is_entered_once(budget: Budget) -> None:
    rows.a_move(budget)

    with pytest.raises(IntegrityError, match="entered_once"), transaction.atomic():
        rows.a_move(budget, "7.00")
