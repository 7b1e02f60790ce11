"""A finding: which rule, how grave, where, and what to do, with both figures."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "hint"]
# What staff read, the gravest first.
SEVERITIES: Mapping[Severity, str] = {"error": "错误", "warning": "警告", "hint": "提示"}
IN_A_PARAGRAPH = re.compile(r"(s[^/]+)/\d+/")


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found; ``place`` names table, row and column, line item or section.

    An error blocks publication, a warning must be acknowledged, a hint informs. ``aside`` is
    what staff wrote about it: read at the desk, never published.
    """

    rule: str
    severity: Severity
    place: str
    message: str
    aside: str = ""

    @property
    def spot(self) -> str:
        """The place without the number of its paragraph, which moves as the text grows."""
        return IN_A_PARAGRAPH.sub(r"\1/", self.place)
