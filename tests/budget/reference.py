"""The sample as entries, without a database: what the staff of its department entered."""

import csv
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import disclosures.sample
from disclosures.budget.classification import SOURCE_BY_NAME
from disclosures.budget.entries import (
    Assets,
    Indicator,
    LineItem,
    OverallTarget,
    Procurement,
    Project,
    Staffing,
    Submission,
    Unit,
    Vehicles,
)

from .ledgers import catalogue

SAMPLE = Path(disclosures.sample.__path__[0])
YEAR = 2026
Data = dict[str, Any]


def reference() -> Submission:
    """The sample's department and everything that was entered for its disclosure."""
    data: Data = json.loads((SAMPLE / "reference-2026.json").read_text(encoding="utf-8"))
    told, unit = data["disclosure"], data["unit"]["code"]
    return Submission(
        year=YEAR,
        kind="department",
        code=data["department"]["code"],
        name=data["department"]["name"],
        region=data["region"]["name"],
        units=(Unit(unit, data["unit"]["name"], is_head=True),),
        catalogue=catalogue(),
        lines=_lines(unit, YEAR),
        last_lines=_lines(unit, YEAR - 1),
        projects=tuple(_project(unit, project) for project in data["projects"]),
        staffing=Staffing(**data["staffing"]),
        procurement=Procurement(**_decimals(data["procurement"])),
        assets=_assets(data),
        target=OverallTarget(
            told["target_goal"],
            told["target_contact"],
            told["target_telephone"],
            _indicators(data["indicators"]),
        ),
        duties=tuple(told["duties"]),
        offices=tuple(told["offices"]),
        explanations=data["explanations"],
        other_matters=told["other_matters"],
        approved_on=date.fromisoformat(told["approved_on"]),
        dated_on=date.fromisoformat(told["dated_on"]),
    )


def _lines(unit: str, year: int) -> tuple[LineItem, ...]:
    with (SAMPLE / "ledger.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(
            LineItem(
                unit,
                row["functional_code"],
                row["economic_code"],
                SOURCE_BY_NAME[row["funding_source"]],
                row["project"] or None,
                Decimal(row["amount_yuan"]),
            )
            for row in csv.DictReader(lines)
            if int(row["year"]) == year
        )


def _project(unit: str, entered: Data) -> Project:
    days = {name: date.fromisoformat(entered[name]) for name in ("starts_on", "ends_on")}
    indicators = _indicators(entered["indicators"])
    return Project(unit, **{**entered, **days, "indicators": indicators})


def _indicators(entered: list[Data]) -> tuple[Indicator, ...]:
    return tuple(Indicator(**{**one, "weight": Decimal(one["weight"])}) for one in entered)


def _assets(data: Data) -> Assets:
    held = dict(data["assets"])
    as_of = date.fromisoformat(held.pop("as_of"))
    kinds = {"general": "一般公务用车", "enforcement": "执法执勤用车", "other": "其他车辆"}
    vehicles = tuple(
        Vehicles(kinds[one["kind"]], one["count"], Decimal(one["value"]))
        for one in data["vehicles"]
    )
    return Assets(as_of=as_of, vehicles=vehicles, **_decimals(held))


def _decimals(amounts: Data) -> Data:
    return {name: Decimal(amount) for name, amount in amounts.items()}
