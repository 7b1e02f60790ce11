"""The rule-book (勾稽与审核): every rule a function from a case to its findings."""

from collections.abc import Callable, Iterator
from datetime import date

from disclosures.budget.document import Document
from disclosures.budget.entries import Submission

from .case import Case, case
from .finding import Finding
from .ledger import l1, l2, l3, l4, l5, l6, l7, l8, l10, l11, l13
from .privacy import p1, p2
from .projects import l9, n8, n9
from .reasons import n1, n2, n5
from .reclassifications import l12
from .resources import n10, n11, n12, n13
from .secrecy import s1
from .tables import t1, t2, t3, t4, t5, t6, t7, t8, t9, t10, t11, t12, t13
from .timeliness import d1
from .wording import n3, n4, n6, n7

CHECKS: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    l1,
    l2,
    l3,
    l4,
    l5,
    l6,
    l7,
    l8,
    l9,
    l10,
    l11,
    l12,
    l13,
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
    t13,
    n1,
    n2,
    n3,
    n4,
    n5,
    n6,
    n7,
    n8,
    n9,
    n10,
    n11,
    n12,
    n13,
    p1,
    p2,
    s1,
    d1,
)

# Rules that entries and document alone do not decide, and what each is waiting for.
NOT_YET: tuple[tuple[str, str], ...] = (
    ("D2", "送审、审核、发布人由工作流记录，不在填报数据中。"),
    ("D3", "审核通过时的内容由工作流留存，不在填报数据中。"),
)


def check(
    entered: Submission, document: Document, disclosed_on: date | None = None
) -> tuple[Finding, ...]:
    """All findings of all rules, in the order of the rule-book.

    ``disclosed_on`` is the day the disclosure was first public, today for one that is not yet.
    """
    ready = case(entered, document, disclosed_on)
    return tuple(finding for rule in CHECKS for finding in rule(ready))
