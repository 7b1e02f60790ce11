"""What a publication contributes to each table of a data package."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from django.conf import settings

from disclosures.budget import snapshot
from disclosures.budget.amounts import ZERO, wan
from disclosures.budget.document import Document
from disclosures.budget.measures import MEASURES, measured
from disclosures.budget.statements.form import Column, Row
from disclosures.models import Publication
from disclosures.open_data import quoted
from disclosures.templatetags.addresses import page_of

Cells = tuple[str | int | Decimal | None, ...]


def rows_of(publication: Publication) -> Mapping[str, Iterable[Cells]]:
    """The rows of one publication by table; texts are quoted as in every CSV of the portal."""
    document, imprint = snapshot.read(publication.snapshot)
    disclosure = publication.disclosure
    key = f"{disclosure.kind}-{disclosure.code}-{disclosure.year}-v{publication.version}"
    published = (
        key,
        disclosure.department.code,
        document.code,
        quoted(document.name),
        document.kind,
        document.year,
        imprint.version,
        imprint.published_on.isoformat(),
        quoted(imprint.note),
        document.total,
        publication.sha256,
        imprint.sha256_of_previous,
        settings.PORTAL_URL + page_of(publication, version=publication.version),
    )
    return {
        "publications": (published,),
        "line_items": _lines(key, document),
        "tables": _cells(key, document),
        "figures": _figures(key, document),
    }


def _lines(key: str, document: Document) -> Iterator[Cells]:
    for number, line in enumerate(document.line_items, 1):
        yield (
            key,
            number,
            line.unit,
            line.functional[:3],
            line.functional[:5],
            line.functional,
            line.economic[:3],
            line.economic,
            line.source.name,
            quoted(line.project or ""),
            line.amount,
        )


def _figures(key: str, document: Document) -> Iterator[Cells]:
    found = measured(document)
    for measure in MEASURES:
        if measure.key in found:
            yield key, measure.key, measure.label, measure.unit, found[measure.key]


def _cells(key: str, document: Document) -> Iterator[Cells]:
    """Every amount of the eleven tables with the row and the column it stands in."""
    for statement in document.statements:
        for number, row in enumerate(statement.rows, 1):
            for position, item, cell in _amounts(row, statement.columns):
                heading = " / ".join(statement.columns[position].path)
                yield (
                    *(key, statement.number, number, position + 1, row.level),
                    *(quoted(item), quoted(heading), wan(cell) + ZERO, cell),
                )


def _amounts(row: Row, columns: tuple[Column, ...]) -> Iterator[tuple[int, str, Decimal]]:
    """The amounts that are not zero, each named by the texts before it.

    Tables 1 and 4 have two sides: texts that follow an amount begin the other one.
    """
    item: list[str] = []
    was_amount = False
    for position, (column, cell) in enumerate(zip(columns, row.cells, strict=True)):
        is_amount = column.kind == "amount"
        if not is_amount:
            item = [*([] if was_amount else item), *([str(cell)] if cell else [])]
        elif isinstance(cell, Decimal) and cell:
            yield position, " ".join(item), cell
        was_amount = is_amount
