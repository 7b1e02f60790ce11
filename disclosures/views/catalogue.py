"""Finding disclosures: the home page, the list and the search."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Count, F, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from disclosures.models import Publication, Region
from disclosures.models.publications import PublicationQuerySet
from disclosures.search import Match, Query, matches, ranked

PER_PAGE = 20
LATEST = 8
BY_CODE = (
    "-disclosure__year",
    "disclosure__department__region__code",
    "disclosure__department__code",
    F("disclosure__unit__code").asc(nulls_first=True),
    "pk",
)
ORDERS = {
    "name": BY_CODE,
    "total": ("-disclosure__year", "-total", "pk"),
    "latest": ("-published_at", "-pk"),
}
soon_rechecked = cache_control(public=True, max_age=60, must_revalidate=True)


class Search(forms.Form):
    """What a reader looks for; what cannot be understood is left out."""

    class Order(models.TextChoices):
        """In which order they stand where nothing is searched for."""

        NAME = "name", "按编码"
        TOTAL = "total", "按规模"
        LATEST = "latest", "按公开时间"

    q = forms.CharField(required=False, max_length=60)
    year = forms.IntegerField(required=False, min_value=2000, max_value=2100)
    region = forms.CharField(required=False, max_length=12)
    kind = forms.ChoiceField(required=False, choices=(("department", "部门"), ("unit", "单位")))
    order = forms.ChoiceField(required=False, choices=Order.choices)

    def narrowed(self, rows: PublicationQuerySet) -> PublicationQuerySet:
        """The publications of the year, region and kind that are looked for."""
        self.is_valid()
        wanted = self.cleaned_data
        if year := wanted.get("year"):
            rows = rows.filter(disclosure__year=year)
        if region := wanted.get("region"):
            rows = rows.filter(disclosure__department__region__code=region)
        if kind := wanted.get("kind"):
            rows = rows.filter(disclosure__unit__isnull=kind == "department")
        return rows

    def found(self, rows: PublicationQuerySet) -> tuple[PublicationQuerySet | list[int], Query]:
        """Those narrowed rows in which the words stand, in order: rows, or their keys."""
        words = self.cleaned_data.get("q") or ""
        query = Query.of(words)
        if not words.strip():
            return rows.order_by(*ORDERS[self.cleaned_data.get("order") or "name"]), query
        named = rows.filter(_named(words)).order_by(*ORDERS["name"]).values_list("pk", flat=True)
        return list(dict.fromkeys([*named, *ranked(rows, query)])), query


@dataclass(frozen=True, slots=True)
class Found:
    """A publication on a page of the list, and where in it the words stand."""

    publication: Publication
    matches: list[Match]


@soon_rechecked
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the portal is, how much is published, and what came last."""
    current = Publication.objects.published().current()
    context = {
        "place": "home",
        "years": list(_by_year(current)),
        "latest": current.order_by("-published_at", "-pk")[:LATEST],
    }
    return render(request, "disclosures/home.html", context)


@soon_rechecked
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All published disclosures, by year, region and kind, or those that words are found in."""
    search = Search(request.GET)
    current = Publication.objects.published().current()
    found, query = search.found(search.narrowed(current))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "place": "list",
        "page": page,
        "found": _with_matches(current, list(page), query),
        "caption": f"共 {page.paginator.count} 份",
        "wanted": search.cleaned_data,
        "orders": Search.Order.choices,
        "years": _published("disclosure__year").order_by("-disclosure__year"),
        "regions": Region.objects.filter(
            pk__in=_published("disclosure__department__region")
        ).order_by("code"),
    }
    return render(request, "disclosures/list.html", context)


def _with_matches(
    current: PublicationQuerySet, shown: list[Publication | int], query: Query
) -> list[Found]:
    """The publications of a page with what was found in each."""
    keys = [one for one in shown if isinstance(one, int)]
    there = current.in_bulk(keys) if keys else {}
    publications = [there[one] if isinstance(one, int) else one for one in shown]
    found = matches(publications, query) if query.words else {}
    return [Found(one, found.get(one.pk, [])) for one in publications]


def _named(words: str) -> Q:
    """Every word must stand in a name or code of the department or the unit."""
    match = Q()
    for word in words.split():
        either = Q()
        for owner in ("department", "unit"):
            for field in ("name", "short_name", "code"):
                either |= Q((f"disclosure__{owner}__{field}__icontains", word))
        match &= either
    return match


def _published(field: str) -> QuerySet[Publication, Any]:
    return Publication.objects.published().current().values_list(field, flat=True).distinct()


def _by_year(current: PublicationQuerySet) -> QuerySet[Publication, Any]:
    """Per year what is published; the total is that of departments, which contain their units."""
    of_departments = Q(disclosure__unit=None)
    return (
        current.values(year=F("disclosure__year"))
        .annotate(
            departments=Count("pk", filter=of_departments),
            units=Count("pk", filter=~of_departments),
            total=Sum("total", filter=of_departments),
        )
        .order_by("-year")
    )
