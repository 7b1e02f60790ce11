"""What programs that index the web ask for: robots.txt and the site map."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import F, Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from disclosures.models import CurrentVersion, Publication
from disclosures.templatetags.addresses import page_of

from .catalogue import soon_rechecked

A_PART: Final = 1_000
FIXED: Final = ("home", "list", "data_index", "verify")


class OwnAddress(Sitemap[Any]):
    """Addresses begin as people reach the portal, whatever host a request names."""

    limit = A_PART

    def get_domain(self, site: object = None) -> str:  # noqa: ARG002 - Django's own
        """The host of the portal."""
        return urlsplit(settings.PORTAL_URL).netloc

    def get_protocol(self, protocol: str | None = None) -> str:  # noqa: ARG002 - Django's own
        """How it is reached."""
        return urlsplit(settings.PORTAL_URL).scheme


class Fixed(OwnAddress):
    """The pages that are always there."""

    def items(self) -> tuple[str, ...]:
        """Their names."""
        return FIXED

    def location(self, item: str) -> str:
        """Where each is."""
        return reverse(f"disclosures:{item}")


class Departments(OwnAddress):
    """The page of each department with something published."""

    def items(self) -> Any:  # noqa: ANN401 - rows of an aggregate
        """Their codes, and when each last published."""
        current = CurrentVersion.objects.values(code=F("department__code"))
        return current.annotate(latest=Max("published_at")).order_by("code")

    def location(self, item: dict[str, Any]) -> str:
        """Where each is."""
        return reverse("disclosures:department", args=[item["code"]])

    def lastmod(self, item: dict[str, Any]) -> datetime:
        """When it changed."""
        latest: datetime = item["latest"]
        return latest


class Disclosures(OwnAddress):
    """The page of each disclosure."""

    def items(self) -> QuerySet[Publication]:
        """The current versions in an order that new ones do not disturb."""
        return Publication.objects.published().current().order_by("disclosure")

    def location(self, item: Publication) -> str:
        """Where each is."""
        return page_of(item)

    def lastmod(self, item: Publication) -> datetime:
        """When it changed."""
        return item.published_at


SITEMAPS: Final = {"fixed": Fixed, "departments": Departments, "disclosures": Disclosures}


@soon_rechecked
@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The parts of the site map; Django's own would name them by the host of the request."""
    places = [
        (reverse("disclosures:sitemap_part", args=[section]), number)
        for section, part in SITEMAPS.items()
        for number in part().paginator.page_range
    ]
    parts = [
        {"location": f"{settings.PORTAL_URL}{path}{f'?p={number}' if number > 1 else ''}"}
        for path, number in places
    ]
    context = {"sitemaps": parts}
    return render(request, "sitemap_index.xml", context, content_type="application/xml")


@soon_rechecked
@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    """Everything public may be indexed; the desk and single verifications are nobody's find."""
    lines = (
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /verify/*/",
        f"Sitemap: {settings.PORTAL_URL}{reverse('disclosures:sitemap')}",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
