"""The home page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, F, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from disclosures.budget.amounts import total
from disclosures.models import Department, Publication
from disclosures.models.publications import PublicationQuerySet

LATEST = 8
# What people ask about first, in their own words.
ASKED_ABOUT: Final = ("公车", "招待", "出国", "工资", "养老", "培训")
soon_rechecked = cache_control(public=True, max_age=60, must_revalidate=True)


@dataclass(frozen=True, slots=True)
class OfRegion:
    """What is published of a region in a year; the total is of departments, with their units."""

    code: str
    name: str
    departments: int
    due: int
    units: int
    corrected: int
    total: Decimal


@dataclass(frozen=True, slots=True)
class OfYear:
    """What is published of a year, region by region."""

    year: int
    regions: Sequence[OfRegion]

    @property
    def total(self) -> Decimal:
        """All regions together."""
        return total(region.total for region in self.regions)

    @property
    def departments(self) -> int:
        """Departments that have published."""
        return sum(region.departments for region in self.regions)

    @property
    def due(self) -> int:
        """Departments that owe a disclosure."""
        return sum(region.due for region in self.regions)

    @property
    def units(self) -> int:
        """Units that have published their own."""
        return sum(region.units for region in self.regions)

    @property
    def corrected(self) -> int:
        """Disclosures that have been corrected."""
        return sum(region.corrected for region in self.regions)


@soon_rechecked
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the portal is, how much is published, and what came last."""
    current = Publication.objects.published().current()
    context = {
        "place": "home",
        "asked_about": ASKED_ABOUT,
        "years": _by_year(_by_year_and_region(current)),
        "latest": current.order_by("-published_at", "-pk")[:LATEST],
    }
    return render(request, "disclosures/home.html", context)


def _by_year(rows: Iterable[Mapping[str, Any]]) -> list[OfYear]:
    due = dict(Department.objects.values_list("region__code").annotate(Count("pk")))
    years: dict[int, list[OfRegion]] = {}
    for row in rows:
        region = OfRegion(
            row["code"],
            row["name"],
            row["departments"],
            due[row["code"]],
            row["units"],
            row["corrected"],
            row["sum"] or Decimal(0),
        )
        years.setdefault(row["year"], []).append(region)
    return [OfYear(year, regions) for year, regions in years.items()]


def _by_year_and_region(current: PublicationQuerySet) -> QuerySet[Publication, Any]:
    of_departments = Q(disclosure__unit=None)
    region = "disclosure__department__region"
    return (
        current.values(
            year=F("disclosure__year"), code=F(f"{region}__code"), name=F(f"{region}__name")
        )
        .annotate(
            departments=Count("pk", filter=of_departments),
            units=Count("pk", filter=~of_departments),
            corrected=Count("pk", filter=Q(version__gt=1)),
            sum=Sum("total", filter=of_departments),
        )
        .order_by("-year", "code")
    )
