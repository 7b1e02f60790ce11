"""What the rules look at: entries, document, tables, totals, changes and texts, each made once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from disclosures.budget.amounts import Change
from disclosures.budget.comparison import restated
from disclosures.budget.document import Document
from disclosures.budget.entries import Submission
from disclosures.budget.narrative.changes import changes
from disclosures.budget.tree import Totals, summed

from .sheets import Sheet, sheet
from .texts import Text, texts


@dataclass(frozen=True, slots=True)
class Case:
    """The entries and the document, made ready to be read by the rules.

    ``sheets[0]`` is table 1; ``changes`` are what the text compares, by the keys of reasons;
    ``disclosed_on`` is the day it was first public, today while it is not.
    """

    entered: Submission
    document: Document
    sheets: tuple[Sheet, ...]
    totals: Totals
    changes: Mapping[str, Change]
    texts: tuple[Text, ...]
    disclosed_on: date | None = None

    def sheet(self, number: int) -> Sheet:
        """A table by its published number."""
        return self.sheets[number - 1]

    @property
    def reasons(self) -> tuple[Text, ...]:
        """The written reasons of changes."""
        return tuple(text for text in self.texts if text.kind == "reason")


def case(entered: Submission, document: Document, disclosed_on: date | None = None) -> Case:
    """The document made ready for the rules."""
    totals = summed(entered.lines)
    last = summed(restated(entered.last_lines, entered.reclassifications))
    return Case(
        entered,
        document,
        tuple(map(sheet, document.statements)),
        totals,
        changes(entered.catalogue, totals, last),
        tuple(texts(entered, document)),
        disclosed_on,
    )
