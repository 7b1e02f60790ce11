"""How each kind of row is told to a program."""

from typing import TYPE_CHECKING, Any, TypedDict

from django.urls import reverse
from django.utils import timezone

from disclosures.budget.classification import SOURCE_BY_KEY
from disclosures.budget.measures import Measure
from disclosures.models import (
    Artefact,
    Department,
    EconomicCode,
    FunctionalCode,
    Publication,
    PublishedFigure,
    PublishedLine,
    Region,
    Unit,
)
from disclosures.templatetags.addresses import file_of, page_of

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

Json = dict[str, Any]


class Standing(TypedDict):
    """Whether a version is the newest of its disclosure."""

    is_current: bool


if TYPE_CHECKING:
    Version = WithAnnotations[Publication, Standing]
else:
    Version = Publication


def department(row: Department) -> Json:
    """Who discloses."""
    return {
        **_named(row),
        "short_name": row.short_name,
        "region": _named(row.region),
        "page": reverse("disclosures:department", args=[row.code]),
    }


def publication(row: Version) -> Json:
    """A version with its hashes and where its files are."""
    disclosure, version = row.disclosure, row.version
    return {
        "sha256": row.sha256,
        "sha256_of_previous": row.sha256_of_previous,
        "department": _named(disclosure.department),
        "unit": _named(disclosure.unit) if disclosure.unit else None,
        "region": _named(disclosure.department.region),
        "year": disclosure.year,
        "kind": disclosure.kind,
        "version": version,
        "is_current": row.is_current,
        "published_on": timezone.localdate(row.published_at).isoformat(),
        "note": row.note,
        "total_yuan": f"{row.total:.2f}",
        "page": page_of(row, version=version),
        "data": file_of(row, "data", version=version),
        "files": [_file(one, row) for one in row.artefacts.all()],
    }


def _file(row: Artefact, of: Publication) -> Json:
    page, _, kind = page_of(of, version=of.version).partition("?")
    return {
        "name": row.name,
        "media_type": row.media_type,
        "sha256": row.sha256,
        "size": row.size,
        "address": f"{page}{row.name}" + (f"?{kind}" if kind else ""),
    }


def table_title(table: Json) -> Json:
    """A table of a record without its rows."""
    told = {name: table[name] for name in ("number", "title", "unit", "note")}
    return {**told, "rows": len(table["rows"])}


def line_item(row: PublishedLine) -> Json:
    """A line item of a version; the unit is the one that spends."""
    return {
        **_of_version(row.publication),
        "unit_code": row.unit_code,
        "functional_code": row.functional_code,
        "economic_code": row.economic_code,
        "funding_source": SOURCE_BY_KEY[row.funding_source].name,
        "source": row.funding_source,
        "project": row.project or None,
        "amount_yuan": f"{row.amount:.2f}",
    }


def figure(row: PublishedFigure) -> Json:
    """A key figure of a version, in the unit of its measure."""
    return {
        **_of_version(row.publication),
        "measure": row.measure,
        "value": f"{row.amount:.2f}",
    }


def measure(one: Measure) -> Json:
    """A key figure as such: what it is called, where it stands, what it is counted in."""
    return {"key": one.key, "label": one.label, "table": one.table, "unit": one.unit}


def _of_version(row: Publication) -> Json:
    disclosure = row.disclosure
    return {"publication": row.sha256, "code": disclosure.code, "year": disclosure.year}


def code(row: FunctionalCode | EconomicCode) -> Json:
    """A code of a year's classification."""
    return {"year": row.year, "code": row.code, "name": row.name}


def _named(row: Department | Unit | Region) -> Json:
    return {"code": row.code, "name": row.name}
