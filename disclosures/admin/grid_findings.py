"""What the rule-book finds in what a grid enters, as the page and its script show it."""

from __future__ import annotations

from typing import Any, Final

from disclosures.budget.checks.finding import SEVERITIES
from disclosures.budget.classification import UnknownCodeError
from disclosures.entry.findings import checked
from disclosures.entry.state import State
from disclosures.ledger import MissingCatalogueError

from .findings import in_words
from .places import places

NOT_CHECKED: Final = "未检查：{reason}"
COMPARISON: Final = "上年对比账不单独检查"


def findings_of(state: State) -> dict[str, Any]:
    """How many findings there are, and each of them: its rows, and the way to where it is mended.

    What cannot be checked is said not to be checked, never to be right.
    """
    try:
        found = checked(state)
    except (MissingCatalogueError, UnknownCodeError) as error:
        return {"summary": NOT_CHECKED.format(reason=error), "found": []}
    if found is None:
        return {"summary": COMPARISON, "found": []}
    grades = list(SEVERITIES)
    known = places(found.disclosure, tuple(one.number for one in found.document.sections))
    ordered = sorted(found.found, key=lambda one: grades.index(one.finding.severity))
    listed = []
    for one in ordered:
        words, target = known.way(one.finding.place)
        listed.append(
            {
                "rule": one.finding.rule,
                "severity": one.finding.severity,
                "grade": SEVERITIES[one.finding.severity],
                "message": one.finding.message,
                "place": words,
                "target": target,
                "keys": one.keys,
                "column": one.column,
            }
        )
    return {"summary": in_words(one.finding for one in ordered), "found": listed}
