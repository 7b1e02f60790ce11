"""Made-up budgets as rows: line items, projects with targets, staffing, procurement, assets."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from disclosures.budget import entries
from disclosures.models import (
    Assets,
    Budget,
    EconomicCode,
    FunctionalCode,
    LineItem,
    Procurement,
    Project,
    ProjectIndicator,
    Staffing,
    User,
    VehicleHolding,
)

from .entered import assets, procurement, staffing
from .organisation import UnitPlan
from .publishing import Keys

Projects = Mapping[tuple[str, str], Project]


def enter(
    units: Sequence[UnitPlan],
    entered: entries.Submission,
    keys: Keys,
    delivered: tuple[User, datetime] | None,
) -> None:
    """The budgets of units as they stand in a submission, delivered or still open."""
    rows = {
        unit.code: Budget(unit=keys.units[unit.code], year=entered.year, **_delivery(delivered))
        for unit in units
    }
    Budget.objects.bulk_create(rows.values())
    projects = _projects(entered, rows)
    _lines(entered.lines, rows, projects)
    _resources(units, entered, rows)


def _delivery(delivered: tuple[User, datetime] | None) -> dict[str, User | datetime]:
    return {"delivered_by": delivered[0], "delivered_at": delivered[1]} if delivered else {}


def compare(
    units: Sequence[UnitPlan], lines: Iterable[entries.LineItem], year: int, keys: Keys
) -> None:
    """The ledger that the next year is compared with, where the year was not published."""
    role = Budget.Role.COMPARISON
    rows = {unit.code: Budget(unit=keys.units[unit.code], year=year, role=role) for unit in units}
    Budget.objects.bulk_create(rows.values())
    lines = tuple(lines)
    names = dict.fromkeys((line.unit, line.project) for line in lines if line.project)
    projects = {key: Project(budget=rows[key[0]], name=key[1]) for key in names if key[1]}
    Project.objects.bulk_create(projects.values())
    _lines(lines, rows, projects)


def _projects(entered: entries.Submission, rows: Mapping[str, Budget]) -> Projects:
    """The projects of the units that have budgets, with their indicators."""
    plans = [plan for plan in entered.projects if plan.unit in rows]
    made = Project.objects.bulk_create(_project(plan, rows[plan.unit]) for plan in plans)
    ProjectIndicator.objects.bulk_create(
        ProjectIndicator(project=project, position=position, **asdict(one))
        for plan, project in zip(plans, made, strict=True)
        for position, one in enumerate(plan.indicators, 1)
    )
    return {(plan.unit, plan.name): row for plan, row in zip(plans, made, strict=True)}


def _project(plan: entries.Project, budget: Budget) -> Project:
    texts = asdict(plan)
    del texts["unit"], texts["indicators"]
    return Project(budget=budget, **texts)


def _lines(
    lines: Iterable[entries.LineItem], rows: Mapping[str, Budget], projects: Projects
) -> None:
    if not rows:
        return
    year = next(iter(rows.values())).year
    functional = dict(FunctionalCode.objects.filter(year=year).values_list("code", "pk"))
    economic = dict(EconomicCode.objects.filter(year=year).values_list("code", "pk"))
    LineItem.objects.bulk_create(
        LineItem(
            budget=rows[line.unit],
            functional_id=functional[line.functional],
            economic_id=economic[line.economic],
            source=line.source.key,
            project=projects[line.unit, line.project] if line.project else None,
            amount=line.amount,
        )
        for line in lines
        if line.unit in rows
    )


def _resources(
    units: Sequence[UnitPlan], entered: entries.Submission, rows: Mapping[str, Budget]
) -> None:
    year = entered.year
    Staffing.objects.bulk_create(
        Staffing(budget=rows[unit.code], **asdict(staffing(unit, year))) for unit in units
    )
    Procurement.objects.bulk_create(
        Procurement(
            budget=rows[unit.code],
            **asdict(procurement(line for line in entered.lines if line.unit == unit.code)),
        )
        for unit in units
    )
    held = {unit.code: assets(unit, year) for unit in units}
    kept = Assets.objects.bulk_create(_assets(held[unit.code], rows[unit.code]) for unit in units)
    VehicleHolding.objects.bulk_create(
        vehicles
        for row, unit in zip(kept, units, strict=True)
        for vehicles in _vehicles(row, held[unit.code])
    )


def _assets(held: entries.Assets, budget: Budget) -> Assets:
    values = asdict(held)
    del values["vehicles"]
    return Assets(budget=budget, **values)


def _vehicles(row: Assets, held: entries.Assets) -> Iterator[VehicleHolding]:
    for kind, one in zip(VehicleHolding.Kind, held.vehicles, strict=True):
        yield VehicleHolding(assets=row, kind=kind, count=one.count, value=one.value)
