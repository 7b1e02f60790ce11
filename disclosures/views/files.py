"""The files of a publication: PDF, workbook, the record itself, and each table as CSV."""

from collections.abc import Callable

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from disclosures.budget import snapshot
from disclosures.budget.statements import STATEMENTS
from disclosures.models import Artefact, Publication
from disclosures.open_data import csv_of

from .publications import found, labelled, unchanged

# What a browser shows itself.
INLINE = ("application/pdf", "application/json")


@require_safe
def pdf(request: HttpRequest, code: str, year: int, version: int | None = None) -> HttpResponseBase:
    """The official PDF, byte for byte as it was published."""
    publication = found(code, year, request.GET.get("kind", ""), version)
    return _as_published(request, publication, "disclosure.pdf")


@require_safe
def book(
    request: HttpRequest, code: str, year: int, version: int | None = None
) -> HttpResponseBase:
    """The official workbook, byte for byte as it was published."""
    publication = found(code, year, request.GET.get("kind", ""), version)
    return _as_published(request, publication, "tables.xlsx")


@require_safe
def data(
    request: HttpRequest, code: str, year: int, version: int | None = None
) -> HttpResponseBase:
    """The record itself: every figure and word that page and PDF show."""
    publication = found(code, year, request.GET.get("kind", ""), version)
    return _file(
        request,
        f'"{publication.sha256}"',
        lambda: _record(publication),
        "application/json",
        f"{publication.disclosure}.json",
    )


@require_safe
def table(
    request: HttpRequest, code: str, year: int, number: int, version: int | None = None
) -> HttpResponseBase:
    """One of the eleven tables as CSV."""
    publication = found(code, year, request.GET.get("kind", ""), version)
    if not 1 <= number <= len(STATEMENTS):
        raise Http404
    return _file(
        request,
        f'"{publication.sha256[:32]}-table-{number}"',
        lambda: _csv(publication, number),
        "text/csv; charset=utf-8",
        f"{publication.disclosure}-表{number}.csv",
    )


def _as_published(request: HttpRequest, publication: Publication, name: str) -> HttpResponseBase:
    """A stored file; a publication may have been made without it."""
    artefact = Artefact.objects.filter(publication=publication, name=name).first()
    if artefact is None:
        raise Http404
    return _file(
        request,
        f'"{artefact.sha256}"',
        lambda: _stored(artefact),
        artefact.media_type,
        f"{publication.disclosure}.{name.rpartition('.')[2]}",
    )


def _stored(artefact: Artefact) -> bytes:
    with default_storage.open(artefact.path) as file:
        return bytes(file.read())


def _record(publication: Publication) -> bytes:
    """The record as stored; it is long, and read only for who does not have it yet."""
    return publication.snapshot.encode()


def _csv(publication: Publication, number: int) -> bytes:
    """As stored, else made again; with a byte order mark, so that spreadsheets read it right."""
    stored = Artefact.objects.filter(publication=publication, name=f"tables/{number}.csv").first()
    if stored:
        return _stored(stored)
    document, _ = snapshot.read(publication.snapshot)
    return csv_of(document.statements[number - 1]).encode("utf-8-sig")


def _file(
    request: HttpRequest,
    etag: str,
    content: Callable[[], bytes],
    media_type: str,
    filename: str,
) -> HttpResponseBase:
    """The file, or 304 to who has it."""
    if known := unchanged(request, etag):
        return known
    disposition = content_disposition_header(not media_type.startswith(INLINE), filename)
    response = HttpResponse(
        content(), content_type=media_type, headers={"Content-Disposition": disposition}
    )
    return labelled(response, etag)
