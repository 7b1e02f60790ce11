"""Findings answered for: a warning acknowledged, or an error overridden, with a reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from .finding import Finding, Severity

# Errors that somebody may answer for instead of mending them.
OVERRIDABLE = frozenset({"P1"})
SHORTEST = 8
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """Why what a rule found at a place is left as it is, and who says so.

    ``message`` is what was found when the reason was given.
    """

    rule: str
    place: str
    message: str
    reason: str
    by: str
    at: datetime

    @property
    def key(self) -> Key:
        """Rule and place: what it answers for."""
        return self.rule, self.place


@dataclass(frozen=True, slots=True)
class Judged:
    """What a rule found at one place, at least one finding, and the reason kept for it."""

    findings: tuple[Finding, ...]
    acknowledgement: Acknowledgement | None = None

    @property
    def first(self) -> Finding:
        """The finding that stands for all of them."""
        return self.findings[0]

    @property
    def severity(self) -> Severity:
        """How grave they are."""
        return self.first.severity

    @property
    def key(self) -> Key:
        """Rule and place, as a reason is kept for them."""
        return self.first.rule, self.first.spot

    @property
    def message(self) -> str:
        """What was found, one finding a line."""
        return "\n".join(finding.message for finding in self.findings)

    @property
    def may_be_acknowledged(self) -> bool:
        """Whether a reason will do instead of a correction."""
        return self.severity == "warning" or (
            self.severity == "error" and self.first.rule in OVERRIDABLE
        )

    @property
    def has_changed(self) -> bool:
        """Whether something else was found when the reason was given."""
        return self.acknowledgement is not None and self.acknowledgement.message != self.message

    @property
    def is_acknowledged(self) -> bool:
        """Whether the reason holds: for a warning even where its figures changed since.

        An error is overridden as it stood: a reason for one number is none for another.
        """
        has_reason = self.acknowledgement is not None and self.may_be_acknowledged
        return has_reason and not (self.severity == "error" and self.has_changed)

    @property
    def is_open(self) -> bool:
        """Whether it keeps a disclosure from being submitted and published."""
        return self.severity != "hint" and not self.is_acknowledged


def judged(
    findings: Iterable[Finding], acknowledgements: Iterable[Acknowledgement]
) -> tuple[Judged, ...]:
    """The findings by rule and place, in the order of the rule-book, with their reasons."""
    kept = {one.key: one for one in acknowledgements}
    groups: dict[tuple[Severity, str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.severity, finding.rule, finding.spot), []).append(finding)
    return tuple(
        Judged(tuple(group), None if severity == "hint" else kept.get((rule, spot)))
        for (severity, rule, spot), group in groups.items()
    )


def unused(
    found: Iterable[Judged], acknowledgements: Iterable[Acknowledgement]
) -> tuple[Acknowledgement, ...]:
    """The reasons for what is no longer found: kept, and no longer needed."""
    needed = {one.key for one in found if one.may_be_acknowledged}
    return tuple(one for one in acknowledgements if one.key not in needed)
