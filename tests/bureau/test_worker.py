"""The background: what a worker does, keeps together with the rows, takes up again and deletes."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.periodic import PeriodicTask

from disclosures.bureau import examination
from disclosures.management import sample
from disclosures.models import Appointment, Disclosure, Examination, Region, Reminder
from tests.models import rows
from tests.working import forget_jobs, jobs, work

from .conftest import an_officer
from .copies import a_copy

Role = Appointment.Role


@pytest.fixture
def background(real_transactions: None) -> Iterator[None]:  # noqa: ARG001 - asked for
    """A background without a job, on a database whose commits a worker sees."""
    forget_jobs()
    yield
    forget_jobs()
    connection.close()


@pytest.mark.usefixtures("background")
def test_a_letter_that_waits_is_sent_by_the_worker() -> None:
    app.configure_task("mail").defer(subject="请审核", body="内容", to=["a@example.cn"])

    work()

    assert [letter.subject for letter in mail.outbox] == ["请审核"]
    assert [job.status for job in jobs("mail")] == ["succeeded"]


@pytest.mark.usefixtures("background")
def test_the_clock_s_reminder_and_its_letter_are_one_and_run_twice_repeat_nothing() -> None:
    today = timezone.localdate()
    disclosure = rows.a_disclosure(
        rows.a_department(), year=today.year, approved_on=today - timedelta(17)
    )
    clerk = rows.an_appointed(Role.ENTRY, department=disclosure.department)
    type(clerk).objects.filter(pk=clerk.pk).update(email="clerk@example.cn")

    for timestamp in (1, 2):
        app.configure_task("disclosures.tasks.remind").defer(timestamp=timestamp)
        work()

    assert [job.status for job in jobs("disclosures.tasks.remind")] == ["succeeded"] * 2
    assert Reminder.objects.get().days_left == 3
    assert [letter.to + letter.bcc for letter in mail.outbox] == [["clerk@example.cn"]]


@pytest.mark.usefixtures("background")
def test_drafts_are_examined_where_somebody_asks_and_the_rest_of_the_year_by_the_clock() -> None:
    sample.load()
    disclosure = sample.disclosures().get()
    disclosure.explanations.filter(key="operating").delete()
    region = Region.objects.get()
    bare = rows.a_disclosure(rows.a_department("9", region), year=timezone.localdate().year + 1)

    examination.ask_for(region, 2026, an_officer(region))
    work()

    found = Examination.objects.get()
    assert (found.disclosure, found.errors, found.obstacle) == (disclosure, 1, "")
    assert found.warnings > 0
    app.configure_task("disclosures.tasks.examine_all").defer(timestamp=1)
    work()
    assert "收支分类科目" in Examination.objects.get(disclosure=bare).obstacle


def test_one_faulty_draft_does_not_keep_the_others_from_being_examined(
    disclosure: Disclosure, caplog: pytest.LogCaptureFixture
) -> None:
    faulty = a_copy(disclosure, "71")
    last_year = rows.a_disclosure(faulty.department, year=2025)
    rows.a_publication(last_year, snapshot="{}")

    assert examination.examine(Disclosure.objects.filter(year=2026)) == 2
    assert Examination.objects.get(disclosure=faulty).obstacle == examination.UNKNOWN
    assert Examination.objects.get(disclosure=disclosure).obstacle == ""
    assert "KeyError" in caplog.text


@pytest.mark.usefixtures("background")
def test_what_a_killed_worker_left_is_taken_up_again() -> None:
    for subject in ("被遗留", "正在做"):
        app.configure_task("mail").defer(subject=subject, body="", to=["a@example.cn"])
    left, held = jobs("mail")
    with connection.cursor() as cursor:
        for job, heartbeat in ((left, "1 hour"), (held, "1 second")):
            cursor.execute(
                "WITH worker AS (INSERT INTO procrastinate_workers (last_heartbeat)"
                " VALUES (now() - %s::interval) RETURNING id) UPDATE procrastinate_jobs"
                " SET status = 'doing', worker_id = worker.id FROM worker"
                " WHERE procrastinate_jobs.id = %s",
                [heartbeat, job.pk],
            )
    app.configure_task("disclosures.tasks.retake").defer(timestamp=1)

    work()

    assert [letter.subject for letter in mail.outbox] == ["被遗留"]
    assert [job.status for job in jobs("mail")] == ["succeeded", "doing"]


@pytest.mark.usefixtures("background")
def test_what_ended_a_week_ago_is_deleted() -> None:
    for status in ("succeeded", "failed", "cancelled", "todo", "succeeded"):
        app.configure_task("mail", schedule_in={"days": 1}).defer(subject=status, body="", to=[])
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = %s"
                " WHERE id = (SELECT max(id) FROM procrastinate_jobs)",
                [status],
            )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_events SET at = now() - interval '8 days'"
            " WHERE job_id < (SELECT max(id) FROM procrastinate_jobs)"
        )
    app.configure_task("disclosures.tasks.clear_away_jobs").defer(timestamp=1)

    work()

    assert [job.status for job in jobs("mail")] == ["todo", "succeeded"]


@pytest.mark.usefixtures("background")
def test_sessions_that_are_over_are_deleted() -> None:
    now = timezone.now()
    for key, day in (("over", -1), ("open", 1)):
        Session.objects.create(session_key=key, expire_date=now + timedelta(day))
    app.configure_task("disclosures.tasks.clear_sessions").defer(timestamp=1)

    work()

    assert [one.session_key for one in Session.objects.all()] == ["open"]
    assert not ProcrastinateJob.objects.filter(status="failed").exists()


def test_the_clock_works_by_the_hours_of_those_who_read_it() -> None:
    hours = {
        task.task.name.rpartition(".")[2]: [timezone.localtime(at) for at in times_of(task)]
        for task in app.periodic_registry.periodic_tasks.values()
    }

    assert [at.hour for at in hours["remind"]] == list(range(8, 18))
    assert [f"{at:%H:%M}" for at in hours["clear_away_jobs"]] == ["02:30"]
    assert [f"{at:%H:%M}" for at in hours["clear_sessions"]] == ["02:40"]
    assert len(hours["examine_all"]) == 48
    assert len(hours["retake"]) == 24 * 60


def times_of(task: PeriodicTask[..., Any, ...]) -> Iterator[datetime]:
    """When it is time for a task on one day of those who read the clock."""
    midnight = datetime(2026, 2, 9, 16, tzinfo=UTC)
    clock = task.croniter
    clock.set_current(midnight.timestamp() - 1)
    while (at := datetime.fromtimestamp(clock.get_next(float), UTC)) < midnight + timedelta(1):
        yield at
