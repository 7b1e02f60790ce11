"""A unit's ledger from a file (收支明细): every row checked first, then all taken in at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

from django.db import transaction

from disclosures.budget.amounts import total, written
from disclosures.models import Budget, Department, EconomicCode, FunctionalCode, LineItem, Project
from disclosures.workbook.judgement import judged, repeated
from disclosures.workbook.saving import LINE_COLUMNS, MARK_COLUMNS, copy_lines
from disclosures.workbook.sheets import LINE_ITEMS
from disclosures.workbook.values import YUAN

from . import csv_file
from .csv_file import Fault, FaultyRowsError, FileRefusedError

COLUMN: Final = {column.field: column for column in LINE_ITEMS.columns}
# What the file calls the columns of a ledger; those of the unit and year are read apart.
FIELDS: Final = {
    "functional_code": "functional",
    "economic_code": "economic",
    "funding_source": "source",
    "project": "project",
    "amount_yuan": "amount",
}
NAMES: Final = {field: name for name, field in FIELDS.items()}
KEY: Final = ("unit", *LINE_ITEMS.key)
REQUIRED: Final = ("year", *FIELDS)
NEAR: Final = 3
NOT_SECRET: Final = (False, "")
Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of taking in a ledger."""

    year: int
    role: Budget.Role
    lines: int
    amount: Decimal
    units: int
    new_projects: int

    def __str__(self) -> str:
        return (
            f"已导入 {self.year} 年收支明细（{self.role.label}）{self.lines} 条，"
            f"合计 {written(self.amount)} 元，涉及预算单位 {self.units} 个，"
            f"新建项目 {self.new_projects} 个。"
        )


@dataclass(frozen=True, slots=True)
class _Known:
    """What a row may refer to: ids by code of the year and of the department's units."""

    year: int
    units: Mapping[str, int]
    functional: Mapping[str, int]
    economic: Mapping[str, int]


def take_in(path: Path, department: Department, year: int, role: Budget.Role) -> Taken:
    """Replace the line items of the units in the file; projects keep what is written of them."""
    known = _known(department, year)
    table = csv_file.read(path, REQUIRED)
    entries = _entries(table, known)
    if not entries:
        raise FileRefusedError(f"文件中没有 {year} 年的行，请核对文件和年度。")
    with transaction.atomic():
        return _replace(entries, known, role)


def _known(department: Department, year: int) -> _Known:
    known = _Known(
        year,
        dict(department.units.order_by("code").values_list("code", "pk")),
        dict(FunctionalCode.objects.items(year).values_list("code", "pk")),
        dict(EconomicCode.objects.items(year).values_list("code", "pk")),
    )
    if not (known.functional and known.economic):
        raise FileRefusedError(
            f"{year} 年没有收支分类科目，请先用 load_codes 导入该年度的功能分类和经济分类科目。"
        )
    if not known.units:
        raise FileRefusedError(f"“{department}”还没有预算单位，请先登记预算单位。")
    return known


def _entries(table: csv_file.Table, known: _Known) -> list[Values]:
    """The rows of the year as the ledger keeps them, or everything that is wrong with the file."""
    right: list[tuple[int, Values]] = []
    faults = list(table.faults)
    for line, row in table.rows:
        if row["year"] == str(known.year):
            values, found = _judged(line, row, known)
            faults.extend(found)
            right.extend([] if found else [(line, values)])
        elif not re.fullmatch("[0-9]{4}", row["year"]):
            faults.append(Fault(line, "year", row["year"], "不是四位年份", "填写预算年度，如 2026"))
    values_of = dict(right)
    for line, first in repeated(right, KEY):
        shown = " ".join(filter(None, (values_of[line][name] for name in KEY)))
        reason = f"第 {line} 行与第 {first} 行的单位、科目、资金来源和项目都相同"
        faults.append(Fault(line, "整行", shown, reason, "合并为一行，金额相加"))
    if faults:
        raise FaultyRowsError(faults)
    return list(values_of.values())


def _judged(line: int, row: Mapping[str, str], known: _Known) -> tuple[Values, list[Fault]]:
    """The values of a row, and what is wrong with it."""
    cells = [(COLUMN[field], row[name], YUAN) for name, field in FIELDS.items()]
    values, unfit = judged(cells, {"functional": known.functional, "economic": known.economic})
    faults = [Fault(line, NAMES[one.field], one.value, one.reason, one.remedy) for one in unfit]
    unit = row.get("unit", "")
    if not unit and len(known.units) == 1:
        unit = next(iter(known.units))
    if unit not in known.units:
        reason = "不是本部门预算单位的编码" if unit else f"本部门有 {len(known.units)} 个预算单位"
        listed = "、".join(list(known.units)[:NEAR])
        faults.insert(0, Fault(line, "unit", unit, reason, f"在 unit 列填写单位编码，如 {listed}"))
    return {**values, "unit": unit}, faults


def _replace(entries: list[Values], known: _Known, role: Budget.Role) -> Taken:
    budgets = {
        code: Budget.objects.get_or_create(unit_id=known.units[code], year=known.year, role=role)[0]
        for code in sorted({entry["unit"] for entry in entries})
    }
    ids = [budget.pk for budget in budgets.values()]
    # Two imports of one ledger wait for each other here.
    for locked in Budget.objects.select_for_update().filter(pk__in=ids).order_by("pk"):
        if locked.closed:
            raise FileRefusedError(f"{locked.closed}未导入任何数据。")
    marks = _marks(ids)
    LineItem.objects.filter(budget__in=ids).delete()
    projects, new_projects = _projects(entries, budgets)
    keys = (
        (
            budgets[entry["unit"]].pk,
            known.functional[entry["functional"]],
            known.economic[entry["economic"]],
            entry["source"],
            projects.get((budgets[entry["unit"]].pk, entry["project"])),
        )
        for entry in entries
    )
    copy_lines(
        (
            (*key, Decimal(entry["amount"]), *marks.get(key, NOT_SECRET))
            for key, entry in zip(keys, entries, strict=True)
        ),
        (*LINE_COLUMNS, *MARK_COLUMNS),
    )
    amount = total(Decimal(entry["amount"]) for entry in entries)
    return Taken(known.year, role, len(entries), amount, len(budgets), new_projects)


def _marks(budgets: list[int]) -> dict[tuple[object, ...], tuple[bool, str]]:
    """Which lines are marked secret: a file says nothing of it, so a line of the same key stays."""
    marked = LineItem.objects.filter(budget__in=budgets, is_secret=True)
    return {
        tuple(key): (True, ground)
        for *key, ground in marked.values_list(*LINE_COLUMNS[:-1], "secrecy_ground")
    }


def _projects(
    entries: list[Values], budgets: Mapping[str, Budget]
) -> tuple[dict[tuple[int, str], int], int]:
    """The ids of all projects named, by budget and name, and how many of them are new."""
    named = {
        (budgets[entry["unit"]].pk, entry["project"]): None for entry in entries if entry["project"]
    }
    rows = Project.objects.filter(budget__in=list(budgets.values()))
    known = {(budget, name): pk for budget, name, pk in rows.values_list("budget_id", "name", "pk")}
    new = Project.objects.bulk_create(
        Project(budget_id=budget, name=name)
        for budget, name in named
        if (budget, name) not in known
    )
    return known | {(project.budget_id, project.name): project.pk for project in new}, len(new)
