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

from disclosures.budget.amounts import ZERO, total
from disclosures.models import CurrentVersion, Department, Publication, PublishedFigure

LATEST = 8
# What people ask about first, in their own words.
ASKED_ABOUT: Final = ("公车", "招待", "出国", "工资", "养老", "培训")
THREE_PUBLIC: Final = ("three_public", "overseas", "reception", "vehicles")
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


@dataclass(frozen=True, slots=True)
class ThreePublic:
    """The “三公” expenditure of a region's departments: all of it, then its items."""

    code: str
    name: str
    amounts: Sequence[tuple[str, Decimal]]


@soon_rechecked
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the portal is, how much is published, and what came last."""
    years = _by_year(_by_year_and_region())
    newest = CurrentVersion.objects.all().order_by("-published_at", "-pk")
    latest = newest.values_list("pk", flat=True)
    context = {
        "place": "home",
        "asked_about": ASKED_ABOUT,
        "years": years,
        "three_public": _three_public(years[0].year) if years else [],
        "measures": THREE_PUBLIC,
        "latest": Publication.objects.published()
        .with_files()
        .filter(pk__in=latest[:LATEST])
        .order_by("-published_at", "-pk"),
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


def _three_public(year: int) -> list[ThreePublic]:
    """What the departments of each region plan to spend on what people ask about first."""
    current = "publication__as_current"
    figures = PublishedFigure.objects.filter(
        Q((f"{current}__year", year), (f"{current}__unit", None)), measure__in=THREE_PUBLIC
    )
    region = f"{current}__department__region"
    rows = figures.values_list(f"{region}__code", f"{region}__name", "measure")
    found: dict[tuple[str, str], dict[str, Decimal]] = {}
    for code, name, measure, amount in rows.annotate(Sum("amount")).order_by(f"{region}__code"):
        found.setdefault((code, name), {})[measure] = amount
    return [
        ThreePublic(*whose, [(one, amounts.get(one, ZERO)) for one in THREE_PUBLIC])
        for whose, amounts in found.items()
    ]


def _by_year_and_region() -> QuerySet[CurrentVersion, Any]:
    of_departments = Q(unit=None)
    region = "department__region"
    return (
        CurrentVersion.objects.values("year", code=F(f"{region}__code"), name=F(f"{region}__name"))
        .annotate(
            departments=Count("pk", filter=of_departments),
            units=Count("pk", filter=~of_departments),
            corrected=Count("pk", filter=Q(version__gt=1)),
            sum=Sum("total", filter=of_departments),
        )
        .order_by("-year", "code")
    )
