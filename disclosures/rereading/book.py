"""``tables.xlsx``, read back."""

from disclosures import official_book
from disclosures.budget.checks.finding import Finding
from disclosures.budget.document import Document

from .findings import fault, instead


def reread_book(document: Document, content: bytes) -> tuple[Finding, ...]:
    """Where ``tables.xlsx`` says otherwise than the document."""
    return tuple(
        fault(
            f"tables.xlsx/{one.sheet}/{one.row}/{one.column}",
            f"tables.xlsx 工作表“{one.sheet}”第 {one.row} 行第 {one.column} 列："
            + instead("", one.got, one.wanted).strip(),
        )
        for one in official_book.differences(document, content)
    )
