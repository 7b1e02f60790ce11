"""Rule D4: what is published, parsed back and compared with the document, cell by cell.

Confined work, so it knows no Django.
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import Final

from disclosures.budget import snapshot
from disclosures.budget.checks.finding import Finding

from .book import reread_book
from .data import reread, reread_csv
from .official import reread_pdf

__all__ = ("reread", "reread_book", "reread_csv", "reread_files", "reread_pdf")

PDF: Final = "disclosure.pdf"
BOOK: Final = "tables.xlsx"


def reread_files(record: str, files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """Where a file of a publication says otherwise than its record."""
    document, imprint = snapshot.read(record)
    digest = sha256(record.encode()).hexdigest()
    return (
        *reread_csv(document, files),
        *reread_book(document, files[BOOK]),
        *reread_pdf(document, imprint, digest, files[PDF]),
    )
