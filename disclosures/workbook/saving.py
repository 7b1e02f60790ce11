"""Records become rows again: in bulk, and only where something differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from django.db import connection
from django.db.models import Model

from disclosures.models import (
    Assets,
    Budget,
    Disclosure,
    EconomicCode,
    Explanation,
    FunctionalCode,
    GlossaryEntry,
    LineItem,
    OverallIndicator,
    Procurement,
    Project,
    ProjectIndicator,
    Reclassification,
    Staffing,
    VehicleHolding,
)

from . import sheets
from .records import LINE_KEY, Record
from .sheets import SECRECY, Sheet
from .values import canonical, typed

Changed = Mapping[str, Sequence[Record]]
LINE_COLUMNS: Final = (
    "budget_id",
    "functional_id",
    "economic_id",
    "source",
    "project_id",
    "amount",
)
MARK_COLUMNS: Final = tuple(column.field for column in SECRECY)


def remove_lines(budget: Budget, keys: Collection[tuple[str, ...]]) -> None:
    """Delete the line items of these codes, sources and projects."""
    if not keys:
        return
    rows = LineItem.objects.filter(budget=budget).values_list("pk", *LINE_KEY)
    gone = [pk for pk, *key in rows if tuple(map(canonical, key)) in keys]
    LineItem.objects.filter(pk__in=gone).delete()


def add_lines(budget: Budget, lines: Sequence[Record]) -> None:
    """Enter line items whose projects exist."""
    if not lines:
        return
    functional = dict(FunctionalCode.objects.items(budget.year).values_list("code", "pk"))
    economic = dict(EconomicCode.objects.items(budget.year).values_list("code", "pk"))
    projects = _projects(budget)
    rows = (
        (
            budget.pk,
            functional[line["functional"]],
            economic[line["economic"]],
            line["source"],
            projects[line["project"]] if line["project"] else None,
            Decimal(line["amount"]),
            *(typed(column, line[column.field]) for column in SECRECY),
        )
        for line in lines
    )
    copy_lines(rows, (*LINE_COLUMNS, *MARK_COLUMNS))


def copy_lines(lines: Iterable[Sequence[object]], columns: Sequence[str] = LINE_COLUMNS) -> None:
    """COPY, because making 100,000 model instances takes longer than storing them."""
    statement = f"COPY {LineItem._meta.db_table} ({', '.join(columns)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.cursor.copy(statement) as copy:
        for line in lines:
            copy.write_row(line)


def keep_budget(budget: Budget, changed: Changed) -> None:
    """Everything of a budget but its line items."""
    if sheets.APPROVAL.name in changed:
        _keep_own(sheets.APPROVAL, Budget, budget.pk, changed[sheets.APPROVAL.name])
    _keep_projects_and_moves(budget, changed)
    if sheets.INDICATORS.name in changed:
        _keep_indicators(budget, changed[sheets.INDICATORS.name])
    for sheet, model in (
        (sheets.STAFFING, Staffing),
        (sheets.PROCUREMENT, Procurement),
        (sheets.ASSETS, Assets),
    ):
        if sheet.name in changed:
            _keep_form(sheet, model, budget, changed[sheet.name])
    if sheets.VEHICLES.name in changed:
        VehicleHolding.objects.filter(assets__budget=budget).delete()
        assets = Assets.objects.filter(budget=budget).first()
        VehicleHolding.objects.bulk_create(
            VehicleHolding(assets=assets, **_fields(sheets.VEHICLES, record))
            for record in changed[sheets.VEHICLES.name]
        )


def _keep_projects_and_moves(budget: Budget, changed: Changed) -> None:
    """A project that a reclassification names cannot be deleted, and is there before it."""
    moves = changed.get(sheets.RECLASSIFICATIONS.name)
    if moves is not None:
        Reclassification.objects.filter(budget=budget).delete()
    if sheets.PROJECTS.name in changed:
        _keep_projects(budget, changed[sheets.PROJECTS.name])
    if moves:
        add_reclassifications(budget, moves)


def add_reclassifications(budget: Budget, found: Sequence[Record]) -> None:
    """Enter reclassifications whose projects exist."""
    projects = _projects(budget)
    codes = {
        (kind, year): dict(model.objects.items(year).values_list("code", "pk"))
        for kind, model in (("functional", FunctionalCode), ("economic", EconomicCode))
        for year in (budget.year - 1, budget.year)
    }
    Reclassification.objects.bulk_create(
        Reclassification(
            budget=budget,
            from_functional_id=codes["functional", budget.year - 1][move["from_functional"]],
            from_economic_id=codes["economic", budget.year - 1][move["from_economic"]],
            from_source=move["from_source"],
            from_project=move["from_project"],
            to_functional_id=codes["functional", budget.year][move["to_functional"]],
            to_economic_id=codes["economic", budget.year][move["to_economic"]],
            to_source=move["to_source"],
            to_project_id=projects[move["to_project"]] if move["to_project"] else None,
            amount=Decimal(move["amount"]),
            note=move["note"],
        )
        for move in found
    )


def _keep_own(sheet: Sheet, model: type[Model], key: int, found: Sequence[Record]) -> None:
    """Fields of the budget or disclosure itself; without a record all of them are empty."""
    blank = dict.fromkeys((column.field for column in sheet.entered), "")
    for record in found or (blank,):
        model._default_manager.filter(pk=key).update(**_fields(sheet, record))


def _keep_form(sheet: Sheet, model: type[Model], budget: Budget, found: Sequence[Record]) -> None:
    rows: Any = model._default_manager
    for record in found:
        rows.update_or_create(budget=budget, defaults=_fields(sheet, record))
    if not found:
        rows.filter(budget=budget).delete()


def _keep_projects(budget: Budget, found: Sequence[Record]) -> None:
    wanted = {record["name"]: record for record in found}
    kept = {canonical(project.name): project for project in budget.projects.order_by("pk")}
    gone = [project.pk for name, project in kept.items() if name not in wanted]
    Project.objects.filter(pk__in=gone).delete()
    changed = [project for name, project in kept.items() if name in wanted]
    names = [column.field for column in sheets.PROJECTS.entered]
    for project in changed:
        for name, value in _fields(sheets.PROJECTS, wanted[canonical(project.name)]).items():
            setattr(project, name, value)
    Project.objects.bulk_update(changed, names, batch_size=500)
    Project.objects.bulk_create(
        Project(budget=budget, **_fields(sheets.PROJECTS, record))
        for name, record in wanted.items()
        if name not in kept
    )


def _projects(budget: Budget) -> dict[str, int]:
    rows = budget.projects.values_list("name", "pk")
    return {canonical(name): pk for name, pk in rows}


def _keep_indicators(budget: Budget, found: Sequence[Record]) -> None:
    projects = _projects(budget)
    positions: Counter[str] = Counter()
    rows: list[ProjectIndicator] = []
    for record in found:
        positions[record["project"]] += 1
        fields = _fields(sheets.INDICATORS, record)
        project = projects[fields.pop("project")]
        position = positions[record["project"]]
        rows.append(ProjectIndicator(project_id=project, position=position, **fields))
    ProjectIndicator.objects.filter(project__budget=budget).delete()
    ProjectIndicator.objects.bulk_create(rows)


def keep_disclosure(disclosure: Disclosure, changed: Changed) -> None:
    """The texts, targets, terms, reasons and uses of a disclosure."""
    if sheets.TEXTS.name in changed:
        _keep_own(sheets.TEXTS, Disclosure, disclosure.pk, changed[sheets.TEXTS.name])
    for sheet, model in ((sheets.OVERALL, OverallIndicator), (sheets.GLOSSARY, GlossaryEntry)):
        if sheet.name in changed:
            rows: Any = model._default_manager
            rows.filter(disclosure=disclosure).delete()
            rows.bulk_create(
                model(disclosure=disclosure, position=position, **_fields(sheet, record))
                for position, record in enumerate(changed[sheet.name], 1)
            )
    if sheets.EXPLANATIONS.name in changed:
        _keep_explanations(disclosure, changed[sheets.EXPLANATIONS.name])


def _keep_explanations(disclosure: Disclosure, found: Sequence[Record]) -> None:
    wordings = {record["key"]: record["wording"] for record in found}
    Explanation.objects.filter(disclosure=disclosure).exclude(key__in=list(wordings)).delete()
    Explanation.objects.bulk_create(
        [Explanation(disclosure=disclosure, key=key, wording=one) for key, one in wordings.items()],
        update_conflicts=True,
        unique_fields=["disclosure", "key"],
        update_fields=["wording"],
    )


def _fields(sheet: Sheet, record: Record) -> dict[str, Any]:
    return {column.field: typed(column, record[column.field]) for column in sheet.entered}
