"""The home page."""

from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from disclosures.models import Publication
from disclosures.models.publications import PublicationQuerySet

LATEST = 8
soon_rechecked = cache_control(public=True, max_age=60, must_revalidate=True)


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
