"""Finding disclosures: the home page and the list."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Count, F, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from disclosures.models import Publication, Region
from disclosures.models.publications import PublicationQuerySet

PER_PAGE = 20
LATEST = 8
soon_rechecked = cache_control(public=True, max_age=60, must_revalidate=True)


class Search(forms.Form):
    """What a reader looks for; what cannot be understood is left out."""

    q = forms.CharField(required=False, max_length=60)
    year = forms.IntegerField(required=False, min_value=2000, max_value=2100)
    region = forms.CharField(required=False, max_length=12)

    def narrowed(self, rows: PublicationQuerySet) -> PublicationQuerySet:
        """The publications that match."""
        self.is_valid()
        wanted = self.cleaned_data
        if year := wanted.get("year"):
            rows = rows.filter(disclosure__year=year)
        if region := wanted.get("region"):
            rows = rows.filter(disclosure__department__region__code=region)
        if words := wanted.get("q"):
            rows = rows.filter(_named(words))
        return rows


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
    """All published disclosures, by year, region and name."""
    current = Publication.objects.published().current()
    search = Search(request.GET)
    rows = search.narrowed(current).order_by(
        "-disclosure__year",
        "disclosure__department__region__code",
        "disclosure__department__code",
        F("disclosure__unit__code").asc(nulls_first=True),
        "pk",
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "place": "list",
        "page": page,
        "caption": f"共 {page.paginator.count} 份",
        "wanted": search.cleaned_data,
        "years": _published("disclosure__year").order_by("-disclosure__year"),
        "regions": Region.objects.filter(
            pk__in=_published("disclosure__department__region")
        ).order_by("code"),
    }
    return render(request, "disclosures/list.html", context)


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
