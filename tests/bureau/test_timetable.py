"""A budget year of a region: opened at once, its dates taken over by whom they fit."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from disclosures.bureau.timetable import Arranged, Opened, arrange, open_year
from disclosures.models import Budget, Disclosure, Region, Review, Timetable, User
from disclosures.publication import StepRefused
from tests.models import rows

from .conftest import an_officer

FIRST, SECOND = date(2026, 1, 20), date(2026, 1, 26)


def dates(region: Region) -> list[date | None]:
    """The dates of approval in the disclosures of a region."""
    found = Disclosure.objects.filter(department__region=region).order_by("pk")
    return list(found.values_list("approved_on", flat=True))


def under_review(disclosure: Disclosure) -> None:
    Review.objects.create(
        disclosure=disclosure,
        number=1,
        content_sha256="a" * 64,
        submitted_by=rows.a_user("clerk"),
        submitted_at=datetime(2026, 2, 1, tzinfo=UTC),
    )


def test_a_year_is_opened_for_every_department_and_unit_and_what_exists_stays(
    region: Region, officer: User
) -> None:
    region.timetables.create(year=2026, approved_on=FIRST)
    old, new = rows.a_department("1"), rows.a_department("2")
    kept = rows.a_disclosure(old, duties="已写好")
    units = [rows.a_unit(old, 1), rows.a_unit(new, 1), rows.a_unit(new, 2)]
    entered = rows.a_budget(units[0])
    rows.a_unit(rows.a_department("3", rows.a_region("654000")))

    opened = open_year(region, 2026, officer)

    assert opened == Opened(disclosures=1, budgets=2)
    assert Disclosure.objects.get(pk=kept.pk).duties == "已写好"
    assert dates(region) == [None, FIRST]
    assert set(Budget.objects.values_list("unit", flat=True)) == {unit.pk for unit in units}
    assert Budget.objects.filter(pk=entered.pk).exists()
    assert open_year(region, 2026, officer) == Opened(0, 0)


def test_subordinate_units_disclose_on_their_own_where_that_is_asked_for(
    region: Region, officer: User
) -> None:
    department = rows.a_department()
    rows.a_unit(department, 1, is_head=True)
    subordinate = rows.a_unit(department, 2)

    assert open_year(region, 2026, officer, of_units=True).disclosures == 2
    assert Disclosure.objects.get(unit__isnull=False).unit == subordinate


def test_departments_follow_the_date_of_the_region_but_not_those_with_their_own(
    region: Region, officer: User
) -> None:
    for code in ("1", "2"):
        rows.a_disclosure(rows.a_department(code))
    own = rows.a_disclosure(rows.a_department("3"), approved_on=date(2026, 2, 2))
    rows.a_disclosure(own.department, rows.a_unit(own.department))

    assert arrange(region, 2026, FIRST, None, officer) == Arranged(2, 1, 0)
    assert arrange(region, 2026, SECOND, None, officer) == Arranged(2, 1, 0)
    assert dates(region) == [SECOND, SECOND, date(2026, 2, 2), None]
    assert arrange(region, 2026, None, None, officer) == Arranged(2, 1, 0)
    assert dates(region) == [None, None, date(2026, 2, 2), None]


def test_what_is_under_review_or_public_keeps_its_date(region: Region, officer: User) -> None:
    arrange(region, 2026, FIRST, None, officer)
    reviewed, public, drafted = (
        rows.a_disclosure(rows.a_department(code), approved_on=FIRST) for code in ("1", "2", "3")
    )
    under_review(reviewed)
    rows.a_publication(public)

    assert arrange(region, 2026, SECOND, None, officer) == Arranged(1, 0, 2)
    assert dates(region) == [FIRST, FIRST, SECOND]
    assert drafted.pk


def test_nobody_of_another_region_opens_or_arranges(region: Region) -> None:
    rows.a_department(region=region)
    stranger = an_officer(rows.a_region("654000"))

    with pytest.raises(StepRefused, match="没有在地区653000"):
        open_year(region, 2026, stranger)
    with pytest.raises(StepRefused, match="没有在地区653000"):
        arrange(region, 2026, FIRST, None, stranger)
    assert not Disclosure.objects.exists()
    assert not Timetable.objects.exists()


@pytest.mark.parametrize(
    ("approved_on", "publishes_at", "constraint"),
    [
        (date(2062, 1, 26), None, "budgets_are_approved_in_their_year"),
        (date(2024, 12, 31), None, "budgets_are_approved_in_their_year"),
        # 25 January, 23:30 in the region's time.
        (SECOND, datetime(2026, 1, 25, 15, 30, tzinfo=UTC), "not_planned_before_the_approval"),
    ],
)
def test_the_database_refuses_dates_that_cannot_be(
    region: Region, approved_on: date, publishes_at: datetime | None, constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        region.timetables.create(year=2026, approved_on=approved_on, publishes_at=publishes_at)


def test_budgets_may_be_approved_the_year_before_and_published_the_same_day(
    region: Region,
) -> None:
    made = region.timetables.create(
        year=2026,
        approved_on=date(2025, 12, 31),
        # 31 December, 0:30 in the region's time.
        publishes_at=datetime(2025, 12, 30, 16, 30, tzinfo=UTC),
    )

    assert str(made) == "地区653000 2026 年公开安排"
    with pytest.raises(IntegrityError, match="one_timetable_a_year"), transaction.atomic():
        region.timetables.create(year=2026)
