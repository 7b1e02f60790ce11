"""The index of published versions: written from their records, proved against them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from unicodedata import normalize

from django.db import connection
from django.db.models import Exists, OuterRef

from .budget import snapshot
from .budget.amounts import ZERO
from .budget.document import Document
from .budget.entries import LineItem
from .budget.measures import measured
from .budget.passages import Passage, passages
from .models import (
    Publication,
    PublishedFigure,
    PublishedFunction,
    PublishedLine,
    PublishedPassage,
    PublishedWording,
)

Row = tuple[object, ...]
Model = type[
    PublishedLine | PublishedFunction | PublishedFigure | PublishedPassage | PublishedWording
]

CENT: Final = Decimal("0.01")
# The digits of the functional classification's levels: all, 类, 款, 项.
LEVELS: Final = (0, 3, 5, 7)

# The longest parts of texts that the database indexes: so many characters, so many digits.
LONGEST: Final = 3
LONGEST_CODE: Final = 7
CODE: Final = re.compile(rf"[0-9]{{{LONGEST + 1},}}")


@dataclass(frozen=True, slots=True)
class Part:
    """A table of the index: its columns, and the rows that a document has in it."""

    model: Model
    columns: tuple[str, ...]
    rows: Callable[[Document], Iterator[Row]]

    def write(self, documents: Iterable[tuple[int, Document]]) -> None:
        """The rows of versions by PostgreSQL's COPY: an index has hundreds of rows a version."""
        columns = ", ".join(("publication_id", *self.columns))
        with connection.cursor() as cursor:
            statement = f"COPY {self.model._meta.db_table} ({columns}) FROM STDIN"
            with cursor.copy(statement) as copy:
                for key, document in documents:
                    for row in self.rows(document):
                        copy.write_row((key, *row))

    def is_true(self, publication: Publication, document: Document) -> bool:
        """Whether the rows of a version are those that its document has."""
        kept = self.model._default_manager.filter(publication=publication)
        return sorted(self.rows(document)) == sorted(kept.values_list(*self.columns))


def write(publication: Publication, document: Document) -> None:
    """The rows of one version, within the transaction that publishes it."""
    write_all([(publication, document)])


def write_all(published: Iterable[tuple[Publication, Document]]) -> None:
    """The rows of many versions, as fast as the database takes them."""
    pairs = [(publication.pk, document) for publication, document in published]
    for part in PARTS:
        part.write(pairs)


def complete() -> int:
    """Write the parts that versions from before there were such parts lack; how many it wrote."""
    count = 0
    for part in PARTS:
        there = part.model._default_manager.filter(publication=OuterRef("pk"))
        for publication in Publication.objects.filter(~Exists(there)).iterator(chunk_size=50):
            document, _ = snapshot.read(publication.snapshot)
            part.write([(publication.pk, document)])
            count += 1
    return count


def is_true(publication: Publication) -> bool:
    """Whether the index says of a version what its record says: neither more nor less."""
    document, _ = snapshot.read(publication.snapshot)
    return all(part.is_true(publication, document) for part in PARTS)


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
        line.amount.quantize(CENT),
    )


def functions(document: Document) -> Iterator[Row]:
    """What is spent under each code of the functional classification, and in all."""
    sums = defaultdict(lambda: ZERO, {"": ZERO})
    for line in document.line_items:
        for code in {line.functional[:level] for level in LEVELS}:
            sums[code] += line.amount
    for code, amount in sums.items():
        yield code, amount.quantize(CENT)


def figures(document: Document) -> Iterator[Row]:
    """The key figures."""
    for measure, amount in measured(document).items():
        yield measure, amount.quantize(CENT)


def texts(document: Document) -> Iterator[Row]:
    """What it can be found by, and where on its page that stands."""
    yield from map(_passage, passages(document))


def _passage(passage: Passage) -> Row:
    return passage.kind, passage.place, passage.text, folded(passage.text)


def wording(document: Document) -> Iterator[Row]:
    """The one row of all texts together."""
    yield ("\n".join(folded(passage.text) for passage in passages(document)),)


def grams(term: str) -> list[str]:
    """The longest indexed parts of a term: what has the term has all of these."""
    found = {*_parts(term, min(len(term), LONGEST))}
    for code in CODE.findall(term):
        found |= {*_parts(code, min(len(code), LONGEST_CODE))}
    return sorted(found)


def is_indexed(term: str) -> bool:
    """Whether a term is such a part itself, so that no text has to be looked at again."""
    return term in grams(term)


def folded(text: str) -> str:
    """A text as it is searched: letters and digits only, half-width and small."""
    return "".join(filter(str.isalnum, normalize("NFKC", text).lower()))


def _parts(text: str, size: int) -> Iterator[str]:
    for at in range(len(text) - size + 1):
        yield text[at : at + size]


PARTS: Final = (
    Part(
        PublishedLine,
        ("unit_code", "functional_code", "economic_code", "funding_source", "project", "amount"),
        lines,
    ),
    Part(PublishedFunction, ("code", "amount"), functions),
    Part(PublishedFigure, ("measure", "amount"), figures),
    Part(PublishedPassage, ("kind", "place", "text", "folded"), texts),
    Part(PublishedWording, ("folded",), wording),
)
