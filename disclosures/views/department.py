"""All years of one department or unit, and what is left of versions withdrawn by law."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import F, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from disclosures.budget.measures import MEASURES, Measure
from disclosures.models import (
    Department,
    Disclosure,
    Publication,
    PublishedFigure,
    Unit,
    Withdrawal,
)
from disclosures.models.publications import PublicationQuerySet
from disclosures.pictures.shapes import Picture
from disclosures.pictures.trend import Published, trend

from .catalogue import soon_rechecked

# The key figures whose course is drawn.
DRAWN = ("total", "three_public")


@soon_rechecked
@require_safe
def department(request: HttpRequest, code: str) -> HttpResponse:
    """All years of one department or unit, and the units of a department."""
    public = Publication.objects.published().filter(_of_code(code, "disclosure"))
    rows = list(
        public.current()
        .with_files()
        .order_by("-disclosure__year", F("disclosure__unit__code").asc(nulls_first=True), "pk")
    )
    withdrawn = _withdrawn(code, public.exclude(disclosure__in=[row.disclosure for row in rows]))
    disclosures = [row.disclosure for row in rows] + [one.disclosure for one in withdrawn]
    if not disclosures:
        raise Http404
    own = [row for row in rows if row.disclosure.code == code]
    figures = _figures(own)
    context = {
        "place": "department",
        "owner": _owner(disclosures[0], code),
        "region": disclosures[0].department.region,
        "own": own,
        "figures": figures,
        "trends": _trends(own, figures),
        "of_units": [row for row in rows if row.disclosure.code != code],
        "withdrawn": withdrawn,
    }
    return render(request, "disclosures/department.html", context)


@dataclass(frozen=True, slots=True)
class Figures:
    """A key figure through the years, in the order of the publications beside it."""

    measure: Measure
    amounts: Sequence[Decimal | None]


def _figures(publications: Sequence[Publication]) -> list[Figures]:
    """The key figures that any of the years has."""
    kept = PublishedFigure.objects.filter(publication__in=publications)
    columns = ("publication", "measure", "amount")
    found = {(key, name): amount for key, name, amount in kept.values_list(*columns)}
    rows = (
        Figures(one, [found.get((publication.pk, one.key)) for publication in publications])
        for one in MEASURES
    )
    return [row for row in rows if any(row.amounts)]


def _trends(publications: Sequence[Publication], figures: Sequence[Figures]) -> list[Picture]:
    """How the key figures that people ask for went, of a department or of a unit as such."""
    kinds = [one.disclosure.kind for one in publications]
    found = []
    for row in figures:
        if row.measure.key in DRAWN:
            known = zip(publications, kinds, row.amounts, strict=True)
            of_years = [
                Published(one.disclosure.year, amount)
                for one, kind, amount in known
                if kind == kinds[0] and amount is not None
            ]
            found.append(trend(of_years, f"trend-{row.measure.key}", row.measure.label))
    return list(filter(None, found))


@dataclass(slots=True)
class Withdrawn:
    """A disclosure with versions withdrawn by law.

    ``readable`` are the versions that stay under their own addresses although none is current.
    """

    disclosure: Disclosure
    tombstones: list[Withdrawal] = field(default_factory=list)
    readable: list[Publication] = field(default_factory=list)


def _withdrawn(code: str, without_current: PublicationQuerySet) -> list[Withdrawn]:
    """The disclosures of a code that have lost versions, newest year first."""
    rows = Withdrawal.objects.tombstones().filter(_of_code(code, "publication__disclosure"))
    found: dict[int, Withdrawn] = {}
    for one in rows.order_by(
        "-publication__disclosure__year",
        F("publication__disclosure__unit__code").asc(nulls_first=True),
        "-publication__version",
    ):
        disclosure = one.publication.disclosure
        found.setdefault(disclosure.pk, Withdrawn(disclosure)).tombstones.append(one)
    if found:
        for publication in without_current.order_by("-version"):
            if whose := found.get(publication.disclosure_id):
                whose.readable.append(publication)
    return list(found.values())


def _of_code(code: str, disclosure: str) -> Q:
    """A department's own disclosures and those of its units, or a unit's."""
    return Q((f"{disclosure}__department__code", code)) | Q((f"{disclosure}__unit__code", code))


def _owner(disclosure: Disclosure, code: str) -> Department | Unit | None:
    """The department or unit of the code, as its first disclosure knows it."""
    return disclosure.department if disclosure.department.code == code else disclosure.unit
