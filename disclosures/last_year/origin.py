"""Where a budget may be copied from: the first of last year's ledgers that holds anything."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from disclosures import ledger
from disclosures.budget import entries, snapshot
from disclosures.budget.classification import SOURCE_BY_KEY
from disclosures.models import Budget, LineItem, Publication


@dataclass(frozen=True, slots=True)
class Origin:
    """One unit's figures of a year: entered rows in ``budget``, or a published record."""

    year: int
    lines: tuple[entries.LineItem, ...]
    projects: tuple[entries.Project, ...]
    budget: Budget | None = None
    publication: Publication | None = None

    def __str__(self) -> str:
        if self.publication:
            return f"{self.year} 年已公开的第 {self.publication.version} 版"
        return str(self.budget)


def origin(budget: Budget) -> Origin | None:
    """What the budget is copied from: last year's budget, its comparison ledger, its publication.

    A comparison ledger is taken from what was published of its own year, and from nothing else.
    """
    return next(_origins(budget), None)


def _origins(budget: Budget) -> Iterator[Origin]:
    if budget.role == Budget.Role.COMPARISON:
        yield from _published(budget, budget.year)
        return
    for role in (Budget.Role.BUDGET, Budget.Role.COMPARISON):
        yield from _entered(budget, role)
    yield from _published(budget, budget.year - 1)


def _entered(budget: Budget, role: Budget.Role) -> Iterator[Origin]:
    of_unit = Budget.objects.filter(unit=budget.unit_id, year=budget.year - 1, role=role)
    last = of_unit.select_related("unit").first()
    lines = tuple(entered_lines(last)) if last else ()
    if last and lines:
        yield Origin(last.year, lines, ledger.projects(last), budget=last)


def entered_lines(budget: Budget) -> Iterator[entries.LineItem]:
    """The line items of a budget in the order in which they were entered."""
    unit = budget.unit.code
    rows = LineItem.objects.filter(budget=budget).order_by("pk")
    for functional, economic, source, project, amount in rows.values_list(
        "functional__code", "economic__code", "source", "project__name", "amount"
    ):
        of = SOURCE_BY_KEY[source]
        yield entries.LineItem(unit, functional, economic, of, project, amount)


def _published(budget: Budget, year: int) -> Iterator[Origin]:
    unit = budget.unit
    before = Publication.objects.before(unit.department_id, unit.pk, year + 1)
    found = before.select_related("disclosure__department", "disclosure__unit").first()
    if found is None:
        return
    record = json.loads(found.snapshot)
    lines = tuple(line for line in snapshot.line_items(record) if line.unit == unit.code)
    projects = tuple(one for one in snapshot.projects(record) if one.unit == unit.code)
    if lines:
        yield Origin(year, lines, projects, publication=found)
