"""The year before a publication, where it is public too: what its figures are compared with."""

from dataclasses import dataclass
from typing import Self

from .budget import snapshot
from .budget.comparison import restated
from .budget.document import Document
from .budget.entries import LineItem
from .models import Publication


@dataclass(frozen=True, slots=True)
class YearBefore:
    """Last year's document; ``lines`` are its line items as this year's codes show them."""

    publication: Publication
    document: Document
    lines: tuple[LineItem, ...]

    @classmethod
    def of(cls, publication: Publication, this: Document, last: Publication) -> Self:
        """Last year's publication read for a publication of this year."""
        document, _ = snapshot.read(last.snapshot)
        unit = publication.disclosure.unit
        lines = tuple(
            line for line in document.line_items if unit is None or line.unit == unit.code
        )
        return cls(last, document, restated(lines, this.reclassifications))


def publication_before(publication: Publication) -> Publication | None:
    """The current publication of the year before: the same disclosure's, else its department's."""
    whose = publication.disclosure
    return Publication.objects.before(whose.department_id, whose.unit_id, whose.year).first()
