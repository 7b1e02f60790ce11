"""The status board (公开情况): who has published, when, and who has not yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from disclosures.models import CurrentVersion, Region, Withdrawal
from disclosures.punctuality import Line, Punctuality, State, punctuality

from .catalogue import soon_rechecked

PER_PAGE: Final = 50
# What a reader may narrow the board to, and the lines that are then left.
STATES: Final[Mapping[str, frozenset[State]]] = {
    "published": frozenset({State.ON_TIME, State.PUBLISHED, State.LATE}),
    "pending": frozenset({State.PENDING, State.OVERDUE}),
    "late": frozenset({State.LATE, State.OVERDUE}),
    "withdrawn": frozenset({State.WITHDRAWN}),
}
CORRECTED: Final = "corrected"


class Choice(forms.Form):
    """The year, the region and the states to show; what cannot be understood is left out."""

    year = forms.IntegerField(required=False, min_value=2000, max_value=2100)
    region = forms.CharField(required=False, max_length=12)
    state = forms.ChoiceField(required=False, choices=[(one, one) for one in (*STATES, CORRECTED)])


@soon_rechecked
@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """Every department that owes a disclosure, in a year of a region."""
    choice = Choice(request.GET)
    choice.is_valid()
    wanted = choice.cleaned_data
    public = _public()
    years = sorted({year for year, _ in public}, reverse=True)
    regions = list(Region.objects.filter(pk__in={key for _, key in public}).order_by("code"))
    year = wanted.get("year") or next(iter(years), None)
    region = _region(regions, wanted.get("region"), {key for when, key in public if when == year})
    context: dict[str, Any] = {"place": "status", "years": years, "regions": regions}
    if year and region:
        found = punctuality(region, year, timezone.localdate())
        context |= _shown(found, wanted.get("state") or "", request.GET.get("page"))
    return render(request, "disclosures/status.html", {**context, "year": year, "region": region})


def _public() -> set[tuple[int, int]]:
    """The years and regions that something is public of, if only that it was withdrawn."""
    current = CurrentVersion.objects.values_list("year", "department__region")
    disclosure = "publication__disclosure"
    gone = Withdrawal.objects.tombstones().order_by()
    left = gone.values_list(f"{disclosure}__year", f"{disclosure}__department__region")
    return {*current.distinct(), *left.distinct()}


def _region(regions: list[Region], code: str | None, of_year: set[int]) -> Region | None:
    """The region asked for, else the first that something is public of in the year."""
    asked = (one for one in regions if one.code == code)
    first = (one for one in regions if one.pk in of_year)
    return next(asked, None) if code else next(first, None)


def _shown(found: Punctuality, state: str, number: str | None) -> dict[str, Any]:
    lines = [line for line in found.lines if _is_wanted(line, state)]
    page = Paginator(lines, PER_PAGE).get_page(number)
    return {"found": found, "page": page, "state": state}


def _is_wanted(line: Line, state: str) -> bool:
    if state == CORRECTED:
        return line.is_corrected
    return not state or line.state in STATES[state]
