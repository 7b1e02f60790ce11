"""待办: what waits for a person, on the first page of the desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from disclosures.access import permitted
from disclosures.budget.deadline import deadline
from disclosures.bureau.board import standings, years
from disclosures.models import Appointment, Budget, Disclosure, Region, Reminder, Review, User

from .columns import address

AT_MOST: Final = 10
State = Review.State


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do: where, and what there is to know of it."""

    title: str
    target: str
    notes: tuple[str, ...] = ()
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Heap:
    """Tasks of one kind; of many, the first."""

    name: str
    count: int
    tasks: tuple[Task, ...]


def waiting(user: User, today: date) -> list[Heap]:
    """What waits for a person, by the steps that their appointments let them take."""
    heaps = [
        _heap("退回修改", _to_enter(user, State.RETURNED), today, _entry),
        _heap("录入中", _to_enter(user, None), today, _entry),
        _heap("待报送", _to_deliver(user), today, _delivery),
        _heap("待审核", _to_decide(user, State.SUBMITTED, "approve"), today, _decision),
        _heap("待发布", _to_decide(user, State.APPROVED, "publish"), today, _decision),
        *(_of_the_bureau(user, today) or _board(user)),
    ]
    return [heap for heap in heaps if heap.count]


def _heap(name: str, rows: QuerySet[Any], today: date, task: Callable[[Any, date], Task]) -> Heap:
    return Heap(name, rows.count(), tuple(task(row, today) for row in rows[:AT_MOST]))


def _to_enter(user: User, last: Review.State | None) -> QuerySet[Any]:
    """What the person may submit: returned, or never submitted and not public."""
    rounds = Review.objects.filter(disclosure=OuterRef("pk")).order_by("-number")
    reminders = Reminder.objects.filter(disclosure=OuterRef("pk")).order_by("-sent_at")
    rows: QuerySet[Any] = permitted(
        Disclosure.objects.all(), user, "disclosures.submit_disclosure"
    ).annotate(
        last=Subquery(rounds.values("state")[:1]),
        reminded_at=Subquery(reminders.values("sent_at")[:1]),
    )
    rows = rows.filter(last=last) if last else rows.filter(last=None, publications=None)
    return rows.select_related("department", "unit").order_by(
        F("approved_on").asc(nulls_last=True), "-year", "department__code", "pk"
    )


def _to_deliver(user: User) -> QuerySet[Budget]:
    """Budgets of the person's units that their departments wait for."""
    units = [one.unit_id for one in user.held_appointments if one.unit_id]
    rows = permitted(Budget.objects.entered(), user, "disclosures.deliver_budget")
    public = Disclosure.objects.published().filter(
        department=OuterRef("unit__department"), unit=None, year=OuterRef("year")
    )
    return (
        rows.filter(~Exists(public), unit__in=units, delivered_at=None)
        .select_related("unit")
        .order_by("-year", "unit__code", "pk")
    )


def _to_decide(user: User, state: Review.State, step: str) -> QuerySet[Review]:
    """Rounds of review that the person may take further; nobody approves their own."""
    rows = permitted(Review.objects.filter(state=state), user, f"disclosures.{step}_disclosure")
    if state == State.SUBMITTED:
        rows = rows.exclude(submitted_by=user)
    owners = ("disclosure__department", "disclosure__unit")
    return rows.select_related(*owners, "submitted_by").order_by("submitted_at", "pk")


def _board(user: User) -> list[Heap]:
    """The way to the board for who reads it without being of a finance department."""
    if not user.has_perm("disclosures.view_board"):
        return []
    return [Heap("财政部门", 1, (Task("财政部门工作台", reverse("admin:board_front")),))]


def _of_the_bureau(user: User, today: date) -> list[Heap]:
    """How many are late or nearly so in the regions whose finance department the person is of."""
    heaps = []
    finance = Appointment.objects.filter(user=user, role=Appointment.Role.FINANCE)
    for region in Region.objects.filter(pk__in=finance.values("region")).order_by("code"):
        year = next(iter(years(region)), today.year)
        found = standings(region, year, today)
        figures = (
            ("逾期", "late", sum(one.is_late for one in found)),
            ("7 日内到期", "soon", sum(one.is_due_within(7) for one in found)),
        )
        board = reverse("admin:board", args=(region.code, year))
        tasks = [Task(f"{region} {year} 年财政部门工作台", board)]
        tasks += [
            Task(f"{name} {count} 份", f"{board}?state={key}", is_late=key == "late")
            for name, key, count in figures
            if count
        ]
        heaps.append(Heap("财政部门", len(tasks), tuple(tasks)))
    return heaps


def _entry(disclosure: Any, today: date) -> Task:
    target = address(Disclosure, "change", disclosure.pk)
    notes, is_late = _time(disclosure, today)
    if disclosure.reminded_at:
        notes += (f"{timezone.localtime(disclosure.reminded_at):%m-%d} 催办",)
    return Task(str(disclosure), target, notes, is_late)


def _delivery(budget: Budget, _: date) -> Task:
    return Task(str(budget), address(Budget, "change", budget.pk))


def _decision(review: Review, today: date) -> Task:
    disclosure = review.disclosure
    notes, is_late = _time(disclosure, today)
    submitted = f"{timezone.localtime(review.submitted_at):%m-%d %H:%M} {review.submitted_by} 送审"
    target = address(Disclosure, "review", disclosure.pk)
    return Task(str(disclosure), target, (submitted, *notes), is_late)


def _time(disclosure: Disclosure, today: date) -> tuple[tuple[str, ...], bool]:
    """How the clock of the 20 days stands."""
    if disclosure.approved_on is None:
        return (), False
    clock = deadline(disclosure.approved_on, today)
    return (str(clock),), clock.is_missed
