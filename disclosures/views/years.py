"""A year beside the one before it, table by table."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from disclosures.budget import snapshot
from disclosures.budget.provenance.sentences import stated
from disclosures.budget.years import side_by_side
from disclosures.year_before import YearBefore, publication_before

from .figures import dated
from .publications import found, labelled, page_etag, unchanged


@require_safe
def years(
    request: HttpRequest, code: str, year: int, version: int | None = None
) -> HttpResponseBase:
    """Every amount against last year's; without last year's record what the text says."""
    publication = found(code, year, request.GET.get("kind", ""), version)
    last = publication_before(publication)
    etag = dated(page_etag(publication), last)
    if known := unchanged(request, etag):
        return known
    document, _ = snapshot.read(publication.snapshot)
    before = YearBefore.of(publication, document, last) if last else None
    context = {
        "place": "department",
        "publication": publication,
        "version": version,
        "document": document,
        "before": before,
        "last_year": year - 1,
        "tables": side_by_side(document, before.document, before.lines) if before else (),
        "stated": () if before else tuple(stated(document)),
    }
    return labelled(render(request, "disclosures/years.html", context), etag)
