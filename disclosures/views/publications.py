"""Finding the publication behind an address, and how long a reader may keep an answer."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db.models import F, Max, Q
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response

from disclosures.models import Publication

RECHECKED = "public, max-age=0, must-revalidate"
FOR_EVER = "public, max-age=31536000, immutable"


def found(code: str, year: int, kind: str, version: int | None) -> Publication:
    """The publication of an address, newest version unless one is named.

    Unknown, unpublished and withdrawn are the same to a reader: not found.
    """
    of_unit = Q(disclosure__unit__code=code)
    of_department = Q(disclosure__department__code=code, disclosure__unit=None)
    rows = Publication.objects.published().filter(
        of_unit if kind == "unit" else of_unit | of_department, disclosure__year=year
    )
    if version is not None:
        rows = rows.filter(version=version)
    department_first = F("disclosure__unit").asc(nulls_first=True)
    publication = rows.order_by(department_first, "-version").first()
    if publication is None:
        raise Http404
    return publication


def newest_version(publication: Publication) -> int:
    """The number of the current version of the same disclosure."""
    versions = Publication.objects.filter(disclosure=publication.disclosure_id)
    return versions.aggregate(newest=Max("version"))["newest"] or publication.version


def unchanged(request: HttpRequest, etag: str, cache_control: str) -> HttpResponseBase | None:
    """The answer 304 to a reader who has these bytes already."""
    known = get_conditional_response(request, etag=etag, response=None)
    return labelled(known, etag, cache_control) if known else None


def labelled(response: HttpResponseBase, etag: str, cache_control: str) -> HttpResponseBase:
    """The answer with its ETag and how long it may be kept."""
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = cache_control
    return response


def page_etag(publication: Publication, newest: int) -> str:
    """Changes with the record, with a newer version, and with the software that shows it."""
    return f'"{publication.sha256[:32]}-{newest}-{edition()}"'


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
    content = sha256(f"{settings.PORTAL_NAME}{settings.PORTAL_OPERATOR}".encode())
    for file in files:
        content.update(file.read_bytes())
    return content.hexdigest()[:12]
