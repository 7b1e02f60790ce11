"""Feeds of what was published, corrected and withdrawn: of all, of a region, of a department."""

from hashlib import sha256
from typing import Final

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from disclosures.feed import Feed, written
from disclosures.models import Publication, Withdrawal

from .publications import labelled, unchanged

PER_PAGE: Final = 50
# Older ones are found in the list and the data packages.
PAGES: Final = 100


@require_safe
def feed(request: HttpRequest) -> HttpResponseBase:
    """Everything."""
    return _answered(request, settings.PORTAL_NAME, Q())


@require_safe
def region_feed(request: HttpRequest, region: str) -> HttpResponseBase:
    """A region's."""
    return _answered(request, "", Q(disclosure__department__region__code=region))


@require_safe
def department_feed(request: HttpRequest, code: str) -> HttpResponseBase:
    """A department's with its units', or a unit's."""
    whose = Q(disclosure__department__code=code) | Q(disclosure__unit__code=code)
    return _answered(request, "", whose)


def _answered(request: HttpRequest, title: str, whose: Q) -> HttpResponseBase:
    """A page of a feed; without a title it is named after what is in it, or not found."""
    rows = Publication.objects.published().filter(whose).order_by("-published_at", "-pk")
    paginator = Paginator(rows[: PER_PAGE * PAGES], PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    gone = _tombstones(whose) if page.number == 1 else ()
    content = Feed(
        title or _title(request, (*page, *(one.publication for one in gone))),
        request.path,
        page.number,
        paginator.num_pages,
        tuple(page),
        gone,
    )
    body = written(content)
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    if known := unchanged(request, etag):
        return known
    return labelled(HttpResponse(body, content_type="application/atom+xml; charset=utf-8"), etag)


def _tombstones(whose: Q) -> tuple[Withdrawal, ...]:
    """The latest of the withdrawals; they stand on the first page."""
    rows = Withdrawal.objects.tombstones().filter(publication__in=_withdrawn(whose))
    return tuple(rows.order_by("-withdrawn_at", "-pk")[:PER_PAGE])


def _withdrawn(whose: Q) -> QuerySet[Publication, int]:
    """The keys of the versions that are told of and not shown."""
    return Publication.objects.withdrawn().filter(whose).values_list("pk", flat=True)


def _title(request: HttpRequest, told: tuple[Publication, ...]) -> str:
    if not told:
        raise Http404
    disclosure = told[0].disclosure
    is_region = "/regions/" in request.path
    whose = disclosure.department.region.name if is_region else disclosure.name
    return f"{whose} · {settings.PORTAL_NAME}"
