"""How far every department of a region has come in a year (财政部门工作台), in a few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from disclosures.budget.deadline import deadline
from disclosures.models import (
    Budget,
    Department,
    Disclosure,
    Excuse,
    Publication,
    Region,
    Reminder,
    Review,
    Timetable,
    Unit,
    User,
)
from disclosures.models.scopes import UNDER_REVIEW

from .standing import BEFORE_REVIEW, Stage, Standing, Step, called

NAMES_OF = ("username", "last_name", "first_name")


@dataclass(frozen=True, slots=True)
class _Year:
    """Everything of a region and year, by the keys of departments, units and disclosures."""

    today: date
    approved_on: date | None
    units: Mapping[int, Sequence[Unit]]
    disclosures: Mapping[tuple[int, int | None], Disclosure]
    reviews: Mapping[int, Review]
    publications: Mapping[int, Sequence[Publication]]
    budgets: Mapping[int, Budget]
    excused: frozenset[int] = frozenset()
    reminders: Mapping[int, Reminder] = field(default_factory=dict)

    def standing(self, owner: Department | Unit, units: Sequence[Unit]) -> Standing:
        """Where a department or a unit stands."""
        key = (owner.department_id, owner.pk) if isinstance(owner, Unit) else (owner.pk, None)
        disclosure = self.disclosures.get(key)
        review = self.reviews.get(disclosure.pk) if disclosure else None
        versions = self.publications.get(disclosure.pk, ()) if disclosure else ()
        budgets = [self.budgets[unit.pk] for unit in units if unit.pk in self.budgets]
        delivered = [budget for budget in budgets if budget.delivered_at]
        stage = _stage(disclosure, review, bool(versions), bool(delivered))
        is_open = stage in BEFORE_REVIEW and not versions
        approved_on = self._approved_on(owner, disclosure)
        first_day = timezone.localdate(versions[0].published_at) if versions else self.today
        return Standing(
            owner=owner,
            disclosure=disclosure,
            stage=stage,
            version=versions[-1].version if versions else None,
            units=len(units),
            unbudgeted=tuple(self._without_budget(units)) if is_open else (),
            undelivered=tuple(self._undelivered(units)) if is_open else (),
            approved_on=approved_on,
            clock=deadline(approved_on, first_day) if approved_on else None,
            step=_last_step(review, versions, delivered),
            reminder=self.reminders.get(disclosure.pk) if disclosure else None,
        )

    def _approved_on(self, owner: Department | Unit, disclosure: Disclosure | None) -> date | None:
        """The date in the disclosure; a department without one has the region's."""
        if disclosure is None or (disclosure.approved_on is None and isinstance(owner, Department)):
            return self.approved_on
        return disclosure.approved_on

    def _without_budget(self, units: Iterable[Unit]) -> Iterator[Unit]:
        settled = self.excused.union(self.budgets)
        return (unit for unit in units if unit.pk not in settled)

    def _undelivered(self, units: Iterable[Unit]) -> Iterator[Unit]:
        for unit in units:
            budget = self.budgets.get(unit.pk)
            if budget is not None and budget.delivered_at is None:
                yield unit


def standings(region: Region, year: int, today: date) -> tuple[Standing, ...]:
    """Every department of the region, each followed by its units that disclose on their own."""
    found = _read(region, year, today)
    departments = Department.objects.filter(region=region).order_by("code")
    return tuple(standing for one in departments for standing in _of_department(found, one))


def years(region: Region) -> list[int]:
    """The years that the region has something of, the newest first."""
    rows = Disclosure.objects.filter(department__region=region)
    known = set(rows.values_list("year", flat=True).distinct())
    known |= set(Timetable.objects.filter(region=region).values_list("year", flat=True))
    return sorted(known, reverse=True)


def _of_department(found: _Year, department: Department) -> Iterator[Standing]:
    units = found.units.get(department.pk, ())
    yield found.standing(department, units)
    for unit in units:
        if (department.pk, unit.pk) in found.disclosures:
            yield found.standing(unit, (unit,))


def _read(region: Region, year: int, today: date) -> _Year:
    units: dict[int, list[Unit]] = defaultdict(list)
    for unit in Unit.objects.filter(department__region=region).order_by("code"):
        units[unit.department_id].append(unit)
    disclosures = (
        Disclosure.objects.filter(department__region=region, year=year)
        .select_related("examination", "department", "unit")
        .only("year", "approved_on", "examination", "department", "unit")
    )
    timetable = Timetable.objects.filter(region=region, year=year).first()
    publications: dict[int, list[Publication]] = defaultdict(list)
    for one in _publications(region, year):
        publications[one.disclosure_id].append(one)
    return _Year(
        today=today,
        approved_on=timetable.approved_on if timetable else None,
        units=units,
        disclosures={(one.department_id, one.unit_id): one for one in disclosures},
        reviews={one.disclosure_id: one for one in _reviews(region, year)},
        publications=publications,
        budgets={one.unit_id: one for one in _budgets(region, year)},
        excused=frozenset(
            Excuse.objects.filter(unit__department__region=region, year=year).values_list(
                "unit_id", flat=True
            )
        ),
        reminders={one.disclosure_id: one for one in _reminders(region, year)},
    )


def _reviews(region: Region, year: int) -> Iterable[Review]:
    """The last round of each disclosure."""
    rows = Review.objects.filter(disclosure__department__region=region, disclosure__year=year)
    people = ("submitted_by", "approved_by", "returned_by")
    return rows.select_related(*people).order_by("disclosure", "-number").distinct("disclosure")


def _publications(region: Region, year: int) -> Iterable[Publication]:
    rows = Publication.objects.filter(disclosure__department__region=region, disclosure__year=year)
    columns = ("disclosure", "version", "published_at")
    names = (f"published_by__{name}" for name in NAMES_OF)
    return rows.select_related("published_by").only(*columns, *names).order_by("version", "pk")


def _budgets(region: Region, year: int) -> Iterable[Budget]:
    rows = Budget.objects.entered().filter(unit__department__region=region, year=year)
    return rows.select_related("unit", "delivered_by")


def _reminders(region: Region, year: int) -> Iterable[Reminder]:
    rows = Reminder.objects.filter(disclosure__department__region=region, disclosure__year=year)
    return rows.newest().select_related("sent_by")


def _stage(
    disclosure: Disclosure | None, review: Review | None, is_public: bool, is_delivered: bool
) -> Stage:
    if disclosure is None:
        return Stage.ABSENT
    if review and review.state in {*UNDER_REVIEW, Review.State.RETURNED}:
        return Stage(review.state)
    if is_public:
        return Stage.PUBLISHED
    return Stage.DELIVERED if is_delivered else Stage.ENTRY


def _last_step(
    review: Review | None, versions: Sequence[Publication], delivered: Iterable[Budget]
) -> Step | None:
    """The last of what was done; of what was done at once, what is nearer to the public."""
    taken: list[tuple[str, User | None, datetime | None]] = [
        (f"公开第 {one.version} 版", one.published_by, one.published_at) for one in versions
    ]
    if review:
        taken += [
            ("退回", review.returned_by, review.returned_at),
            ("审核通过", review.approved_by, review.approved_at),
            ("送审", review.submitted_by, review.submitted_at),
        ]
    taken += [
        (f"{called(budget.unit)}报送", budget.delivered_by, budget.delivered_at)
        for budget in delivered
    ]
    steps = [Step(what, str(by), at) for what, by, at in taken if at]
    return max(steps, key=lambda step: step.at, default=None)
