"""What more than one row decides: a published disclosure stays, line items fit their budget."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError, RestrictedError

from disclosures.models import (
    Artefact,
    Budget,
    EconomicCode,
    FunctionalCode,
    LineItem,
    Project,
    Publication,
)

from . import rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def publication() -> Publication:
    """A publication with one file."""
    made = rows.a_publication(rows.a_disclosure(rows.a_department()))
    Artefact.objects.create(
        publication=made, name="data.json", media_type="application/json", sha256="a" * 64, size=2
    )
    return made


def test_a_published_disclosure_cannot_be_deleted(publication: Publication) -> None:
    with pytest.raises(ProtectedError):
        publication.disclosure.delete()


@pytest.fixture
def budget() -> Budget:
    """A budget of 2026 with the codes of two years."""
    rows.a_catalogue(2025)
    rows.a_catalogue(2026)
    return rows.a_budget(rows.a_unit(rows.a_department()))


@pytest.mark.parametrize(
    ("functional", "economic"),
    [
        ((2025, "2010301"), (2026, "30101")),
        ((2026, "2010301"), (2025, "30101")),
        ((2026, "20103"), (2026, "30101")),
        ((2026, "2010301"), (2026, "301")),
    ],
)
def test_a_line_item_takes_codes_of_its_year_and_level_only(
    budget: Budget, functional: tuple[int, str], economic: tuple[int, str]
) -> None:
    item = LineItem(
        budget=budget,
        functional=FunctionalCode.objects.get(year=functional[0], code=functional[1]),
        economic=EconomicCode.objects.get(year=economic[0], code=economic[1]),
        source="general",
        amount=1,
    )
    good = rows.a_line(budget)

    with pytest.raises(ValidationError, match="请另选"):
        item.full_clean()
    with pytest.raises(IntegrityError, match="2026 年的收支明细只能用"), transaction.atomic():
        LineItem.objects.bulk_create([item])
    with pytest.raises(IntegrityError, match="2026 年的收支明细只能用"), transaction.atomic():
        LineItem.objects.filter(pk=good.pk).update(
            functional=item.functional, economic=item.economic
        )


def renumber_functional_code() -> None:
    FunctionalCode.objects.filter(year=2026, code="2010301").update(code="2010399")


def move_economic_code() -> None:
    EconomicCode.objects.filter(year=2026, code="30101").update(year=2027)


def move_budget() -> None:
    Budget.objects.update(year=2027)


@pytest.mark.parametrize("change", [renumber_functional_code, move_economic_code, move_budget])
def test_what_line_items_rest_on_keeps_its_year_and_code(
    budget: Budget, change: Callable[[], None]
) -> None:
    rows.a_line(budget)

    with pytest.raises(IntegrityError, match="已有收支明细使用"), transaction.atomic():
        change()


def test_a_used_code_may_be_renamed_and_an_unused_one_renumbered(budget: Budget) -> None:
    rows.a_line(budget)
    codes = FunctionalCode.objects.filter(year=2026)

    assert codes.filter(code="2010301").update(name="行政运行（更名）") == 1
    assert codes.filter(code="2010302").update(code="2010398") == 1


def test_a_line_item_s_project_is_of_the_same_budget(budget: Budget) -> None:
    other = rows.a_budget(rows.a_unit(rows.a_department(), 2))
    item = rows.a_line(budget)
    item.project = Project.objects.create(budget=other, name="别人的项目")

    with pytest.raises(ValidationError, match="不属于本预算"):
        item.full_clean()
    item.save()
    with pytest.raises(IntegrityError, match="project_of_line_item_is_of_the_same_budget"):
        connection.check_constraints()


def test_deleting_a_budget_takes_its_lines_and_projects_along(budget: Budget) -> None:
    project = Project.objects.create(budget=budget, name="项目")
    rows.a_line(budget, project=project)

    budget.delete()
    connection.check_constraints()

    assert not LineItem.objects.exists()
    assert not Project.objects.exists()


def test_a_project_with_lines_cannot_be_deleted(budget: Budget) -> None:
    project = Project.objects.create(budget=budget, name="项目")
    rows.a_line(budget, project=project)

    with pytest.raises(RestrictedError):
        project.delete()
