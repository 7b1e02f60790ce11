"""Copying what a plan shows, in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Final

from django.db import IntegrityError, transaction

from disclosures.budget.entries import Indicator
from disclosures.budget.entries import Project as ProjectEntry
from disclosures.entry import waiting
from disclosures.models import (
    Assets,
    Budget,
    Procurement,
    Project,
    ProjectIndicator,
    Staffing,
    VehicleHolding,
)
from disclosures.workbook.refusal import RefusedError, StaleError
from disclosures.workbook.saving import LINE_COLUMNS, MARK_COLUMNS, copy_lines

from .plan import Plan, codes, planned
from .secrecy import Marks, marks

STALE: Final = "上年或本年的数据在核对之后又有改动，没有复制任何数据。请核对新的预览后再确认。"
COLLIDED: Final = "他人正在修改本预算，没有复制任何数据。请刷新页面，核对新的预览后再确认。"
TEXTS: Final = ("name", "policy_basis", "undertaken_by", "allocation", "contact", "goal")
NOT_TOLD: Final = frozenset({"id", "budget"})
# What another year starts without.
FRESH: Final = {
    Staffing: ("active_change", "retired_change", "veteran_change"),
    Procurement: (),
    Assets: ("as_of", "planned_equipment_over_500k", "planned_equipment_over_1m"),
}


def copied(plan: Plan) -> Plan:
    """Write what the plan shows, while nobody else writes to the budget.

    Raises ``StaleError`` where the same would not be written any more; then nothing is.
    """
    try:
        with transaction.atomic():
            budget = (
                Budget.objects.select_for_update(of=("self",))
                .select_related("unit")
                .get(pk=plan.budget.pk)
            )
            made = planned(budget, plan.choice)
            if made.fingerprint != plan.fingerprint:
                raise StaleError(STALE)
            _write(made)
    except IntegrityError as error:
        raise RefusedError(COLLIDED) from error
    return made


def _write(plan: Plan) -> None:
    secret = marks(plan.origin.budget)
    _write_projects(plan.budget, plan.projects, secret)
    _write_lines(plan, secret)
    grounds = {
        one.row.key: secret.lines[one.line.posting] for one in plan.gone if secret.of(one.line)[0]
    }
    waiting.keep(plan.budget, plan.waiting, grounds)
    if plan.origin.budget:
        for part in plan.parts:
            if part.is_copied:
                _write_part(part.model, plan.origin.budget, plan.budget)


def _write_projects(budget: Budget, projects: Sequence[ProjectEntry], secret: Marks) -> None:
    made = Project.objects.bulk_create(
        Project(
            budget=budget,
            starts_on=one.starts_on,
            ends_on=one.ends_on,
            **{name: getattr(one, name) for name in TEXTS},
            **dict(zip(MARK_COLUMNS, secret.of_project(one.name), strict=True)),
        )
        for one in projects
    )
    ProjectIndicator.objects.bulk_create(
        ProjectIndicator(project=project, position=position, **_fields(indicator))
        for project, one in zip(made, projects, strict=True)
        for position, indicator in enumerate(one.indicators, 1)
    )


def _fields(indicator: Indicator) -> dict[str, object]:
    return {field.name: getattr(indicator, field.name) for field in fields(Indicator)}


def _write_lines(plan: Plan, secret: Marks) -> None:
    budget = plan.budget
    functional, economic = codes(budget.year)
    projects = dict(budget.projects.values_list("name", "pk"))
    rows = (
        (
            budget.pk,
            functional[line.functional],
            economic[line.economic],
            line.source.key,
            projects[line.project] if line.project else None,
            line.amount,
            *secret.of(line),
        )
        for line in plan.added
    )
    copy_lines(rows, (*LINE_COLUMNS, *MARK_COLUMNS))


def _write_part(
    model: type[Staffing] | type[Procurement] | type[Assets], last: Budget, budget: Budget
) -> None:
    row = model._default_manager.get(budget=last)
    fresh = FRESH[model]
    values = {
        field.name: getattr(row, field.name)
        for field in model._meta.concrete_fields
        if field.name not in {*NOT_TOLD, *fresh}
    }
    made = model._default_manager.create(budget=budget, **values)
    if isinstance(made, Assets):
        VehicleHolding.objects.bulk_create(
            VehicleHolding(assets=made, kind=one.kind, count=one.count, value=one.value)
            for one in VehicleHolding.objects.filter(assets__budget=last).order_by("pk")
        )
