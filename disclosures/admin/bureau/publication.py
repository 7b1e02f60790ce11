"""集中公开: scheduling the publication of a region, and watching how far it is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone

from disclosures.admin.scoped import person
from disclosures.bureau import joint_publication
from disclosures.models import JointPublication, JointPublicationItem, Review, Timetable
from disclosures.publication import StepRefused

from .dates import HOUR
from .place import Place

SHOWN = 20
NEAR = timedelta(minutes=5)


class HourForm(forms.Form):
    """When it starts; left empty, at once."""

    starts_at = forms.DateTimeField(
        label="开始时间",
        required=False,
        help_text="留空则立即开始。届时已审核通过的全部公开，其余的不公开。",
        widget=forms.DateTimeInput(format=HOUR, attrs={"type": "datetime-local"}),
    )


def publication_page(request: HttpRequest, place: Place) -> HttpResponse:
    """What is scheduled, running and done, and the form to schedule."""
    planned = Timetable.objects.filter(region=place.region, year=place.year).first()
    hour = planned.publishes_at if planned else None
    form = HourForm(request.POST or None, label_suffix="", initial={"starts_at": hour})
    if request.method == "POST" and form.is_valid() and _is_done(request, place, form):
        return HttpResponseRedirect(request.path)
    found = list(_jobs(place).order_by("-starts_at", "-pk")[:SHOWN])
    context = {
        **place.context(request, "集中公开"),
        "form": form,
        "joint_publications": found,
        "is_waiting": any(map(_is_waiting, found)),
        "is_moving": any(map(_is_moving, found)),
        "failures": _failures(found),
        "approved": _approved(place).count(),
    }
    return TemplateResponse(request, "admin/board/publication.html", context)


def _is_done(request: HttpRequest, place: Place, form: HourForm) -> bool:
    """Schedule or cancel, or say why not."""
    user, step = person(request), request.POST.get("step")
    try:
        if step == "schedule":
            starts_at = form.cleaned_data["starts_at"] or timezone.now()
            made = joint_publication.schedule(place.region, place.year, starts_at, user)
            hour = f"{timezone.localtime(made.starts_at):%Y-%m-%d %H:%M}"
            messages.success(request, f"已安排集中公开，{hour} 开始。")
        elif step == "cancel":
            joint_publication.cancel(place.region, place.year, user)
            messages.success(request, "已取消集中公开。")
        else:
            raise PermissionDenied
    except StepRefused as refused:
        messages.error(request, refused.reason)
        return False
    return True


def _is_waiting(one: Any) -> bool:
    return bool(one.begun_at is None and one.cancelled_at is None)


def _is_moving(one: Any) -> bool:
    """Whether it is worth looking again in a few seconds."""
    is_near = _is_waiting(one) and one.starts_at - timezone.now() < NEAR
    return bool(is_near or one.done + one.failed < one.of)


def _jobs(place: Place) -> QuerySet[Any]:
    rows = JointPublication.objects.filter(region=place.region, year=place.year)
    return rows.with_progress().select_related("scheduled_by", "cancelled_by")


def _failures(found: list[Any]) -> QuerySet[JointPublicationItem]:
    """What the last one did not publish, or not yet, and why."""
    last = next((one for one in found if one.begun_at), None)
    items = JointPublicationItem.objects.filter(
        joint_publication=last, review__publication=None
    ).exclude(failure="")
    owners = ("department", "unit")
    return items.select_related(*(f"review__disclosure__{one}" for one in owners)).order_by(
        "review__disclosure__department__code", "pk"
    )


def _approved(place: Place) -> QuerySet[Review]:
    return Review.objects.filter(
        state=Review.State.APPROVED,
        disclosure__department__region=place.region,
        disclosure__year=place.year,
    )
