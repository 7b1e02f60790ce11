"""Finding the publication behind an address, and how long a reader may keep an answer."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, cast

from django.conf import settings
from django.db.models import F, Q
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response

from disclosures.models import Publication
from disclosures.templatetags.site import site_duties, site_faults

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

# A version never changes, but it may be withdrawn by law: nobody shows it without asking.
RECHECKED = "public, max-age=0, must-revalidate"


class Standing(TypedDict):
    """Where a version stands among those of its disclosure."""

    newest: int
    withdrawn: list[int]


if TYPE_CHECKING:
    Found = WithAnnotations[Publication, Standing]
else:
    Found = Publication


def found(code: str, year: int, kind: str, version: int | None) -> Found:
    """The publication of an address: the current version unless one is named.

    Unknown, unpublished and withdrawn are the same to a reader: not found.
    """
    of_unit = Q(disclosure__unit__code=code)
    of_department = Q(disclosure__department__code=code, disclosure__unit=None)
    rows = Publication.objects.published().filter(
        of_unit if kind == "unit" else of_unit | of_department, disclosure__year=year
    )
    rows = rows.current() if version is None else rows.filter(version=version)
    department_first = F("disclosure__unit").asc(nulls_first=True)
    publication = rows.with_standing().order_by(department_first, "pk").first()
    if publication is None:
        raise Http404
    return cast(Found, publication)  # the stubs forget what our own query sets annotate


def unchanged(request: HttpRequest, etag: str) -> HttpResponseBase | None:
    """The answer 304 to a reader who has these bytes already."""
    known = get_conditional_response(request, etag=etag, response=None)
    return labelled(known, etag) if known else None


def labelled(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    """The answer with its ETag, to be asked for again each time."""
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = RECHECKED
    return response


def page_etag(publication: Found) -> str:
    """Changes with the record, with the versions beside it, and with the software that shows it."""
    withdrawn = "-".join(map(str, publication.withdrawn))
    return f'"{publication.sha256[:32]}-{publication.newest}-{withdrawn}-{edition()}"'


@cache
def edition() -> str:
    """A short hash of everything that decides how a record looks on a page."""
    base = Path(settings.BASE_DIR)
    files = (
        file
        for folder in ("disclosures", "templates", "static")
        for file in sorted((base / folder).rglob("*"))
        if file.suffix in {".py", ".html", ".css", ".js"}
    )
    content = sha256(f"{settings.PORTAL_NAME}{site_duties()}{site_faults()}".encode())
    for file in files:
        content.update(file.read_bytes())
    return content.hexdigest()[:12]
