"""The sample: a real published disclosure as its department's staff would have entered it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.db import models, transaction

from disclosures import models as rows
from disclosures.acknowledgement import acknowledge
from disclosures.models import Budget, Department, Disclosure, Project, Region, Unit, User
from disclosures.publication import drafted

from . import code_list, ledger_file

FOLDER: Final = Path(rows.__file__).parent.parent / "sample"
ENTRIES: Final = FOLDER / "reference-2026.json"
LEDGER: Final = FOLDER / "ledger.csv"
CODE_LISTS: Final = (FOLDER / "functional_codes.csv", FOLDER / "economic_codes.csv")
LINES: Final = ("duties", "offices")
# Who answers for the sample's warnings: an account that nobody can log in to.
ENTERED_BY: Final[dict[str, Any]] = {"is_active": False, "last_name": "示例数据"}


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
    disclosure = _disclosure(unit.department, entered)
    disclosure.refresh_from_db()  # its days are text until then
    _answer(disclosure, entered["acknowledgements"])
    return Loaded(disclosure, this.lines + last.lines)


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


def _answer(disclosure: Disclosure, entered: list[dict[str, str]]) -> None:
    """Acknowledge the warnings that the published original would have met."""
    reasons = {(one["rule"], one["place"]): one["reason"] for one in entered}
    found = [one for one in drafted(disclosure).judged if one.is_open and one.key in reasons]
    if found:
        known = User.objects.filter(username="sample").first()
        by = known or User.objects.create_user("sample", **ENTERED_BY)
        acknowledge(disclosure, [(one, reasons[one.key]) for one in found], by)
