"""The sample with a third table as long as asked for."""

from dataclasses import replace
from datetime import date

from disclosures.budget.document import Document, compose
from disclosures.budget.snapshot import Imprint
from tests.budget.reference import reference

IMPRINT = Imprint(1, date(2026, 2, 5))


def sample() -> Document:
    """The sample as it is."""
    return compose(reference())


def long(rows: int) -> Document:
    """The sample whose table 3 has so many rows below its total."""
    document = sample()
    total, *body = document.statements[2].rows
    more = (body[at % len(body)] for at in range(rows))
    filled = (total, *(replace(row, key=f"{row.key}-{at}") for at, row in enumerate(more)))
    first, second, third, *others = document.statements
    return replace(document, statements=(first, second, replace(third, rows=filled), *others))
