"""How a figure came about: a page for each amount of the tables, and one to choose from."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from disclosures.budget import snapshot
from disclosures.budget.amounts import Change
from disclosures.budget.document import Document
from disclosures.budget.provenance import Traced, place_of, traced
from disclosures.budget.provenance.citation import Source, citation
from disclosures.budget.provenance.sentences import changes_by_place, quoted
from disclosures.budget.statements import STATEMENTS
from disclosures.models import Publication
from disclosures.tables import StatementTable
from disclosures.templatetags.addresses import figure_of
from disclosures.year_before import YearBefore, publication_before

from .publications import Found, found, labelled, page_etag, unchanged

FUNCTIONS, ECONOMY = 3, 6
TABLES = {f"t{number}": number for number in range(1, len(STATEMENTS) + 1)}


@require_safe
def figure(
    request: HttpRequest, code: str, year: int, place: str, version: int | None = None
) -> HttpResponseBase:
    """The figure of an address, or the figures of a table to choose from."""
    publication = found(code, year, request.GET.get("kind", ""), version)
    last = publication_before(publication)
    etag = dated(page_etag(publication), last)
    if known := unchanged(request, etag):
        return known
    context = {"place": "department", "publication": publication, "version": version}
    if place in TABLES:
        page = render(
            request, "disclosures/figures.html", {**context, **_choice(publication, place)}
        )
    else:
        shown = _shown(request, publication, place, last)
        page = render(request, "disclosures/figure.html", {**context, **shown})
    return labelled(page, etag)


def dated(etag: str, last: Publication | None) -> str:
    """The label of a page that also shows last year's publication."""
    return f'{etag[:-1]}-{last.sha256[:16] if last else ""}"'


def _choice(publication: Found, place: str) -> dict[str, Any]:
    """A table whose amounts lead to their pages."""
    document, _ = snapshot.read(publication.snapshot)
    statement = document.statements[TABLES[place] - 1]
    return {
        "table": StatementTable(statement, document.name),
        "of_kind": "?kind=unit" if publication.disclosure.unit_id else "",
    }


def _traced(document: Document, address: str) -> Traced:
    place = place_of(address)
    found_there = traced(document, place) if place else None
    if found_there is None:
        raise Http404
    return found_there


def _shown(
    request: HttpRequest, publication: Found, place: str, last: Publication | None
) -> dict[str, Any]:
    """The figure with last year's, which is the publication's or what the text says of it."""
    document, imprint = snapshot.read(publication.snapshot)
    one = _traced(document, place)
    before = YearBefore.of(publication, document, last) if last else None
    fixed = figure_of(publication, one.place.address, version=publication.version)
    source = Source(
        imprint.version,
        imprint.published_on,
        publication.sha256,
        request.build_absolute_uri(fixed),
    )
    return {
        "figure": one,
        "document": document,
        "table_anchor": f"t{one.place.table}",
        "lines": [
            (
                line,
                _named(document, FUNCTIONS, line.functional),
                _named(document, ECONOMY, line.economic),
            )
            for line in one.lines
        ],
        "before": before,
        "change": Change(one.amount, one.sum_of(before.lines)) if before else None,
        "stated": changes_by_place(document).get(one.place),
        "quotations": list(quoted(document, one.place, one.amount, one.name)),
        "citation": citation(document, one, source),
    }


def _named(document: Document, table: int, code: str) -> str:
    """The name that a table prints beside a code; empty where it does not have it."""
    rows = {row.key: row.cells for row in document.statements[table - 1].rows}
    words = [cell for cell in rows.get(code, ()) if isinstance(cell, str)]
    return words[-1] if words else ""
