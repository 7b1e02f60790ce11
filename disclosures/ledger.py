"""The bridge: rows of the database become what the core reads, in a fixed number of queries."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum

from .budget import entries, snapshot
from .budget.classification import SOURCE_BY_KEY, Catalogue, ThreePublicItem
from .models import (
    Assets,
    Budget,
    CodeStatus,
    Department,
    Disclosure,
    EconomicCode,
    EntrySheet,
    Excuse,
    FunctionalCode,
    LineItem,
    Procurement,
    Project,
    ProjectIndicator,
    Publication,
    Reclassification,
    Staffing,
    Unit,
    VehicleHolding,
)

FUNDS: Mapping[str, str] = dict(FunctionalCode.Fund.choices)
STATUSES: Mapping[str, str] = dict(CodeStatus.choices)
INDICATOR_TEXTS = ("level1", "level2", "level3", "target", "basis", "weight")
# What is left out of a disclosure: marked itself, or of a project that is.
SECRET = Q(is_secret=True)
SECRET_LINE = SECRET | Q(project__is_secret=True)
PROJECT_TEXTS = (
    "name",
    "policy_basis",
    "undertaken_by",
    "allocation",
    "starts_on",
    "ends_on",
    "contact",
    "goal",
)


class MissingCatalogueError(LookupError):
    """A year whose codes (政府收支分类科目) nobody has loaded."""

    def __init__(self, year: int) -> None:
        super().__init__(f"{year} 年没有收支分类科目，请先导入该年度的功能分类和部门经济分类科目。")
        self.year = year


@dataclass(frozen=True, slots=True)
class _Codes:
    """The catalogue, and the code behind each row of either year."""

    catalogue: Catalogue
    functional: Mapping[int, str]
    economic: Mapping[int, str]


def submission(disclosure: Disclosure) -> entries.Submission:
    """Everything entered for a disclosure, consolidated over the units that it covers.

    What is marked secret (涉密) stays behind here, of both years; only that it is there is told.
    Raises ``MissingCatalogueError`` where the year has no codes.
    """
    department = Department.objects.select_related("region").get(pk=disclosure.department_id)
    units = _units(disclosure)
    budgets = _budgets(units, disclosure.year, Budget.Role.BUDGET)
    budgeted = frozenset(budgets.values())
    compared = _budgets(units, disclosure.year - 1, Budget.Role.COMPARISON)
    of_both = Project.objects.filter(budget__in=(*budgets, *compared))
    projects = tuple(of_both.exclude(SECRET).order_by("pk"))
    codes = _codes(disclosure.year)
    published = _published_lines(disclosure, units)
    own = next(iter(units.values())) if disclosure.unit_id else department
    return entries.Submission(
        year=disclosure.year,
        kind=disclosure.kind,
        code=own.code,
        name=own.name,
        region=department.region.name,
        units=tuple(map(_unit, units.values())),
        catalogue=codes.catalogue,
        lines=_lines(budgets, projects, codes),
        last_lines=_lines(compared, projects, codes) if published is None else published,
        has_comparison=published is not None or bool(compared),
        reclassifications=_reclassifications(budgets, codes),
        projects=_projects(budgets, projects),
        staffing=entries.Staffing(**_sums(Staffing.objects.all(), entries.Staffing, budgets)),
        procurement=entries.Procurement(
            **_sums(Procurement.objects.all(), entries.Procurement, budgets)
        ),
        assets=_assets(budgets),
        **_unfinished(budgets, disclosure),
        unbudgeted=tuple(_unit(one) for one in units.values() if one.code not in budgeted),
        excused=_excused(units, disclosure.year),
        **_secrecy(budgets),
        **_texts(disclosure),
    )


@dataclass(frozen=True, slots=True)
class Comparison:
    """A year's ledger, and the one before it that it is compared with, as they are entered."""

    catalogue: Catalogue
    lines: tuple[entries.LineItem, ...]
    last_lines: tuple[entries.LineItem, ...]
    has_comparison: bool
    reclassifications: tuple[entries.Reclassification, ...]


def comparison(disclosure: Disclosure) -> Comparison:
    """The two ledgers of a disclosure, opened or not, and nothing else of it.

    Raises ``MissingCatalogueError`` where the year has no codes.
    """
    units = _units(disclosure)
    budgets = _budgets(units, disclosure.year, Budget.Role.BUDGET)
    compared = _budgets(units, disclosure.year - 1, Budget.Role.COMPARISON)
    projects = tuple(Project.objects.filter(budget__in=(*budgets, *compared)).order_by("pk"))
    codes = _codes(disclosure.year)
    published = _published_lines(disclosure, units)
    return Comparison(
        codes.catalogue,
        _lines(budgets, projects, codes),
        _lines(compared, projects, codes) if published is None else published,
        published is not None or bool(compared),
        _reclassifications(budgets, codes),
    )


def _units(disclosure: Disclosure) -> dict[int, Unit]:
    units = Unit.objects.filter(department=disclosure.department_id)
    if disclosure.unit_id:
        units = units.filter(pk=disclosure.unit_id)
    return {unit.pk: unit for unit in units.order_by("code")}


def _unit(unit: Unit) -> entries.Unit:
    return entries.Unit(unit.code, unit.name, unit.is_head)


def _budgets(units: Mapping[int, Unit], year: int, role: str) -> dict[int, str]:
    """The code of the unit behind each budget of that year and role."""
    found = Budget.objects.filter(unit__in=units, year=year, role=role)
    return {pk: units[unit].code for pk, unit in found.values_list("pk", "unit")}


def _unfinished(budgets: Mapping[int, str], disclosure: Disclosure) -> dict[str, Any]:
    """How many rows wait in the entry grids: of each unit, and of each target by its place."""
    own = Q(disclosure=disclosure.pk or 0)
    whose = Q(budget__in=budgets) | Q(project__budget__in=budgets) | own
    waiting = EntrySheet.objects.filter(whose).exclude(unfinished=[])
    lines: dict[str, int] = {}
    indicators: dict[str, int] = {}
    for budget, of, name, rows in waiting.values_list(
        "budget", "project__budget", "project__name", "unfinished"
    ):
        if budget:
            lines[budgets[budget]] = len(rows)
        else:
            indicators[f"project/{budgets[of]}/{name}" if of else "target"] = len(rows)
    return {"unfinished": lines, "unfinished_indicators": indicators}


def _excused(units: Mapping[int, Unit], year: int) -> dict[str, str]:
    """The grounds of units that make no budget of the year."""
    found = Excuse.objects.filter(unit__in=units, year=year)
    return dict(found.values_list("unit__code", "ground"))


def _secrecy(budgets: Mapping[int, str]) -> dict[str, Any]:
    """Whether anything is left out as secret, and how often its ground is missing."""
    lacks_ground = Count("pk", filter=Q(secrecy_ground=""))
    found = [
        dict(
            model._default_manager.filter(SECRET, budget__in=budgets)
            .order_by("budget")
            .values_list("budget")
            .annotate(lacking=lacks_ground)
        )
        for model in (LineItem, Project)
    ]
    lines, projects = found
    return {
        "has_secret_content": bool(lines or projects),
        "ungrounded": tuple(
            entries.Ungrounded(code, lines.get(pk, 0), projects.get(pk, 0))
            for pk, code in budgets.items()
            if lines.get(pk) or projects.get(pk)
        ),
    }


def catalogue(year: int) -> Catalogue:
    """The codes of a year. Raises ``MissingCatalogueError`` where it has none."""
    return _codes(year).catalogue


def _codes(year: int) -> _Codes:
    """Names of this year over those of last year: items that only last year had are named too."""
    functional = _rows_of(FunctionalCode.objects.all(), year, "name", "status", "fund")
    economic = _rows_of(EconomicCode.objects.all(), year, "name", "status", "three_public")
    own = [row for row in functional if row[1] == year]
    catalogue = Catalogue(
        functional={code: name for _, _, code, name, *_ in functional},
        economic={code: name for _, _, code, name, *_ in economic},
        classes=tuple(sorted(code for _, _, code, *_ in own if len(code) == 3)),
        three_public={
            code: ThreePublicItem[item] for _, of, code, *_, item in economic if of == year and item
        },
        funds={code: FUNDS[fund] for _, _, code, *_, fund in own},
        doubts={
            code: STATUSES[status]
            for _, of, code, _, status, _ in (*functional, *economic)
            if of == year and status != CodeStatus.PUBLISHED
        },
    )
    return _Codes(
        catalogue,
        {row[0]: row[2] for row in functional},
        {row[0]: row[2] for row in economic},
    )


def _rows_of(codes: QuerySet[Any], year: int, *columns: str) -> list[tuple[Any, ...]]:
    found = codes.filter(year__in=(year - 1, year)).order_by("year", "code")
    rows = list(found.values_list("pk", "year", "code", *columns))
    if not rows or rows[-1][1] != year:
        raise MissingCatalogueError(year)
    return rows


def _lines(
    budgets: Mapping[int, str], projects: Collection[Project], codes: _Codes
) -> tuple[entries.LineItem, ...]:
    functional, economic = codes.functional, codes.economic
    names: dict[int | None, str | None] = {project.pk: project.name for project in projects}
    names[None] = None
    rows = (
        LineItem.objects.filter(budget__in=budgets)
        .exclude(SECRET_LINE)
        .values_list("budget_id", "functional_id", "economic_id", "source", "project_id", "amount")
    )
    return tuple(
        entries.LineItem(
            budgets[budget],
            functional[item],
            economic[section],
            SOURCE_BY_KEY[source],
            names[project],
            amount,
        )
        for budget, item, section, source, project, amount in rows
    )


def _reclassifications(
    budgets: Mapping[int, str], codes: _Codes
) -> tuple[entries.Reclassification, ...]:
    """What each unit's budget moves within last year's ledger."""

    def posting(
        budget: int, item: int, section: int, source: str, project: str | None
    ) -> entries.Posting:
        of = SOURCE_BY_KEY[source]
        places = codes.functional[item], codes.economic[section]
        return entries.Posting(budgets[budget], *places, of, project or None)

    open_ones = Reclassification.objects.filter(budget__in=budgets).without_secrets()
    rows = open_ones.values_list(
        "budget_id",
        *("from_functional_id", "from_economic_id", "from_source", "from_project"),
        *("to_functional_id", "to_economic_id", "to_source", "to_project__name"),
        *("amount", "note"),
    )
    return tuple(
        entries.Reclassification(posting(row[0], *row[1:5]), posting(row[0], *row[5:9]), *row[9:])
        for row in rows
    )


def _published_lines(
    disclosure: Disclosure, units: Mapping[int, Unit]
) -> tuple[entries.LineItem, ...] | None:
    """Last year's ledger as published: the unit's own, else its part of the department's."""
    before = Publication.objects.before(
        disclosure.department_id, disclosure.unit_id, disclosure.year
    )
    found = before.values_list("snapshot", flat=True).first()
    if found is None:
        return None
    lines = snapshot.line_items(json.loads(found))
    if not disclosure.unit_id:
        return lines
    codes = {unit.code for unit in units.values()}
    return tuple(line for line in lines if line.unit in codes)


def projects(budget: Budget) -> tuple[entries.Project, ...]:
    """The projects of one budget with their texts and targets."""
    rows = tuple(Project.objects.filter(budget=budget).order_by("pk"))
    return _projects({budget.pk: budget.unit.code}, rows)


def _projects(
    budgets: Mapping[int, str], projects: Collection[Project]
) -> tuple[entries.Project, ...]:
    indicators: dict[int, list[entries.Indicator]] = {}
    rows = ProjectIndicator.objects.filter(project__budget__in=budgets).order_by("position", "pk")
    for project, *texts in rows.values_list(
        "project_id", *INDICATOR_TEXTS, "last_year", "scoring", "evidence"
    ):
        indicators.setdefault(project, []).append(entries.Indicator(*texts))
    return tuple(
        entries.Project(
            unit=budgets[project.budget_id],
            indicators=tuple(indicators.get(project.pk, ())),
            **{name: getattr(project, name) for name in PROJECT_TEXTS},
        )
        for project in projects
        if project.budget_id in budgets
    )


def _sums(
    rows: QuerySet[Any], shape: type, budgets: Mapping[int, str], *, but: Collection[str] = ()
) -> dict[str, Any]:
    """The sum of every field of the shape over the units; nothing where no unit has a row."""
    names = [field.name for field in fields(shape) if field.name not in but]
    sums = rows.filter(budget__in=budgets).aggregate(**{name: Sum(name) for name in names})
    return {name: amount for name, amount in sums.items() if amount is not None}


def _assets(budgets: Mapping[int, str]) -> entries.Assets:
    """The assets of all units; with several days, the latest is named."""
    rows = Assets.objects.all()
    sums = _sums(rows, entries.Assets, budgets, but=("as_of", "vehicles"))
    if not sums:
        return entries.Assets()
    as_of = rows.filter(budget__in=budgets).aggregate(day=Max("as_of"))["day"]
    return entries.Assets(as_of=as_of, vehicles=tuple(_vehicles(budgets)), **sums)


def _vehicles(budgets: Mapping[int, str]) -> Iterator[entries.Vehicles]:
    """Every kind in published order, with zero where there are none."""
    rows = VehicleHolding.objects.filter(assets__budget__in=budgets).values("kind")
    held = {
        kind: (count, value)
        for kind, count, value in rows.annotate(Sum("count"), Sum("value")).values_list(
            "kind", "count__sum", "value__sum"
        )
    }
    for kind in VehicleHolding.Kind:
        count, value = held.get(kind.value, (0, Decimal("0.00")))
        yield entries.Vehicles(kind.label, count, value)


def _texts(disclosure: Disclosure) -> dict[str, Any]:
    """What hangs on the disclosure itself; nothing yet on one that nobody has opened."""
    if not disclosure.pk:
        return {}
    rows = disclosure.indicators.order_by("position", "pk")
    indicators = rows.values_list(*INDICATOR_TEXTS)
    wordings = disclosure.explanations.exclude(wording="")
    terms = disclosure.glossary_entries.order_by("position", "pk")
    return {
        "target": entries.OverallTarget(
            disclosure.target_goal,
            disclosure.target_contact,
            disclosure.target_telephone,
            tuple(entries.Indicator(*texts) for texts in indicators),
        ),
        "duties": _written_lines(disclosure.duties),
        "offices": _written_lines(disclosure.offices),
        "explanations": dict(wordings.values_list("key", "wording")),
        "terms": tuple(entries.Term(*term) for term in terms.values_list("name", "definition")),
        "other_matters": disclosure.other_matters,
        "approved_on": disclosure.approved_on,
        "dated_on": disclosure.dated_on,
    }


def _written_lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
