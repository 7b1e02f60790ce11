"""What was marked secret (涉密) last year is secret in what is copied from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from disclosures.budget.classification import SOURCE_BY_KEY
from disclosures.budget.entries import LineItem as Line
from disclosures.budget.entries import Posting
from disclosures.models import Budget, LineItem, Project

NOT_SECRET = (False, "")


@dataclass(frozen=True, slots=True)
class Marks:
    """The grounds of last year's secret lines and projects, by what they are of."""

    lines: Mapping[Posting, str]
    projects: Mapping[str, str]

    def of(self, line: Line) -> tuple[bool, str]:
        """Whether a line copied from last year is secret, and on what ground."""
        ground = self.lines.get(line.posting)
        return NOT_SECRET if ground is None else (True, ground)

    def of_project(self, name: str) -> tuple[bool, str]:
        """Whether a project copied from last year is secret, and on what ground."""
        return (True, self.projects[name]) if name in self.projects else NOT_SECRET


def marks(last: Budget | None) -> Marks:
    """The marks of a budget; what is copied from a publication has none."""
    if last is None:
        return Marks({}, {})
    unit = last.unit.code
    lines = LineItem.objects.filter(budget=last, is_secret=True).values_list(
        "functional__code", "economic__code", "source", "project__name", "secrecy_ground"
    )
    projects = Project.objects.filter(budget=last, is_secret=True)
    return Marks(
        {
            Posting(unit, functional, economic, SOURCE_BY_KEY[source], project): ground
            for functional, economic, source, project, ground in lines
        },
        dict(projects.values_list("name", "secrecy_ground")),
    )
