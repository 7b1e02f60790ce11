"""The index of published versions: written from their records, proved against them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final
from unicodedata import normalize

from django.db import connection

from .budget import snapshot
from .budget.document import Document
from .budget.entries import LineItem
from .budget.measures import measured
from .budget.passages import Passage, passages
from .models import Publication, PublishedFigure, PublishedLine, PublishedPassage

Row = tuple[object, ...]

LINES: Final = [
    "unit_code",
    "functional_code",
    "economic_code",
    "funding_source",
    "project",
    "amount",
]
FIGURES: Final = ("measure", "amount")
PASSAGES: Final = ("kind", "place", "text", "folded", "bigrams")


def write(publication: Publication, document: Document) -> None:
    """The rows of one version, within the transaction that publishes it."""
    write_all([(publication, document)])


def write_all(published: Iterable[tuple[Publication, Document]]) -> None:
    """The rows of many versions, as fast as the database takes them."""
    pairs = [(publication.pk, document) for publication, document in published]
    _write_passages(pairs)
    _copy(PublishedLine, LINES, ((key, *row) for key, one in pairs for row in lines(one)))
    _copy(PublishedFigure, FIGURES, ((key, *row) for key, one in pairs for row in figures(one)))


def _write_passages(pairs: Iterable[tuple[int, Document]]) -> None:
    _copy(PublishedPassage, PASSAGES, ((key, *row) for key, one in pairs for row in texts(one)))


def complete() -> int:
    """Write what versions published before there was an index lack; how many these were."""
    count = 0
    for publication in Publication.objects.filter(figures=None).iterator(chunk_size=50):
        document, _ = snapshot.read(publication.snapshot)
        write(publication, document)
        count += 1
    for publication in Publication.objects.filter(passages=None).iterator(chunk_size=50):
        document, _ = snapshot.read(publication.snapshot)
        _write_passages([(publication.pk, document)])
        count += 1
    return count


def is_true(publication: Publication) -> bool:
    """Whether the index says of a version what its record says: neither more nor less."""
    document, _ = snapshot.read(publication.snapshot)
    return all(
        Counter(rows) == Counter(kept.values_list(*names))
        for rows, kept, names in (
            (lines(document), publication.lines, LINES),
            (figures(document), publication.figures, FIGURES),
            ((row[:3] for row in texts(document)), publication.passages, PASSAGES[:3]),
        )
    )


def lines(document: Document) -> Iterator[Row]:
    """The line items."""
    yield from map(_line, document.line_items)


def _line(line: LineItem) -> Row:
    return (
        line.unit,
        line.functional,
        line.economic,
        line.source.key,
        line.project or "",
        line.amount.quantize(Decimal("0.01")),
    )


def figures(document: Document) -> Iterator[Row]:
    """The key figures."""
    for measure, amount in measured(document).items():
        yield measure, amount.quantize(Decimal("0.01"))


def texts(document: Document) -> Iterator[Row]:
    """What it can be found by, each with its pairs of characters."""
    for passage in passages(document):
        yield _passage(passage)


def _passage(passage: Passage) -> Row:
    plain = folded(passage.text)
    return passage.kind, passage.place, passage.text, plain, bigrams(plain)


def bigrams(plain: str) -> list[str]:
    """All pairs of neighbouring characters of a folded text, each once."""
    return sorted({plain[at : at + 2] for at in range(len(plain) - 1)})


def folded(text: str) -> str:
    """A text as it is searched: letters and digits only, half-width and small."""
    return "".join(filter(str.isalnum, normalize("NFKC", text).lower()))


def _copy(
    model: type[PublishedLine | PublishedFigure | PublishedPassage],
    names: Iterable[str],
    rows: Iterable[Row],
) -> None:
    """PostgreSQL's COPY: an index has hundreds of rows a version."""
    columns = ", ".join(("publication_id", *names))
    with connection.cursor() as cursor:
        statement = f"COPY {model._meta.db_table} ({columns}) FROM STDIN"
        with cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
