"""Reminders: to whose step is next, kept, and by the clock once for each of its days."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from disclosures import workflow
from disclosures.bureau.reminders import Reminded, remind, remind_by_the_clock
from disclosures.bureau.standing import Standing
from disclosures.models import Appointment, Disclosure, Region, Reminder, User
from disclosures.publication import StepRefused
from tests.models import rows
from tests.publishing import approved, publish, somebody_of, submitted

from .conftest import an_officer

Role = Appointment.Role
APPROVED_ON = date(2026, 1, 26)
DUE_ON = date(2026, 2, 15)


def anything(_: Standing) -> bool:
    return True


def letters() -> list[tuple[str, list[str]]]:
    """Text and receivers of the letters that wait for the worker."""
    jobs = ProcrastinateJob.objects.filter(task_name="mail").order_by("pk")
    return [(job.args["body"], job.args["to"]) for job in jobs]


def appointed(name: str, role: Appointment.Role, **scope: object) -> User:
    """Somebody with a role and an address."""
    user = rows.a_user(name, email=f"{name}@example.cn")
    Appointment.objects.create(user=user, role=role, **scope)
    return user


@pytest.fixture
def due(region: Region) -> Disclosure:
    """A department's disclosure, approved and with a clerk."""
    department = rows.a_department(region=region)
    appointed("clerk", Role.ENTRY, department=department)
    return rows.a_disclosure(department, approved_on=APPROVED_ON)


def test_an_officer_s_reminder_is_kept_and_sent_with_the_words(
    region: Region, officer: User, due: Disclosure
) -> None:
    came = remind(region, 2026, officer, "请于周五前送审。", anything)

    assert came == Reminded(disclosures=1, people=1, nobody=())
    reminder = Reminder.objects.get()
    assert (reminder.disclosure, reminder.sent_by) == (due, officer)
    assert [user.username for user in reminder.receivers.all()] == ["clerk"]
    ((body, to),) = letters()
    assert to == ["clerk@example.cn"]
    assert "目前录入中" in body
    assert "附言：请于周五前送审。" in body
    assert f"公开期限：{DUE_ON}" in body


def test_it_goes_to_whose_step_is_next(disclosure: Disclosure) -> None:
    region = disclosure.department.region
    officer = an_officer(region)
    people = {
        role: somebody_of(disclosure, role) for role in (Role.ENTRY, Role.REVIEW, Role.PUBLISH)
    }
    unit = disclosure.department.units.get()
    of_unit = appointed("of-unit", Role.ENTRY, unit=unit)

    def reached() -> set[User]:
        remind(region, 2026, officer, "", anything)
        return set(Reminder.objects.order_by("-pk")[0].receivers.all())

    assert reached() == {people[Role.ENTRY], of_unit}
    review = submitted(disclosure)
    assert reached() == {people[Role.REVIEW]}
    workflow.approve(review, people[Role.REVIEW])
    assert reached() == {people[Role.PUBLISH]}
    workflow.send_back(review, people[Role.PUBLISH], "请改")
    assert reached() == {people[Role.ENTRY], of_unit}
    publish(disclosure)
    with pytest.raises(StepRefused, match="没有选中"):
        reached()


def test_a_unit_that_delivered_is_left_alone(region: Region, officer: User) -> None:
    department = rows.a_department(region=region)
    done, open_one = rows.a_unit(department, 1), rows.a_unit(department, 2)
    clerk = appointed("done", Role.ENTRY, unit=done)
    appointed("open", Role.ENTRY, unit=open_one)
    budget = rows.a_budget(done)
    type(budget).objects.filter(pk=budget.pk).deliver(clerk, timezone.now())
    rows.a_disclosure(department)

    remind(region, 2026, officer, "", anything)

    assert [user.username for user in Reminder.objects.get().receivers.all()] == ["open"]


def test_who_left_is_not_reminded_and_where_there_is_nobody_is_told(
    region: Region, officer: User, due: Disclosure
) -> None:
    User.objects.filter(username="clerk").update(is_active=False)
    with pytest.raises(StepRefused, match=f"没有可催办的人员.*{due.department.name}"):
        remind(region, 2026, officer, "", anything)
    other = rows.a_disclosure(rows.a_department("2", region))
    appointed("second", Role.ENTRY, department=other.department)

    came = remind(region, 2026, officer, "", anything)

    assert came == Reminded(1, 1, (due.department.name,))
    assert [one.disclosure for one in Reminder.objects.all()] == [other]
    assert [to for _, to in letters()] == [["second@example.cn"]]


def test_only_what_is_wanted_in_the_own_region_is_reminded_of(
    region: Region, officer: User, due: Disclosure
) -> None:
    other = rows.a_disclosure(rows.a_department("2", region))
    abroad = rows.a_disclosure(rows.a_department("3", rows.a_region("654000")))
    appointed("second", Role.ENTRY, department=other.department)
    appointed("third", Role.ENTRY, department=abroad.department)

    remind(region, 2026, officer, "", lambda one: one.disclosure == due)

    assert [one.disclosure for one in Reminder.objects.all()] == [due]
    with pytest.raises(StepRefused, match="没有在地区654000催办"):
        remind(abroad.department.region, 2026, officer, "", anything)


def test_too_many_words_are_refused(region: Region, officer: User, due: Disclosure) -> None:
    with pytest.raises(StepRefused, match="501 个字，最多 500 个字"):
        remind(region, 2026, officer, "长" * 501, anything)

    assert not due.reminders.exists()


@pytest.mark.usefixtures("due")
def test_the_clock_reminds_7_3_and_1_days_before_and_on_the_day_after_once_each() -> None:
    sent = {}
    for day in range(-9, 6):
        today = DUE_ON + timedelta(day)
        sent[-day] = (remind_by_the_clock(today), remind_by_the_clock(today))

    assert {left: count for left, count in sent.items() if any(count)} == {
        7: (1, 0),
        3: (1, 0),
        1: (1, 0),
        -1: (1, 0),
    }
    assert len(letters()) == Reminder.objects.count() == 4
    assert "（已逾期 1 天）" in letters()[-1][0]


def test_the_clock_counts_anew_from_another_day_of_approval(due: Disclosure) -> None:
    assert remind_by_the_clock(DUE_ON - timedelta(7)) == 1
    Disclosure.objects.filter(pk=due.pk).update(approved_on=APPROVED_ON + timedelta(4))

    assert remind_by_the_clock(DUE_ON - timedelta(3)) == 1

    assert list(due.reminders.order_by("pk").values_list("due_on", "days_left")) == [
        (DUE_ON, 7),
        (DUE_ON + timedelta(4), 7),
    ]


def test_the_clock_knows_the_region_s_date_where_a_department_has_none(
    region: Region, due: Disclosure
) -> None:
    Disclosure.objects.filter(pk=due.pk).update(approved_on=None)
    region.timetables.create(year=2026, approved_on=APPROVED_ON)
    region.timetables.create(year=2027)

    assert remind_by_the_clock(DUE_ON - timedelta(3)) == 1
    assert due.reminders.get().due_on == DUE_ON


def test_the_clock_leaves_alone_what_is_public(due: Disclosure) -> None:
    rows.a_publication(due)

    assert remind_by_the_clock(DUE_ON - timedelta(1)) == 0


def test_an_officer_s_reminder_does_not_stand_for_the_clock_s(
    region: Region, officer: User, due: Disclosure
) -> None:
    approval = due.approved_on
    remind(region, 2026, officer, "", anything)

    assert approval
    assert remind_by_the_clock(DUE_ON - timedelta(3)) == 1


def test_the_database_keeps_the_clock_to_once(due: Disclosure) -> None:
    at = "2026-02-08T00:00:00Z"
    Reminder.objects.create(disclosure=due, sent_at=at, due_on=DUE_ON, days_left=7)

    with pytest.raises(IntegrityError, match="reminds_once"), transaction.atomic():
        Reminder.objects.create(disclosure=due, sent_at=at, due_on=DUE_ON, days_left=7)
    with pytest.raises(IntegrityError, match="officer_s_or_the_clock_s"), transaction.atomic():
        Reminder.objects.create(disclosure=due, sent_at=at)


def test_reviewers_are_reminded_of_a_correction_no_more(disclosure: Disclosure) -> None:
    """A correction is under no term: what is public is public."""
    publish(disclosure)
    Disclosure.objects.filter(pk=disclosure.pk).update(other_matters="另有一项。")
    approved(Disclosure.objects.get(pk=disclosure.pk), "补充一项。")
    region = disclosure.department.region

    with pytest.raises(StepRefused, match="没有选中"):
        remind(region, 2026, an_officer(region), "", anything)
