"""The addresses of the board, and who is let in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.urls import URLPattern, path
from django.utils import timezone

from disclosures.admin.scoped import person
from disclosures.bureau.board import years
from disclosures.models import Region
from disclosures.models.years import FIRST_YEAR, LAST_YEAR

from .board import board_page, csv_page
from .dates import dates_page
from .place import Place, reached
from .publication import publication_page

READ: Final = ("GET", "HEAD")
WRITE: Final = (*READ, "POST")


@dataclass(frozen=True, slots=True)
class Page:
    """A page about a region and a year: its name, its address, and what it says."""

    name: str
    path: str
    answer: Callable[[HttpRequest, Place], HttpResponse]
    methods: tuple[str, ...]


PAGES: Final = (
    Page("board", "", board_page, WRITE),
    Page("board_csv", "board.csv", csv_page, READ),
    Page("board_dates", "dates/", dates_page, WRITE),
    Page("board_publication", "publication/", publication_page, WRITE),
)


def addresses(site: AdminSite) -> list[URLPattern]:
    """The addresses for the desk."""
    front_page = partial(front, site=site)
    return [
        path("board/", site.admin_view(front_page), name="board_front"),
        *(
            path(
                f"board/<slug:code>/<int:year>/{page.path}",
                site.admin_view(partial(answer, page=page, site=site)),
                name=page.name,
            )
            for page in PAGES
        ),
    ]


def front(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """On to the region and year asked for, or to the first region's newest year."""
    regions = reached(person(request))
    if not regions:
        raise PermissionDenied
    code, year = request.GET.get("region"), request.GET.get("year", "")
    region = next((one for one in regions if one.code == code), regions[0])
    wanted = int(year) if year.isdecimal() and len(year) == 4 else newest_year(region)
    return HttpResponseRedirect(Place(site, region, wanted).address())


def newest_year(region: Region) -> int:
    """The newest year that the region has something of, else this one."""
    return next(iter(years(region)), timezone.localdate().year)


def answer(
    request: HttpRequest, code: str, year: int, *, page: Page, site: AdminSite
) -> HttpResponse:
    """A page about a region and a year, for whoever may read its board."""
    region = next((one for one in reached(person(request)) if one.code == code), None)
    if region is None or not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    if request.method not in page.methods:
        return HttpResponseNotAllowed(page.methods)
    return page.answer(request, Place(site, region, year))
