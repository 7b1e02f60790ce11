"""公开安排: the dates of approval and of joint publication of a region's year."""

from __future__ import annotations

from datetime import date, datetime

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone

from disclosures.admin.scoped import person
from disclosures.budget.deadline import due_on
from disclosures.bureau import timetable
from disclosures.models import Timetable

from .place import Place

HOUR = "%Y-%m-%dT%H:%M"


class DatesForm(forms.ModelForm[Timetable]):
    """The two dates of a year; the browser's own fields, so that nothing is mistyped."""

    class Meta:
        model = Timetable
        fields = ("approved_on", "publishes_at")
        widgets = {
            "approved_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "publishes_at": forms.DateTimeInput(format=HOUR, attrs={"type": "datetime-local"}),
        }

    def dates(self) -> tuple[date | None, datetime | None]:
        """The approval and the publication as they were given."""
        return self.cleaned_data["approved_on"], self.cleaned_data["publishes_at"]


def dates_page(request: HttpRequest, place: Place) -> HttpResponse:
    """The form of the dates; departments follow that of the approval."""
    if not person(request).has_perm("disclosures.change_timetable", place.region):
        raise PermissionDenied
    kept = Timetable.objects.filter(region=place.region, year=place.year).first()
    instance = kept or Timetable(region=place.region, year=place.year)
    form = DatesForm(request.POST or None, instance=instance, label_suffix="")
    if request.method == "POST" and form.is_valid() and _is_arranged(request, place, form):
        return HttpResponseRedirect(place.address())
    context = {**place.context(request, "公开安排"), "form": form}
    return TemplateResponse(request, "admin/board/dates.html", context)


def _is_arranged(request: HttpRequest, place: Place, form: DatesForm) -> bool:
    """Save the dates and tell what came of it, or say in the form what is wrong with them."""
    user, (approved_on, publishes_at) = person(request), form.dates()
    try:
        came = timetable.arrange(place.region, place.year, approved_on, publishes_at, user)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    said = f"已保存公开安排：{came.following} 份部门预算公开使用集中批复日期"
    said += f"，{came.own_date} 份另有批复日期" if came.own_date else ""
    said += f"，{came.closed} 份已送审或已公开，保持不变" if came.closed else ""
    messages.success(request, f"{said}。")
    if approved_on and publishes_at and timezone.localdate(publishes_at) > due_on(approved_on):
        hour = f"{timezone.localtime(publishes_at):%Y-%m-%d %H:%M}"
        messages.warning(request, f"集中公开时间 {hour} 晚于公开期限 {due_on(approved_on)}。")
    return True
