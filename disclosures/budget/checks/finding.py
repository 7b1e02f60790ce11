"""A finding: which rule, how grave, where, and what to do, with both figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "hint"]
# What staff read, the gravest first.
SEVERITIES: Mapping[Severity, str] = {"error": "错误", "warning": "警告", "hint": "提示"}


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found; ``place`` names table, row and column, line item or section.

    An error blocks publication, a warning must be acknowledged, a hint informs.
    """

    rule: str
    severity: Severity
    place: str
    message: str
