"""What corrections changed: as a page for readers, as data for programs."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from disclosures.corrections import Correction, corrections, record
from disclosures.models import Publication, Withdrawal

from .publications import Found, found, labelled, page_etag, unchanged


@dataclass(frozen=True, slots=True)
class Step:
    """A version in the history of a disclosure: public, or a tombstone in its place."""

    version: int
    publication: Publication | None
    tombstone: Withdrawal | None
    correction: Correction | None

    @property
    def previous(self) -> int:
        """The version that it corrected; 0 where it is the first."""
        return self.version - 1


@require_safe
def changes(
    request: HttpRequest, code: str, year: int, version: int | None = None
) -> HttpResponseBase:
    """What each version changed, newest first; or what the version of the address changed."""
    publication = found(code, year, request.GET.get("kind", ""), version)
    etag = page_etag(publication)
    if known := unchanged(request, etag):
        return known
    context = {
        "place": "department",
        "publication": publication,
        "version": version,
        "steps": _steps(publication, version),
        "is_corrected": publication.newest > 1,
    }
    return labelled(render(request, "disclosures/changes.html", context), etag)


@require_safe
def changes_data(
    request: HttpRequest, code: str, year: int, version: int | None = None
) -> HttpResponseBase:
    """The same as JSON."""
    publication = found(code, year, request.GET.get("kind", ""), version)
    etag = page_etag(publication)
    if known := unchanged(request, etag):
        return known
    steps = _steps(publication, version)
    content = record(publication, [step.correction for step in steps if step.correction])
    return labelled(HttpResponse(content, content_type="application/json"), etag)


def _steps(publication: Found, version: int | None) -> list[Step]:
    """The versions that the address asks for; nothing of a withdrawn one but its tombstone."""
    asked = range(publication.newest, 0, -1) if version is None else [version]
    siblings = Publication.objects.published().filter(disclosure=publication.disclosure_id)
    compared = {number for one in asked for number in (one - 1, one)}
    versions = {one.version: one for one in siblings.filter(version__in=compared).defer(None)}
    changed = {one.version: one for one in corrections(versions.values())}
    gone = Withdrawal.objects.tombstones().filter(
        publication__disclosure=publication.disclosure_id, publication__version__in=compared
    )
    tombstones = {one.publication.version: one for one in gone}
    return [
        Step(number, versions.get(number), tombstones.get(number), changed.get(number))
        for number in asked
    ]
