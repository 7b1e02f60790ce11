"""Opening a region's budget year, and its dates of approval and publication."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from disclosures.models import Budget, Department, Disclosure, Region, Timetable, Unit, User
from disclosures.models.disclosures import DisclosureQuerySet

from .authority import require


@dataclass(frozen=True, slots=True)
class Opened:
    """How much was made that was not there."""

    disclosures: int
    budgets: int


@dataclass(frozen=True, slots=True)
class Arranged:
    """How many departments follow the date of approval, and how many do not, and why."""

    following: int
    own_date: int
    closed: int


@transaction.atomic
def open_year(region: Region, year: int, by: User, *, of_units: bool = False) -> Opened:
    """Make a disclosure for every department and a budget for every unit; what exists stays.

    With ``of_units`` the subordinate units disclose on their own too (单位预算公开).
    """
    require(by, "open_year", region, "建立年度预算公开")
    units = list(Unit.objects.filter(department__region=region).order_by("code"))
    budgeted = set(
        Budget.objects.entered().filter(year=year, unit__in=units).values_list("unit", flat=True)
    )
    disclosures = list(_missing(region, year, units if of_units else []))
    budgets = [Budget(unit=unit, year=year) for unit in units if unit.pk not in budgeted]
    # Somebody may be making one of them at this moment.
    Disclosure.objects.bulk_create(disclosures, ignore_conflicts=True)
    Budget.objects.bulk_create(budgets, ignore_conflicts=True)
    return Opened(len(disclosures), len(budgets))


def _missing(region: Region, year: int, units: Sequence[Unit]) -> Iterator[Disclosure]:
    """What departments, and those of the units that are subordinate, have no disclosure of."""
    timetable = Timetable.objects.filter(region=region, year=year).first()
    there = {
        (one.department_id, one.unit_id)
        for one in _disclosures(region, year).only("department", "unit")
    }
    for department in Department.objects.filter(region=region).order_by("code"):
        if (department.pk, None) not in there:
            approved_on = timetable.approved_on if timetable else None
            yield Disclosure(department=department, year=year, approved_on=approved_on)
    for unit in units:
        if not unit.is_head and (unit.department_id, unit.pk) not in there:
            yield Disclosure(department_id=unit.department_id, unit=unit, year=year)


@transaction.atomic
def arrange(
    region: Region, year: int, approved_on: date | None, publishes_at: datetime | None, by: User
) -> Arranged:
    """Set the dates of a year; departments without a date of their own follow that of approval.

    What is under review or public keeps the date that was reviewed or published. Raises
    ``ValidationError`` for dates that cannot be.
    """
    require(by, "change_timetable", region, "修改公开安排")
    Timetable.objects.get_or_create(region=region, year=year)
    timetable = Timetable.objects.select_for_update().get(region=region, year=year)
    before = (None, timetable.approved_on, approved_on)
    timetable.approved_on, timetable.publishes_at = approved_on, publishes_at
    timetable.validate_constraints()
    timetable.save()
    rows = _disclosures(region, year).filter(unit=None)
    # Nobody submits one of them until the dates are set.
    locked = list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    with_its_date = Q(approved_on=None) | Q(approved_on__in=[day for day in before if day])
    open_ones = rows.open_to_entry().filter(publications=None)
    following = Disclosure.objects.filter(pk__in=open_ones.filter(with_its_date).values("pk"))
    own_date = rows.exclude(with_its_date).count()
    followed = following.update(approved_on=approved_on)
    return Arranged(followed, own_date, len(locked) - own_date - followed)


def _disclosures(region: Region, year: int) -> DisclosureQuerySet:
    return Disclosure.objects.filter(department__region=region, year=year)
