"""The page of one disclosure."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from disclosures.budget import snapshot
from disclosures.presentation import presented

from .publications import found, labelled, page_etag, unchanged


@require_safe
def disclosure(
    request: HttpRequest, code: str, year: int, version: int | None = None
) -> HttpResponseBase:
    """The published document: the current version, or the one the address names."""
    publication = found(code, year, request.GET.get("kind", ""), version)
    etag = page_etag(publication)
    if known := unchanged(request, etag):
        return known
    document, imprint = snapshot.read(publication.snapshot)
    page = render(
        request,
        "disclosures/disclosure.html",
        {
            "disclosure": presented(document, imprint),
            "publication": publication,
            "version": version,
            "previous": publication.version - 1,
            "next": publication.version + 1,
        },
    )
    return labelled(page, etag)
