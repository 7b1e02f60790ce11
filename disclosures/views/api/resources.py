"""What a program may read, as queries over what is published."""

import json
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from disclosures.budget.measures import MEASURES
from disclosures.models import (
    Department,
    Disclosure,
    EconomicCode,
    FunctionalCode,
    Publication,
    PublishedFigure,
    PublishedLine,
)
from disclosures.models.publications import PublicationQuerySet

from . import rows
from .paging import page
from .parameters import Wanted

Json = dict[str, Any]
CLASSIFICATIONS: dict[str, type[FunctionalCode] | type[EconomicCode]] = {
    "functional": FunctionalCode,
    "economic": EconomicCode,
}


def departments(asked: Wanted) -> Json:
    """The departments that have published anything."""
    public = Publication.objects.published().filter(disclosure__department=OuterRef("pk"))
    found = Department.objects.filter(Exists(public)).select_related("region")
    return page(narrowed(found, asked, region="region__code", code="code"), asked, rows.department)


def publications(asked: Wanted) -> Json:
    """The versions that may be read, current or not."""
    found = narrowed(
        _standing(),
        asked,
        department="disclosure__department__code",
        unit="disclosure__unit__code",
        region="disclosure__department__region__code",
        year="disclosure__year",
    )
    if kind := asked.get("kind"):
        found = found.filter(disclosure__unit__isnull=kind == "department")
    if current := asked.get("current"):
        found = found.filter(is_current=current == "true")
    return page(found, asked, rows.publication)


def publication(asked: Wanted) -> Json:
    """One version."""
    row = _standing().filter(sha256=asked["sha256"]).first()
    return {"item": rows.publication(_known(row))}


def tables(asked: Wanted) -> Json:
    """The eleven tables of a version, without their rows."""
    return {"next": None, "items": [rows.table_title(table) for table in _tables(asked)]}


def table(asked: Wanted) -> Json:
    """One table of a version with all its rows."""
    found = (one for one in _tables(asked) if one["number"] == asked["number"])
    return {"item": _known(next(found, None))}


def line_items(asked: Wanted) -> Json:
    """The line items of current versions, or of the version that is named."""
    found = narrowed(
        _derived(PublishedLine.objects.all(), asked),
        asked,
        function="functional_code__startswith",
        economic="economic_code__startswith",
        source="funding_source",
        unit="unit_code",
    )
    return page(found, asked, rows.line_item)


def figures(asked: Wanted) -> Json:
    """The key figures of current versions, or of the version that is named."""
    found = _derived(PublishedFigure.objects.all(), asked)
    return page(narrowed(found, asked, measure="measure"), asked, rows.figure)


def measures(_: Wanted) -> Json:
    """What the key figures are."""
    return {"next": None, "items": [rows.measure(one) for one in MEASURES]}


def _derived(found: QuerySet[Any], asked: Wanted) -> QuerySet[Any]:
    """The rows of the versions asked for; a department's contain those of its units."""
    whose = ("publication__disclosure__department", "publication__disclosure__unit")
    told = found.select_related(*whose).defer("publication__snapshot")
    if "publication" in asked:
        return told.filter(publication__in=_named(asked).values("pk"))
    current = "publication__as_current"
    is_of_department = asked.get("kind") != "unit"
    return narrowed(
        told.filter(**{f"{current}__isnull": False, f"{current}__unit__isnull": is_of_department}),
        asked,
        department=f"{current}__department__code",
        region=f"{current}__department__region__code",
        year=f"{current}__year",
    )


def _named(asked: Wanted) -> QuerySet[Any]:
    """The version that is named, where the rest of what is asked fits it."""
    return narrowed(
        Publication.objects.published(),
        asked,
        publication="sha256",
        department="disclosure__department__code",
        region="disclosure__department__region__code",
        year="disclosure__year",
    )


def codes(asked: Wanted) -> Json:
    """The codes of the years of which anything is published."""
    years = Disclosure.objects.published().values("year")
    found = CLASSIFICATIONS[asked["classification"]].objects.filter(year__in=years)
    return page(narrowed(found, asked, year="year", code="code__startswith"), asked, rows.code)


def narrowed(found: QuerySet[Any], asked: Wanted, **lookups: str) -> QuerySet[Any]:
    """The rows that fit what was asked, by the lookup of each parameter."""
    return found.filter(**{path: asked[name] for name, path in lookups.items() if name in asked})


def _standing() -> PublicationQuerySet:
    newer = Publication.objects.filter(
        disclosure=OuterRef("disclosure"), version__gt=OuterRef("version")
    )
    found = Publication.objects.published().annotate(is_current=~Exists(newer))
    return found.prefetch_related("artefacts")


def _tables(asked: Wanted) -> list[Json]:
    """The tables as the record has them."""
    row = Publication.objects.published().defer(None).filter(sha256=asked["sha256"]).first()
    record: Json = json.loads(_known(row).snapshot)
    return list(record["tables"])


def _known(row: Any) -> Any:  # noqa: ANN401 - whatever is looked for
    """The row; unknown, unpublished and withdrawn are not found alike."""
    if row is None:
        raise Http404
    return row
