"""A region published at one hour: what is approved then, once, in the name of who scheduled it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import override_settings
from django.utils import timezone

from disclosures import workflow
from disclosures.bureau import joint_publication
from disclosures.bureau.joint_publication import BEGIN, PUBLISH, cancel, schedule
from disclosures.management import sample
from disclosures.models import (
    Appointment,
    Disclosure,
    JointPublication,
    JointPublicationItem,
    Publication,
    Region,
    User,
)
from disclosures.publication import PublicationRefused, StepRefused, publish
from tests.models import rows
from tests.publishing import approved, somebody_of, submitted
from tests.working import bring_forward, forget_jobs, jobs, work

from .conftest import an_officer
from .copies import REASON, a_copy

Role = Appointment.Role


@pytest.fixture
def region_at_work(real_transactions: None, artefacts: Path) -> Iterator[Region]:  # noqa: ARG001
    """The sample's region, where a worker sees what a test commits."""
    forget_jobs()
    sample.load()
    yield Region.objects.get()
    forget_jobs()
    connection.close()


def the_sample() -> Disclosure:
    return sample.disclosures().select_related("department__region").get()


def progress() -> tuple[int, int, int]:
    """Of the last joint publication: how many, how many public, how many failed."""
    last: Any = JointPublication.objects.with_progress().order_by("-pk")[0]
    return last.of, last.done, last.failed


def test_what_is_approved_at_the_hour_is_published_once_and_nothing_else(
    region_at_work: Region,
) -> None:
    officer = an_officer(region_at_work)
    first = the_sample()
    second, submitted_only, entered = (a_copy(first, code) for code in ("71", "72", "73"))
    abroad = a_copy(first, "81", rows.a_region("654000"))
    for one in (first, second, abroad):
        approved(one, reason=REASON)
    submitted(submitted_only, reason=REASON)

    schedule(region_at_work, 2026, timezone.now(), officer)
    work()

    public = Publication.objects.order_by("disclosure")
    assert {one.disclosure for one in public} == {first, second}
    assert {one.published_by for one in public} == {officer}
    assert progress() == (2, 2, 0)
    assert not entered.publications.exists()
    assert {job.status for job in (*jobs(BEGIN), *jobs(PUBLISH))} == {"succeeded"}
    assert all(officer.email not in job.args["to"] for job in jobs("mail"))

    joint_publication.begin(JointPublication.objects.get().pk)
    for item in JointPublicationItem.objects.all():
        joint_publication.publish(item.pk, is_last=False)
    assert Publication.objects.count() == 2


def test_what_the_renderer_fails_at_is_tried_again_and_given_up_at_last(
    region_at_work: Region,
) -> None:
    approved(the_sample())
    schedule(region_at_work, 2026, timezone.now(), an_officer(region_at_work))

    with override_settings(PDF_MEMORY_MB=200):
        work()
        item = JointPublicationItem.objects.get()
        assert item.failure == "PDF 生成失败（内存不足：超过 200 MB）"
        assert item.gave_up_at is None
        assert [(job.status, job.attempts) for job in jobs(PUBLISH)] == [("todo", 1)]
        bring_forward(PUBLISH, attempts=5)
        work()

    assert progress() == (1, 0, 1)
    assert [job.status for job in jobs(PUBLISH)] == ["failed"]
    schedule(region_at_work, 2026, timezone.now(), an_officer(region_at_work))
    work()
    assert progress() == (1, 1, 0)


def test_a_second_attempt_publishes_what_the_first_could_not(region_at_work: Region) -> None:
    approved(the_sample())
    schedule(region_at_work, 2026, timezone.now(), an_officer(region_at_work))
    with override_settings(PDF_MEMORY_MB=200):
        work()

    bring_forward(PUBLISH)
    work()

    assert progress() == (1, 1, 0)


@pytest.fixture
def ready(disclosure: Disclosure) -> Disclosure:
    """The sample, approved."""
    approved(disclosure)
    return disclosure


def begun(disclosure: Disclosure) -> JointPublicationItem:
    """The disclosure's part of a joint publication that has begun."""
    region = disclosure.department.region
    made = schedule(region, 2026, timezone.now(), an_officer(region))
    assert joint_publication.begin(made.pk) == 1
    return JointPublicationItem.objects.get()


def test_what_was_returned_meanwhile_is_refused_with_the_reason(ready: Disclosure) -> None:
    item = begun(ready)
    workflow.send_back(ready.reviews.get(), somebody_of(ready, Role.REVIEW), "请改")

    joint_publication.publish(item.pk, is_last=False)

    item.refresh_from_db()
    assert "已由他人发布或退回" in item.failure
    assert item.gave_up_at
    assert progress() == (1, 0, 1)
    assert not Publication.objects.exists()


def test_who_no_longer_belongs_to_the_finance_department_publishes_nothing(
    ready: Disclosure,
) -> None:
    item = begun(ready)
    Appointment.objects.filter(role=Role.FINANCE).delete()

    joint_publication.publish(item.pk, is_last=False)

    item.refresh_from_db()
    assert "没有发布" in item.failure
    assert not Publication.objects.exists()


def test_what_the_department_published_first_counts_as_public(ready: Disclosure) -> None:
    item = begun(ready)
    workflow.publish(ready, somebody_of(ready, Role.PUBLISH))

    joint_publication.publish(item.pk, is_last=False)

    assert progress() == (1, 1, 0)
    assert Publication.objects.count() == 1


def test_an_officer_publishes_by_a_joint_publication_only(ready: Disclosure) -> None:
    officer = an_officer(ready.department.region)

    with pytest.raises(StepRefused, match="没有发布"):
        workflow.publish(ready, officer)
    with pytest.raises(PublicationRefused, match="没有发布"):
        publish(ready.reviews.get(), an_officer(rows.a_region("654000")), "publish_region")


def test_it_is_cancelled_until_it_begins(ready: Disclosure) -> None:
    region = ready.department.region
    officer = an_officer(region)
    tomorrow = timezone.now() + timedelta(days=1)
    first = schedule(region, 2026, tomorrow, officer)
    with pytest.raises(StepRefused, match="请先取消"):
        schedule(region, 2026, tomorrow, officer)

    cancel(region, 2026, officer)

    assert joint_publication.begin(first.pk) == 0
    assert not JointPublicationItem.objects.exists()
    with pytest.raises(StepRefused, match="已经开始，不能取消"):
        cancel(region, 2026, officer)
    begun(ready)
    with pytest.raises(StepRefused, match="已经开始，不能取消"):
        cancel(region, 2026, officer)


def test_it_waits_for_its_hour(region: Region, officer: User) -> None:
    tomorrow = timezone.now() + timedelta(days=1)

    schedule(region, 2026, tomorrow, officer)

    (job,) = jobs(BEGIN)
    assert job.scheduled_at == tomorrow


def test_nobody_of_another_region_schedules_or_cancels(region: Region, officer: User) -> None:
    stranger = an_officer(rows.a_region("654000"))
    schedule(region, 2026, timezone.now(), officer)

    with pytest.raises(StepRefused, match="没有在地区653000"):
        schedule(region, 2026, timezone.now(), stranger)
    with pytest.raises(StepRefused, match="没有在地区653000"):
        cancel(region, 2026, stranger)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({}, "waits_for_one_joint_publication"),
        ({"cancelled_at": timezone.now()}, "cancelled_before_it_begins"),
        ({"begun_at": timezone.now() - timedelta(days=2)}, "does_not_begin_before_its_hour"),
    ],
)
def test_the_database_keeps_order(
    region: Region, officer: User, values: dict[str, object], constraint: str
) -> None:
    made = schedule(region, 2026, timezone.now(), officer)
    again = JointPublication.objects.get(pk=made.pk)
    again.pk = None
    for name, value in values.items():
        setattr(again, name, value)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        again.save(force_insert=True)
