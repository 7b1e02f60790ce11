"""Who has published and who has not (公开情况): by year and region."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django import forms
from django.db.models.functions import Substr
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from disclosures.budget.deadline import deadline
from disclosures.models import Department, Publication, Region

from .catalogue import soon_rechecked

# The record begins with the day of approval: nothing else of it has to be read.
BEGINNING = 40
APPROVED = re.compile(r'^\{"approved_on":"(\d{4}-\d{2}-\d{2})"')


class Choice(forms.Form):
    """The year and region that somebody asks for; what cannot be understood is left out."""

    year = forms.IntegerField(required=False, min_value=2000, max_value=2100)
    region = forms.CharField(required=False, max_length=12)


@dataclass(frozen=True, slots=True)
class Line:
    """One department: its versions of the year, the oldest first; none if it has not published."""

    department: Department
    versions: Sequence[Publication]

    @property
    def current(self) -> Publication | None:
        """What is in force: nothing where the newest version is withdrawn."""
        newest = self.versions[-1] if self.versions else None
        return None if newest is None or newest.is_withdrawn else newest

    @property
    def disclosed_on(self) -> date | None:
        """The day of the first version."""
        return timezone.localdate(self.versions[0].published_at) if self.versions else None

    @property
    def days(self) -> int | None:
        """How many days after the approval it was disclosed, where the record names that day."""
        approved_on, disclosed_on = self._approved_on, self.disclosed_on
        return (disclosed_on - approved_on).days if approved_on and disclosed_on else None

    @property
    def is_late(self) -> bool:
        """Whether that was after the 20 days of the law."""
        approved_on, disclosed_on = self._approved_on, self.disclosed_on
        return bool(approved_on and disclosed_on and deadline(approved_on, disclosed_on).is_missed)

    @property
    def state(self) -> str:
        """What the public is told of it in a word."""
        if not self.versions:
            return "尚未公开"
        if self.current is None:
            return "依法撤下"
        return f"已更正（第 {self.current.version} 版）" if self.current.version > 1 else "已公开"

    @property
    def _approved_on(self) -> date | None:
        """Of what is withdrawn nothing is told."""
        beginning = getattr(self.versions[0], "beginning", "") if self.current else ""
        found = APPROVED.match(beginning)
        return date.fromisoformat(found[1]) if found else None


@soon_rechecked
@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """The departments of a region and what each has published of a year."""
    choice = Choice(request.GET)
    choice.is_valid()
    of_departments = Publication.objects.filter(disclosure__unit=None)
    years = list(of_departments.values_list("disclosure__year", flat=True).distinct())
    regions = list(Region.objects.filter(departments__isnull=False).distinct().order_by("code"))
    year = choice.cleaned_data.get("year") or max(years, default=timezone.localdate().year)
    wanted = choice.cleaned_data.get("region")
    region = next((one for one in regions if one.code == wanted), regions[0] if regions else None)
    lines = _lines(region, year) if region else []
    context = {
        "place": "status",
        "year": year,
        "years": sorted(years, reverse=True),
        "region": region,
        "regions": regions,
        "lines": lines,
        "published": sum(line.current is not None for line in lines),
        "late": sum(line.is_late for line in lines),
        "corrected": sum(len(line.versions) > 1 for line in lines),
    }
    return render(request, "disclosures/status.html", context)


def _lines(region: Region, year: int) -> list[Line]:
    """All departments of the region that had been set up, those that owe their budget first."""
    versions = _versions(region, year)
    departments = Department.objects.filter(region=region).order_by("code")
    lines = [Line(one, versions.get(one.pk, ())) for one in departments]
    return sorted(lines, key=lambda line: line.current is not None)


def _versions(region: Region, year: int) -> Mapping[int, list[Publication]]:
    rows = (
        Publication.objects.filter(
            disclosure__department__region=region, disclosure__unit=None, disclosure__year=year
        )
        .select_related("disclosure__department", "disclosure__unit", "withdrawal")
        .defer("snapshot", "withdrawal__note")
        .annotate(beginning=Substr("snapshot", 1, BEGINNING))
        .order_by("version")
    )
    found: dict[int, list[Publication]] = {}
    for row in rows:
        found.setdefault(row.disclosure.department_id, []).append(row)
    return found
