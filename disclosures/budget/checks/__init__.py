"""The rule-book (勾稽与审核): every rule a function from a case to its findings."""

from collections.abc import Callable, Iterator

from disclosures.budget.document import Document
from disclosures.budget.entries import Submission

from .entered import l6, n1, n3
from .finding import Finding
from .sheets import Case, case
from .tables import t1, t2, t3, t4, t5, t6, t7, t8, t9, t10, t11, t12

CHECKS: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    l6,
    t1,
    t2,
    t3,
    t4,
    t5,
    t6,
    t7,
    t8,
    t9,
    t10,
    t11,
    t12,
    n1,
    n3,
)


def check(entered: Submission, document: Document) -> tuple[Finding, ...]:
    """All findings of all rules, in the order of the rule-book."""
    ready = case(entered, document)
    return tuple(finding for rule in CHECKS for finding in rule(ready))
