"""The page of one disclosure."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from disclosures.budget import snapshot
from disclosures.budget.document import Document
from disclosures.budget.provenance.corrected import corrected
from disclosures.models import Publication
from disclosures.presentation import presented

from .publications import Found, found, labelled, page_etag, unchanged


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
            "changed": _changed(publication, document),
        },
    )
    return labelled(page, etag)


def _changed(publication: Found, document: Document) -> frozenset[str]:
    """The amounts that a version corrected; none where the version before is withdrawn."""
    if publication.version == 1:
        return frozenset()
    versions = Publication.objects.published().filter(
        disclosure=publication.disclosure_id, version=publication.version - 1
    )
    previous = versions.defer(None).first()
    return corrected(snapshot.read(previous.snapshot)[0], document) if previous else frozenset()
