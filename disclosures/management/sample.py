"""The sample: a real published disclosure as its department's staff would have entered it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.db import models, transaction

from disclosures import models as rows
from disclosures.models import Budget, Department, Disclosure, Project, Region, Unit

from . import code_list, ledger_file

FOLDER: Final = Path(rows.__file__).parent.parent / "sample"
ENTRIES: Final = FOLDER / "reference-2026.json"
LEDGER: Final = FOLDER / "ledger.csv"
CODE_LISTS: Final = (FOLDER / "functional_codes.csv", FOLDER / "economic_codes.csv")
LINES: Final = ("duties", "offices")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of loading the sample."""

    disclosure: Disclosure
    line_items: int

    def __str__(self) -> str:
        return f"已导入示例“{self.disclosure}”：收支明细 {self.line_items} 条，文字和目标齐全。"


def entries() -> dict[str, Any]:
    """Everything of the sample but its ledger and the codes."""
    loaded: dict[str, Any] = json.loads(ENTRIES.read_text(encoding="utf-8"))
    return loaded


def disclosures() -> models.QuerySet[Disclosure]:
    """The sample's disclosure where it is loaded."""
    entered = entries()
    return Disclosure.objects.filter(
        department__code=entered["department"]["code"], unit=None, year=entered["year"]
    )


@transaction.atomic
def load() -> Loaded:
    """Enter the sample anew: a second time changes nothing."""
    entered = entries()
    year: int = entered["year"]
    for path in CODE_LISTS:
        for of in (year - 1, year):
            code_list.load(path, of)
    unit = _unit(entered)
    this = ledger_file.take_in(LEDGER, unit.department, year, Budget.Role.BUDGET)
    last = ledger_file.take_in(LEDGER, unit.department, year - 1, Budget.Role.COMPARISON)
    budget = unit.budgets.get(year=year, role=Budget.Role.BUDGET)
    for project in entered["projects"]:
        _enter_project(budget, project)
    _enter_resources(budget, entered)
    return Loaded(_disclosure(unit.department, entered), this.lines + last.lines)


def _unit(entered: dict[str, Any]) -> Unit:
    region, _ = Region.objects.update_or_create(
        code=entered["region"]["code"], defaults=entered["region"]
    )
    department, _ = Department.objects.update_or_create(
        code=entered["department"]["code"], defaults={**entered["department"], "region": region}
    )
    unit, _ = Unit.objects.update_or_create(
        code=entered["unit"]["code"], defaults={**entered["unit"], "department": department}
    )
    return unit


def _enter_project(budget: Budget, entered: dict[str, Any]) -> None:
    texts = {name: text for name, text in entered.items() if name != "indicators"}
    project, _ = Project.objects.update_or_create(
        budget=budget, name=entered["name"], defaults=texts
    )
    project.indicators.all().delete()
    project.indicators.bulk_create(
        rows.ProjectIndicator(project=project, position=position, **indicator)
        for position, indicator in enumerate(entered["indicators"], 1)
    )


def _enter_resources(budget: Budget, entered: dict[str, Any]) -> None:
    rows.Staffing.objects.update_or_create(budget=budget, defaults=entered["staffing"])
    rows.Procurement.objects.update_or_create(budget=budget, defaults=entered["procurement"])
    assets, _ = rows.Assets.objects.update_or_create(budget=budget, defaults=entered["assets"])
    for vehicles in entered["vehicles"]:
        rows.VehicleHolding.objects.update_or_create(
            assets=assets, kind=vehicles["kind"], defaults=vehicles
        )


def _disclosure(department: Department, entered: dict[str, Any]) -> Disclosure:
    texts = dict(entered["disclosure"])
    texts.update({name: "\n".join(texts[name]) for name in LINES})
    disclosure, _ = Disclosure.objects.update_or_create(
        department=department, unit=None, year=entered["year"], defaults=texts
    )
    disclosure.indicators.all().delete()
    disclosure.indicators.bulk_create(
        rows.OverallIndicator(disclosure=disclosure, position=position, **indicator)
        for position, indicator in enumerate(entered["indicators"], 1)
    )
    for key, wording in entered["explanations"].items():
        disclosure.explanations.update_or_create(key=key, defaults={"wording": wording})
    return disclosure
