"""What staff are told by mail when a budget goes a step further (通知)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Model, Q, QuerySet
from django.urls import reverse
from procrastinate.contrib.django import app as background

from .models import Appointment, Budget, Publication, Reminder, Review, User

Role = Appointment.Role
MAIL = "mail"


def delivered(budget: Budget, by: User) -> None:
    """To who enters for the department: a unit has delivered."""
    people = _of(Role.ENTRY, department=budget.unit.department_id)
    _tell(people, f"{budget}已报送", f"{by} 已报送{budget}。", budget)


def reopened(budget: Budget, by: User) -> None:
    """To who enters for the unit: its budget came back."""
    people = _of(Role.ENTRY, unit=budget.unit_id)
    _tell(people, f"{budget}已退回", f"{by} 已将{budget}退回，可以修改。", budget)


def submitted(review: Review) -> None:
    """To the reviewers: there is something to review."""
    people = _of(Role.REVIEW, department=review.disclosure.department_id)
    said = f"{review.submitted_by} 已送审{review.disclosure}，请审核。"
    _tell(people, f"请审核：{review.disclosure}", said, review.disclosure)


def approved(review: Review) -> None:
    """To the publishers: there is something to publish."""
    people = _of(Role.PUBLISH, department=review.disclosure.department_id)
    said = f"{review.approved_by} 已审核通过{review.disclosure}，可以发布。"
    _tell(people, f"可以发布：{review.disclosure}", said, review.disclosure)


def returned(review: Review) -> None:
    """To who submitted and who approved: it came back, and why."""
    took_part = (review.submitted_by_id, review.approved_by_id)
    keys = [key for key in took_part if key and key != review.returned_by_id]
    said = f"{review.returned_by} 已退回{review.disclosure}。\n退回原因：{review.reason}"
    people = User.objects.filter(pk__in=keys)
    _tell(people, f"已退回：{review.disclosure}", said, review.disclosure)


def published(publication: Publication, *, is_joint: bool = False) -> None:
    """To who worked on it, and to the finance department unless it did it itself: it is public."""
    disclosure = publication.disclosure
    people = _of(Role.FINANCE, region=disclosure.department.region_id)
    workers = Q(pk__in=disclosure.reviews.filter(publication=publication).values("submitted_by"))
    concerned = workers if is_joint else workers | Q(pk__in=people.values("pk"))
    everybody = User.objects.filter(concerned)
    said = f"{publication}已公开。\nSHA-256：{publication.sha256}"
    _tell(everybody, f"已公开：{publication}", said, disclosure)


def reminded(reminder: Reminder, people: Iterable[User], state: str, time: str) -> None:
    """To those whose step is next: how far it is, until when it is due, and what else is said."""
    disclosure = reminder.disclosure
    said = f"{disclosure}目前{state}，请尽快办理。"
    if reminder.due_on:
        said += f"\n公开期限：{reminder.due_on}（{time}）。"
    if reminder.words:
        said += f"\n附言：{reminder.words}"
    said += f"\n{reminder.sent_by or '系统'}催办"
    receivers = User.objects.filter(pk__in=[user.pk for user in people])
    _tell(receivers, f"催办：{disclosure}", said, disclosure)


def _of(role: Role, **scope: int) -> QuerySet[User]:
    appointments = Appointment.objects.filter(role=role, **scope)
    return User.objects.filter(pk__in=appointments.values("user"))


def _tell(people: QuerySet[User], subject: str, said: str, row: Model) -> None:
    """Hand the letter to the background worker, as part of the step's own transaction."""
    active = people.filter(is_active=True).exclude(email="").order_by("pk")
    to: list[Any] = list(active.values_list("email", flat=True))
    if to:
        body = f"{said}\n\n{settings.PORTAL_URL}{_address(row)}\n\n{settings.PORTAL_NAME}"
        background.configure_task(MAIL).defer(subject=subject, body=body, to=to)


def _address(row: Model) -> str:
    name = row._meta.model_name
    return reverse(f"admin:disclosures_{name}_change", args=(row.pk,))
