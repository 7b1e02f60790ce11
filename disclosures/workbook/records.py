"""What one unit entered for one year, as records of text in the order of the sheets."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from disclosures.budget.classification import UnknownCodeError
from disclosures.budget.document import compose
from disclosures.ledger import MissingCatalogueError, submission
from disclosures.models import (
    Assets,
    Budget,
    Disclosure,
    Explanation,
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
from .sheets import Sheet
from .values import canonical

Record = Mapping[str, str]
Contents = Mapping[str, Sequence[Record]]

MOVE_PATHS: Final = (
    *("from_functional__code", "from_economic__code", "from_source", "from_project"),
    *("to_functional__code", "to_economic__code", "to_source", "to_project__name"),
    *("amount", "note"),
)
LINE_KEY: Final = ("functional__code", "economic__code", "source", "project__name")
LINE_PATHS: Final = (*LINE_KEY, "amount", "is_secret", "secrecy_ground")
KINDS: Final = {"department": "部门预算公开", "unit": "单位预算公开"}


@dataclass(frozen=True, slots=True)
class Scope:
    """What one workbook covers: a budget, and the disclosure whose texts go with it.

    The texts are withheld from who may not see or change them.
    """

    budget: Budget
    disclosure: Disclosure | None
    is_withheld: bool = False

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The sheets that such a workbook has."""
        return tuple(
            sheet for sheet in sheets.SHEETS if self.disclosure or not sheet.is_of_disclosure
        )

    @property
    def texts(self) -> str:
        """Whose texts they are, in words."""
        return KINDS[self.disclosure.kind] if self.disclosure else "不含"


def anybody(_: Disclosure) -> bool:
    """The texts of any disclosure may go along."""
    return True


def scope(
    budget: Budget, kind: str | None = None, allows: Callable[[Disclosure], bool] = anybody
) -> Scope:
    """The budget with the disclosure that its entry belongs to, if ``allows`` lets it go along.

    That is the unit's own disclosure where there is one, else the department's where the unit is
    its only one; ``kind`` asks for one of the two. It may be one that nobody has opened yet.
    """
    disclosure = _disclosure(budget, kind) if budget.role == Budget.Role.BUDGET else None
    if disclosure is None or allows(disclosure):
        return Scope(budget, disclosure)
    return Scope(budget, None, is_withheld=True)


def _disclosure(budget: Budget, kind: str | None) -> Disclosure | None:
    unit, year = budget.unit, budget.year
    department = unit.department
    of_year = Disclosure.objects.filter(department=department, year=year)
    own = of_year.filter(unit=unit).first()
    if kind == "unit" or (own and kind is None):
        return own or Disclosure(department=department, unit=unit, year=year)
    if department.units.count() != 1:
        return None
    return of_year.filter(unit=None).first() or Disclosure(department=department, year=year)


def entered(scope: Scope) -> Contents:
    """Everything that is entered now."""
    contents = _of_budget(scope.budget) if scope.budget.pk else {}
    if scope.disclosure and scope.disclosure.pk:
        contents |= _of_disclosure(scope.disclosure)
    return {sheet.name: contents.get(sheet.name, ()) for sheet in scope.sheets}


def _of_budget(budget: Budget) -> dict[str, Sequence[Record]]:
    of_budget = {"budget": budget}
    lines = LineItem.objects.filter(**of_budget).order_by(*LINE_PATHS, "pk")
    moves = Reclassification.objects.filter(**of_budget).order_by(*MOVE_PATHS, "pk")
    indicators = ProjectIndicator.objects.filter(project__budget=budget)
    vehicles = VehicleHolding.objects.filter(assets__budget=budget)
    return {
        sheets.APPROVAL.name: _rows(sheets.APPROVAL, Budget.objects.filter(pk=budget.pk)),
        sheets.LINE_ITEMS.name: _records(sheets.LINE_ITEMS, lines.values_list(*LINE_PATHS)),
        sheets.PROJECTS.name: _rows(sheets.PROJECTS, Project.objects.filter(**of_budget)),
        sheets.INDICATORS.name: _rows(
            sheets.INDICATORS, indicators.order_by("project", "position", "pk"), "project__name"
        ),
        sheets.RECLASSIFICATIONS.name: _records(
            sheets.RECLASSIFICATIONS, moves.values_list(*MOVE_PATHS)
        ),
        sheets.STAFFING.name: _rows(sheets.STAFFING, Staffing.objects.filter(**of_budget)),
        sheets.PROCUREMENT.name: _rows(sheets.PROCUREMENT, Procurement.objects.filter(**of_budget)),
        sheets.ASSETS.name: _rows(sheets.ASSETS, Assets.objects.filter(**of_budget)),
        sheets.VEHICLES.name: _rows(sheets.VEHICLES, vehicles),
    }


def _of_disclosure(disclosure: Disclosure) -> dict[str, Sequence[Record]]:
    of_disclosure = {"disclosure": disclosure}
    terms = GlossaryEntry.objects.filter(**of_disclosure).order_by("position", "pk")
    indicators = OverallIndicator.objects.filter(**of_disclosure).order_by("position", "pk")
    wordings = Explanation.objects.filter(**of_disclosure).exclude(wording="").order_by("key", "pk")
    return {
        sheets.TEXTS.name: _rows(sheets.TEXTS, Disclosure.objects.filter(pk=disclosure.pk)),
        sheets.OVERALL.name: _rows(sheets.OVERALL, indicators),
        sheets.EXPLANATIONS.name: _rows(sheets.EXPLANATIONS, wordings),
        sheets.GLOSSARY.name: _rows(sheets.GLOSSARY, terms),
    }


def _rows(sheet: Sheet, rows: Any, *first: str) -> list[Record]:  # noqa: ANN401 - of any model
    """The rows as records; ``first`` are the paths of columns that are no field of their own."""
    paths = (*first, *(column.field for column in sheet.entered[len(first) :]))
    ordered = rows if rows.ordered else rows.order_by("pk")
    return _records(sheet, ordered.values_list(*paths))


def _records(sheet: Sheet, rows: Iterable[Sequence[object]]) -> list[Record]:
    """A row without anything in it tells nothing and is none."""
    names = [column.field for column in sheet.entered]
    found = [dict(zip(names, map(canonical, row), strict=True)) for row in rows]
    return [record for record in found if any(record.values())]


def fingerprint(contents: Contents) -> str:
    """The hash of everything entered: another one means that somebody changed something."""
    plain = {name: [list(one.values()) for one in found] for name, found in contents.items()}
    written = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(written.encode()).hexdigest()


def asked(disclosure: Disclosure) -> dict[str, str]:
    """The reasons and uses that the text asks for: what each is about, by its key."""
    if not disclosure.pk:
        return {}
    try:
        document = compose(submission(disclosure))
    except (MissingCatalogueError, UnknownCodeError):
        return {}
    told = (paragraph for section in document.sections for paragraph in section.paragraphs)
    owed = (written for one in (*document.organisation, *told) for written in one.owed)
    return {written.key: written.label for written in owed}
