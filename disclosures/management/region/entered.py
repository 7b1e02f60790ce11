"""A made-up disclosure as it would have been entered: everything that the core reads."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, TypeVar

from disclosures.budget import entries
from disclosures.budget.classification import Catalogue
from disclosures.budget.entries import LineItem

from . import ledger, wording
from .course import Course, course
from .ledger import people, projects
from .organisation import REGION_NAME, DepartmentPlan, UnitPlan

Summed = TypeVar("Summed", entries.Staffing, entries.Procurement, entries.Assets, entries.Vehicles)

# What procurement is, and which part of a 款 goes through it.
BOUGHT: Final[Mapping[str, tuple[frozenset[str], Decimal]]] = {
    "goods": (frozenset({"31002", "31003", "30218"}), Decimal("0.8")),
    "works": (frozenset({"31005", "30213"}), Decimal("0.6")),
    "services": (frozenset({"30227", "30209"}), Decimal("0.5")),
}
NOT_SUMMED: Final = frozenset({"as_of", "vehicles", "kind"})
VEHICLE_KINDS: Final = ("一般公务用车", "执法执勤用车", "其他车辆")
VEHICLE_VALUE: Final = Decimal(168_000)


def submission(
    department: DepartmentPlan,
    year: int,
    catalogue: Catalogue,
    unit: UnitPlan | None = None,
    revision: int = 0,
) -> entries.Submission:
    """The whole of a department's disclosure of a year, or of its unit's own."""
    units = (unit,) if unit else department.units
    codes = {one.code for one in units}
    lines = _of(ledger.lines(department, year, revision), codes)
    last_lines = _of(last_published(department, year), codes)
    course_of = course(department, year)
    return entries.Submission(
        year=year,
        kind="unit" if unit else "department",
        code=unit.code if unit else department.code,
        name=unit.name if unit else department.name,
        region=REGION_NAME,
        units=tuple(entries.Unit(one.code, one.name, one.is_head) for one in units),
        catalogue=catalogue,
        lines=lines,
        last_lines=last_lines,
        projects=tuple(
            _project(department, one, project, year, catalogue)
            for one in units
            for project in projects(department, one, year)
        ),
        staffing=_added([staffing(one, year) for one in units]),
        procurement=_added([procurement(_of(lines, {one.code})) for one in units]),
        assets=_held([assets(one, year) for one in units]),
        target=_target(department, year),
        duties=wording.duties(department),
        offices=wording.offices(department),
        explanations=wording.explanations(department, catalogue, lines, last_lines),
        other_matters=wording.NOTICE,
        approved_on=course_of.approved_on,
        dated_on=dated_on(course_of),
    )


def last_published(department: DepartmentPlan, year: int) -> tuple[LineItem, ...]:
    """The ledger that a year is compared with: last year's as it stands after its correction."""
    is_corrected = year > ledger.FIRST_YEAR + 1 and course(department, year - 1).corrected_on
    return ledger.lines(department, year - 1, 1 if is_corrected else 0)


def dated_on(course_of: Course) -> date:
    """The date at the end of the document."""
    return course_of.published_on or course_of.approved_on + timedelta(days=10)


def _of(lines: tuple[LineItem, ...], codes: set[str]) -> tuple[LineItem, ...]:
    return tuple(line for line in lines if line.unit in codes)


def _project(
    department: DepartmentPlan,
    unit: UnitPlan,
    project: ledger.ProjectPlan,
    year: int,
    catalogue: Catalogue,
) -> entries.Project:
    return entries.Project(
        unit=unit.code,
        name=project.task.name,
        policy_basis=f"《{REGION_NAME}{department.kind.field}五年规划》及年度预算批复。",
        undertaken_by=unit.name,
        allocation=wording.allocation(project, catalogue),
        starts_on=date(year, 1, 1),
        ends_on=date(year, 12, 31),
        contact="综合业务科",
        goal=wording.goal(department, project),
        indicators=wording.indicators(project, year),
    )


def _target(department: DepartmentPlan, year: int) -> entries.OverallTarget:
    return entries.OverallTarget(
        goal=f"完成 {year} 年{department.kind.field}各项任务，管好用好预算资金，服务群众和企业。",
        contact="财务科",
        telephone=f"0099-6{department.number:06}",
        indicators=wording.overall_indicators(department, year),
    )


def staffing(unit: UnitPlan, year: int) -> entries.Staffing:
    """Posts and people of a unit, with the change against last year."""
    active, before = people(unit, year), people(unit, year - 1)
    return entries.Staffing(
        posts=unit.people + 2,
        active=active,
        retired=unit.people * 3 // 10,
        active_change=active - before,
    )


def procurement(lines: Iterable[LineItem]) -> entries.Procurement:
    """What a unit buys, by the 款 of its ledger, most of it reserved for small firms."""
    bought = dict.fromkeys(BOUGHT, Decimal(0))
    for line in lines:
        for kind, (codes, share) in BOUGHT.items():
            if line.economic in codes:
                bought[kind] += _cents(line.amount * share)
    reserved = _cents(sum(bought.values(), Decimal(0)) * Decimal("0.7"))
    return entries.Procurement(**bought, **_reserved(reserved))


def _reserved(amount: Decimal) -> dict[str, Decimal]:
    micro = _cents(amount * Decimal("0.8"))
    return {"reserved_for_medium_and_small": amount, "reserved_for_micro": micro}


def assets(unit: UnitPlan, year: int) -> entries.Assets:
    """What a unit holds at the end of the year before."""
    heads = unit.people
    counts = (1, heads // 30, heads // 60)
    return entries.Assets(
        as_of=date(year - 1, 12, 31),
        house_area=Decimal(heads * 22),
        house_value=Decimal(heads * 31_500),
        vehicles=tuple(
            entries.Vehicles(kind, count, count * VEHICLE_VALUE)
            for kind, count in zip(VEHICLE_KINDS, counts, strict=True)
        ),
        furniture_value=Decimal(heads * 2_600),
        other_value=Decimal(heads * 14_800),
        equipment_over_500k=heads // 120,
        equipment_over_1m=heads // 260,
    )


def _added(parts: Iterable[Summed]) -> Summed:
    """The sum of counts and amounts, field by field."""
    first, *others = parts
    sums = {
        field.name: sum((getattr(one, field.name) for one in others), getattr(first, field.name))
        for field in fields(first)
        if field.name not in NOT_SUMMED
    }
    return replace(first, **sums)


def _held(parts: Sequence[entries.Assets]) -> entries.Assets:
    """The assets of all units, vehicles by kind."""
    kinds = zip(*(one.vehicles for one in parts), strict=True)
    return replace(_added(parts), vehicles=tuple(map(_added, kinds)))


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"))
