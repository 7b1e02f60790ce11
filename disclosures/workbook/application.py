"""Writing exactly what a plan shows, in one transaction, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ObjectDoesNotExist
from django.db import DataError, IntegrityError, transaction
from django.db.models import QuerySet

from disclosures.models import (
    Budget,
    Disclosure,
    Explanation,
    GlossaryEntry,
    LineItem,
    OverallIndicator,
    Project,
    ProjectIndicator,
    Reclassification,
)

from . import records, saving, sheets
from .difference import KIND_NAMES, ChangeKind, Plan, keyed
from .records import Scope
from .refusal import RefusedError, StaleError, listed

STALE: Final = "系统中的数据在核对之后又有改动，未导入任何数据。请重新导入文件，核对新的差异。"


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of applying a plan."""

    budget: Budget
    counts: tuple[tuple[str, dict[ChangeKind, int]], ...]

    def __str__(self) -> str:
        told = "；".join(
            name
            + "、".join(f"{KIND_NAMES[kind]} {count}" for kind, count in kinds.items() if count)
            for name, kinds in self.counts
        )
        return f"已导入{self.budget}：{told or '与系统中的数据相同，没有变化'}。"


def apply(plan: Plan) -> Applied:
    """Write what the plan shows.

    Raises ``StaleError`` where the budget or its texts changed since the plan was made, and
    ``RefusedError`` for a plan with faults; then nothing is written.
    """
    if plan.faults:
        raise RefusedError(listed(plan.faults))
    try:
        with transaction.atomic():
            if plan.changes:
                _apply(plan)
    except ObjectDoesNotExist as error:
        raise StaleError(STALE) from error
    except (IntegrityError, DataError) as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        reason = getattr(diagnosis, "message_primary", None) or "数据互相矛盾"
        raise RefusedError(f"数据库拒绝了文件中的数据，未导入任何数据：{reason}") from error
    return Applied(plan.budget, plan.counts)


def _apply(plan: Plan) -> None:
    scope = _locked(plan)
    before = records.entered(scope)
    if records.fingerprint(before) != plan.fingerprint:
        raise StaleError(STALE)
    changed = {
        name: found for name, found in plan.contents.items() if list(found) != list(before[name])
    }
    lines = sheets.LINE_ITEMS
    old, new = keyed(lines, before[lines.name]), keyed(lines, plan.contents[lines.name])
    saving.remove_lines(scope.budget, {key for key in old if old[key] != new.get(key)})
    saving.keep_budget(scope.budget, changed)
    saving.add_lines(scope.budget, [new[key] for key in new if new[key] != old.get(key)])
    if scope.disclosure:
        saving.keep_disclosure(scope.disclosure, changed)


def _locked(plan: Plan) -> Scope:
    """The budget and its texts as they are now, opened if need be, for nobody else to change."""
    planned, texts = plan.budget, plan.scope.disclosure
    if not planned.pk:
        planned, _ = Budget.objects.get_or_create(
            unit=planned.unit, year=planned.year, role=planned.role
        )
    budget = Budget.objects.select_for_update().get(pk=planned.pk)
    if budget.closed:
        raise RefusedError(f"{budget.closed}未导入任何数据。")
    _hold(LineItem.objects.filter(budget=budget))
    _hold(Project.objects.filter(budget=budget))
    _hold(Reclassification.objects.filter(budget=budget))
    _hold(ProjectIndicator.objects.filter(project__budget=budget))
    of_disclosure = {sheet.name for sheet in sheets.SHEETS if sheet.is_of_disclosure}
    if texts is None or not any(change.sheet in of_disclosure for change in plan.changes):
        return Scope(budget, texts)
    if not texts.pk:
        texts, _ = Disclosure.objects.get_or_create(
            department=texts.department, unit=texts.unit, year=texts.year
        )
    disclosure = Disclosure.objects.select_for_update(of=("self",)).get(pk=texts.pk)
    if disclosure.reviews.open().exists():
        raise RefusedError(f"{disclosure}已送审，不能修改；请先退回。未导入任何数据。")
    for model in (OverallIndicator, Explanation, GlossaryEntry):
        _hold(model._default_manager.filter(disclosure=disclosure))
    return Scope(budget, disclosure)


def _hold(rows: QuerySet[Any]) -> None:
    list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
