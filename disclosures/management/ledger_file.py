"""A unit's ledger from a file (收支明细): every row checked first, then all taken in at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import Final

from django.db import transaction

from disclosures.budget.amounts import total, written
from disclosures.budget.classification import SOURCE_BY_NAME
from disclosures.models import Budget, Department, EconomicCode, FunctionalCode, LineItem, Project
from disclosures.workbook.saving import LINE_COLUMNS, MARK_COLUMNS, copy_lines

from . import csv_file
from .csv_file import SHOWN, Fault, FaultyRowsError, FileRefusedError

COLUMNS: Final = (
    "year",
    "functional_code",
    "economic_code",
    "funding_source",
    "project",
    "amount_yuan",
)
AMOUNT: Final = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
AMOUNT_DIGITS: Final = 14
PROJECT_LENGTH: Final = 120
NEAR: Final = 3
NOT_SECRET: Final = (False, "")
Key = tuple[str, str, str, str, str]


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


@dataclass(frozen=True, slots=True)
class _Entry:
    """A row without fault."""

    unit: str
    functional: str
    economic: str
    source: str
    project: str
    amount: Decimal


def take_in(path: Path, department: Department, year: int, role: Budget.Role) -> Taken:
    """Replace the line items of the units in the file; projects keep what is written of them."""
    known = _known(department, year)
    table = csv_file.read(path, COLUMNS)
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


def _entries(table: csv_file.Table, known: _Known) -> list[_Entry]:
    entries: list[_Entry] = []
    faults = list(table.faults)
    first_lines: dict[Key, int] = {}
    for line, row in table.rows:
        if row["year"] == str(known.year):
            found = list(chain(_faults(line, row, known), _repeated(line, row, known, first_lines)))
            faults.extend(found)
            if not found:
                entries.append(_entry(row, known))
        elif not re.fullmatch("[0-9]{4}", row["year"]):
            faults.append(Fault(line, "year", row["year"], "不是四位年份", "填写预算年度，如 2026"))
    if faults:
        raise FaultyRowsError(faults)
    return entries


def _unit_code(row: Mapping[str, str], known: _Known) -> str:
    """The unit named, else the department's only one."""
    named = row.get("unit", "")
    return next(iter(known.units)) if not named and len(known.units) == 1 else named


def _entry(row: Mapping[str, str], known: _Known) -> _Entry:
    return _Entry(
        _unit_code(row, known),
        row["functional_code"],
        row["economic_code"],
        SOURCE_BY_NAME[row["funding_source"]].key,
        row["project"],
        Decimal(row["amount_yuan"]),
    )


def _repeated(
    line: int, row: Mapping[str, str], known: _Known, first_lines: dict[Key, int]
) -> Iterator[Fault]:
    key = (
        _unit_code(row, known),
        row["functional_code"],
        row["economic_code"],
        row["funding_source"],
        row["project"],
    )
    first = first_lines.setdefault(key, line)
    if first != line:
        shown = " ".join(filter(None, key))
        reason = f"第 {line} 行与第 {first} 行的单位、科目、资金来源和项目都相同"
        yield Fault(line, "整行", shown, reason, "合并为一行，金额相加")


def _faults(line: int, row: Mapping[str, str], known: _Known) -> Iterator[Fault]:
    yield from _faults_of_unit(line, row, known)
    yield from _faults_of_code(line, "functional_code", row, known.functional, "功能分类项级", 7)
    yield from _faults_of_code(line, "economic_code", row, known.economic, "部门经济分类款级", 5)
    yield from _faults_of_source(line, row["funding_source"])
    if len(row["project"]) > PROJECT_LENGTH:
        reason = f"项目名称超过 {PROJECT_LENGTH} 字"
        yield Fault(line, "project", row["project"], reason, "改用项目的规范名称")
    yield from _faults_of_amount(line, row["amount_yuan"])


def _faults_of_unit(line: int, row: Mapping[str, str], known: _Known) -> Iterator[Fault]:
    code = _unit_code(row, known)
    if code not in known.units:
        reason = "不是本部门预算单位的编码" if code else f"本部门有 {len(known.units)} 个预算单位"
        listed = "、".join(list(known.units)[:NEAR])
        yield Fault(line, "unit", code, reason, f"在 unit 列填写单位编码，如 {listed}")


def _faults_of_code(
    line: int, column: str, row: Mapping[str, str], codes: Mapping[str, int], kind: str, width: int
) -> Iterator[Fault]:
    code = row[column]
    if code in codes:
        return
    if not re.fullmatch(f"[0-9]{{{width}}}", code):
        yield Fault(line, column, code, f"不是{kind}编码", f"填写 {width} 位数字编码")
        return
    siblings = (other for other in codes if other.startswith(code[:-2]))
    near = "、".join(islice(siblings, NEAR))
    remedy = f"同级的有 {near}" if near else "查阅本年度科目"
    yield Fault(line, column, code, f"本年度没有此{kind}编码", f"{remedy}，请更正编码")


def _faults_of_source(line: int, name: str) -> Iterator[Fault]:
    if name not in SOURCE_BY_NAME:
        remedy = f"改为下列之一：{_sources_like(name[:SHOWN])}"
        yield Fault(line, "funding_source", name, "不是规定的资金来源", remedy)


@lru_cache
def _sources_like(name: str) -> str:
    near = get_close_matches(name, SOURCE_BY_NAME, NEAR, 0.3) or SOURCE_BY_NAME
    return "、".join(source for source in SOURCE_BY_NAME if source in near)


def _faults_of_amount(line: int, amount: str) -> Iterator[Fault]:
    if not AMOUNT.fullmatch(amount):
        yield Fault(line, "amount_yuan", amount, "不是数字", "只填数字和小数点，单位为元，不写逗号")
        return
    whole, _, cents = amount.lstrip("+-").partition(".")
    if len(cents) > 2:
        yield Fault(line, "amount_yuan", amount, "超过两位小数", "改为最多两位小数，即到分为止")
    if len(whole.lstrip("0")) > AMOUNT_DIGITS:
        yield Fault(line, "amount_yuan", amount, "金额达到 100 万亿元", "核对单位是否为元")


def _replace(entries: list[_Entry], known: _Known, role: Budget.Role) -> Taken:
    budgets = {
        code: Budget.objects.get_or_create(unit_id=known.units[code], year=known.year, role=role)[0]
        for code in sorted({entry.unit for entry in entries})
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
            budgets[entry.unit].pk,
            known.functional[entry.functional],
            known.economic[entry.economic],
            entry.source,
            projects.get((budgets[entry.unit].pk, entry.project)),
        )
        for entry in entries
    )
    copy_lines(
        (
            (*key, entry.amount, *marks.get(key, NOT_SECRET))
            for key, entry in zip(keys, entries, strict=True)
        ),
        (*LINE_COLUMNS, *MARK_COLUMNS),
    )
    amount = total(entry.amount for entry in entries)
    return Taken(known.year, role, len(entries), amount, len(budgets), new_projects)


def _marks(budgets: list[int]) -> dict[tuple[object, ...], tuple[bool, str]]:
    """Which lines are marked secret: a file says nothing of it, so a line of the same key stays."""
    marked = LineItem.objects.filter(budget__in=budgets, is_secret=True)
    return {
        tuple(key): (True, ground)
        for *key, ground in marked.values_list(*LINE_COLUMNS[:-1], "secrecy_ground")
    }


def _projects(
    entries: list[_Entry], budgets: Mapping[str, Budget]
) -> tuple[dict[tuple[int, str], int], int]:
    """The ids of all projects named, by budget and name, and how many of them are new."""
    named = {(budgets[entry.unit].pk, entry.project): None for entry in entries if entry.project}
    rows = Project.objects.filter(budget__in=list(budgets.values()))
    known = {(budget, name): pk for budget, name, pk in rows.values_list("budget_id", "name", "pk")}
    new = Project.objects.bulk_create(
        Project(budget_id=budget, name=name)
        for budget, name in named
        if (budget, name) not in known
    )
    return known | {(project.budget_id, project.name): project.pk for project in new}, len(new)
