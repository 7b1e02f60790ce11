"""What one rule finds in entries."""

from dataclasses import replace
from typing import Any

from disclosures.budget.checks import check
from disclosures.budget.checks.finding import Finding
from disclosures.budget.document import compose
from disclosures.budget.entries import LineItem, Project, Submission

from .reference import reference


def found(rule: str, entered: Submission) -> list[Finding]:
    """The findings of one rule."""
    return [finding for finding in check(entered, compose(entered)) if finding.rule == rule]


def changed(
    *added: LineItem,
    **entered: Any,  # noqa: ANN401 - whatever fields the test gives
) -> Submission:
    """The sample with lines added and other entries changed."""
    sample = reference()
    return replace(sample, lines=(*sample.lines, *added), **entered)


def with_project(
    **entered: Any,  # noqa: ANN401 - as above
) -> Submission:
    """The sample with its first project (工作经费, 1,150,000 yuan) changed."""
    sample = reference()
    first, *others = sample.projects
    projects: tuple[Project, ...] = (replace(first, **entered), *others)
    return replace(sample, projects=projects)


def explained(key: str, wording: str) -> Submission:
    """The sample with one reason or use written otherwise."""
    sample = reference()
    return replace(sample, explanations={**sample.explanations, key: wording})
