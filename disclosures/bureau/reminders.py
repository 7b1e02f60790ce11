"""Reminding (催办) those whose step is next: by an officer, or by the clock of the 20 days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from disclosures import notices
from disclosures.budget.deadline import DAYS as TERM
from disclosures.models import Appointment, Disclosure, Region, Reminder, Timetable, Unit, User
from disclosures.publication import StepRefused

from .authority import require
from .board import standings
from .standing import BEFORE_REVIEW, Stage, Standing

Role = Appointment.Role
LONGEST: Final = 500
# How many days before the last one the clock reminds, and once on the day after it.
DAYS_LEFT: Final = (7, 3, 1, -1)
NOBODY: Final = "没有可催办的人员，请先设置岗位"
ROLE_OF: Final = {Stage.SUBMITTED: Role.REVIEW, Stage.APPROVED: Role.PUBLISH}


@dataclass(frozen=True, slots=True)
class Reminded:
    """What came of reminding: how many disclosures and people, and where there is nobody."""

    disclosures: int
    people: int
    nobody: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Staff:
    """Who works in the departments and units of a region, by role."""

    of_department: Mapping[tuple[str, int], Sequence[User]]
    of_unit: Mapping[tuple[str, int], Sequence[User]]

    def next_for(self, standing: Standing) -> tuple[User, ...]:
        """Those whose step is next; nobody once it is public."""
        if standing.disclosure is None or standing.stage == Stage.PUBLISHED:
            return ()
        role = ROLE_OF.get(standing.stage, Role.ENTRY)
        found = [*self.of_department.get((role, standing.disclosure.department_id), ())]
        if standing.stage in BEFORE_REVIEW:
            own = (standing.owner,) if isinstance(standing.owner, Unit) else ()
            for unit in (*own, *standing.unbudgeted, *standing.undelivered):
                found += self.of_unit.get((role, unit.pk), ())
        return tuple({user.pk: user for user in found}.values())


def remind(
    region: Region, year: int, by: User, words: str, wanted: Callable[[Standing], bool]
) -> Reminded:
    """Send a letter for each disclosure that is wanted and not yet public."""
    require(by, "remind_departments", region, "催办")
    if len(words) > LONGEST:
        message = f"附言有 {len(words)} 个字，最多 {LONGEST} 个字，请缩短后再发。"
        raise StepRefused(message)
    today = timezone.localdate()
    chosen = [one for one in standings(region, year, today) if not one.is_public and wanted(one)]
    if not chosen:
        raise StepRefused("没有选中需要催办的部门；已公开和未建立的不能催办。")
    came = _send(region, chosen, by, words.strip())
    if not came.disclosures:
        raise StepRefused(f"{NOBODY}：{'、'.join(came.nobody)}。")
    return came


def remind_by_the_clock(today: date) -> int:
    """Send what is due on this day and was not sent; how many disclosures are reminded of."""
    approvals = [today + timedelta(left) - TERM for left in DAYS_LEFT]
    rows = Disclosure.objects.filter(approved_on__in=approvals, publications=None)
    keys = set(rows.values_list("department__region", "year"))
    keys |= set(Timetable.objects.filter(approved_on__in=approvals).values_list("region", "year"))
    return sum(_remind_region(region, year, today) for region, year in sorted(keys))


@transaction.atomic
def _remind_region(key: int, year: int, today: date) -> int:
    # Two workers that look at the same day do so one after the other.
    region = Region.objects.select_for_update(no_key=True).get(pk=key)
    due = [one for one in standings(region, year, today) if _is_due(one)]
    sent = Reminder.objects.filter(
        sent_by=None, disclosure__in=[one.disclosure for one in due if one.disclosure]
    )
    known = set(sent.values_list("disclosure", "due_on", "days_left"))
    return _send(region, [one for one in due if _moment(one) not in known]).disclosures


def _is_due(standing: Standing) -> bool:
    clock = None if standing.is_public or standing.disclosure is None else standing.clock
    return clock is not None and clock.days_left in DAYS_LEFT


def _moment(standing: Standing) -> tuple[int, date, int] | None:
    """What the clock reminds of once."""
    if standing.disclosure is None or standing.clock is None:
        return None
    return standing.disclosure.pk, standing.clock.due_on, standing.clock.days_left


@transaction.atomic
def _send(
    region: Region, chosen: Iterable[Standing], by: User | None = None, words: str = ""
) -> Reminded:
    """Keep the reminders and hand their letters to the background, all of it or nothing."""
    staff = _staff(region)
    people = [(one, staff.next_for(one)) for one in chosen]
    reached = [(one, users) for one, users in people if users]
    reminders = Reminder.objects.bulk_create(_reminder(one, by, words) for one, _ in reached)
    through = Reminder.receivers.through
    letters = [(made, *to) for made, to in zip(reminders, reached, strict=True)]
    through._default_manager.bulk_create(
        through(reminder_id=made.pk, user_id=user.pk)
        for made, _, users in letters
        for user in users
    )
    for made, standing, users in letters:
        notices.reminded(made, users, standing.state, standing.time)
    return Reminded(
        disclosures=len(reminders),
        people=len({user.pk for _, users in reached for user in users}),
        nobody=tuple(one.owner.name for one, users in people if not users),
    )


def _reminder(standing: Standing, by: User | None, words: str) -> Reminder:
    clock = standing.clock
    return Reminder(
        disclosure=standing.disclosure,
        sent_at=timezone.now(),
        sent_by=by,
        due_on=clock.due_on if clock else None,
        days_left=clock.days_left if clock else None,
        words=words,
    )


def _staff(region: Region) -> Staff:
    of_department: dict[tuple[str, int], list[User]] = defaultdict(list)
    of_unit: dict[tuple[str, int], list[User]] = defaultdict(list)
    rows = Appointment.objects.filter(
        Q(department__region=region) | Q(unit__department__region=region), user__is_active=True
    )
    for one in rows.select_related("user").order_by("user", "pk"):
        if one.unit_id:
            of_unit[one.role, one.unit_id].append(one.user)
        elif one.department_id:
            of_department[one.role, one.department_id].append(one.user)
    return Staff(of_department, of_unit)
