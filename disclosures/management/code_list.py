"""A year's list of codes from a file: functional or economic, recognised by what it holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

from django.db import transaction

from disclosures.models import CodeStatus, EconomicCode, FunctionalCode
from disclosures.models.catalogue import THREE_PUBLIC_ITEMS

from . import csv_file
from .csv_file import Fault, FaultyRowsError, FileRefusedError

STATUSES: Final = {
    **{status.value: status.value for status in CodeStatus},
    **{status.label: status.value for status in CodeStatus},
    "public list": CodeStatus.PUBLIC_LIST.value,
    "older list": CodeStatus.OLDER_LIST.value,
    "": CodeStatus.UNCONFIRMED.value,
}
FUNDS: Final = {
    **{fund.label: fund.value for fund in FunctionalCode.Fund},
    **{fund.value: fund.value for fund in FunctionalCode.Fund},
    "": FunctionalCode.Fund.GENERAL.value,
}
THREE_PUBLIC: Final = {
    **{label: key for key, label in THREE_PUBLIC_ITEMS},
    **{key: key for key, _ in THREE_PUBLIC_ITEMS},
    "": None,
}
# What counts for table 10 where the list does not say so itself (document.md, table 10).
USUAL_THREE_PUBLIC: Final = {
    "30212": "OVERSEAS",
    "30217": "RECEPTION",
    "31013": "VEHICLE_PURCHASE",
    "30231": "VEHICLE_OPERATION",
}
NAME_LENGTH: Final = 120


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of loading a list."""

    kind: str
    year: int
    new: int
    updated: int

    def __str__(self) -> str:
        return f"已导入 {self.year} 年{self.kind}科目：新增 {self.new} 个，更新 {self.updated} 个。"


def load(path: Path, year: int) -> Loaded:
    """Take in a list for the year: all of it, or nothing where a row is faulty."""
    table = csv_file.read(path, ("code", "name"))
    if not (table.rows or table.faults):
        raise FileRefusedError("文件中没有科目，请检查是否选错文件。")
    is_functional = "fund" in table.columns or any(len(row["code"]) == 7 for _, row in table.rows)
    widths = (3, 5, 7) if is_functional else (3, 5)
    faults = [*table.faults, *_faults(table, widths)]
    if faults:
        raise FaultyRowsError(faults)
    rows = [row for _, row in table.rows]
    if is_functional:
        return _functional(rows, year)
    return _economic(rows, year, has_three_public="three_public" in table.columns)


@transaction.atomic
def _functional(rows: list[dict[str, str]], year: int) -> Loaded:
    codes = [
        FunctionalCode(
            year=year,
            code=row["code"],
            name=row["name"],
            fund=FUNDS[row.get("fund", "")],
            status=STATUSES[row.get("status", "")],
        )
        for row in rows
    ]
    known = FunctionalCode.objects.filter(year=year, code__in=[row["code"] for row in rows]).count()
    FunctionalCode.objects.bulk_create(
        codes,
        update_conflicts=True,
        unique_fields=("year", "code"),
        update_fields=("name", "fund", "status"),
    )
    return Loaded("支出功能分类", year, len(rows) - known, known)


@transaction.atomic
def _economic(rows: list[dict[str, str]], year: int, *, has_three_public: bool) -> Loaded:
    """Without a column of its own, three_public is set on new codes and kept on known ones."""
    codes = [
        EconomicCode(
            year=year,
            code=row["code"],
            name=row["name"],
            status=STATUSES[row.get("status", "")],
            three_public=THREE_PUBLIC[row["three_public"]]
            if has_three_public
            else USUAL_THREE_PUBLIC.get(row["code"]),
        )
        for row in rows
    ]
    known = EconomicCode.objects.filter(year=year, code__in=[row["code"] for row in rows]).count()
    EconomicCode.objects.bulk_create(
        codes,
        update_conflicts=True,
        unique_fields=("year", "code"),
        update_fields=("name", "status", *(("three_public",) if has_three_public else ())),
    )
    return Loaded("部门预算支出经济分类", year, len(rows) - known, known)


def _faults(table: csv_file.Table, widths: tuple[int, ...]) -> Iterator[Fault]:
    first_lines: dict[str, int] = {}
    for line, row in table.rows:
        first_lines.setdefault(row["code"], line)
    for line, row in table.rows:
        yield from chain(
            _faults_of_code(line, row["code"], first_lines, widths), _faults_of_row(line, row)
        )


def _faults_of_code(
    line: int, code: str, first_lines: Mapping[str, int], widths: tuple[int, ...]
) -> Iterator[Fault]:
    if len(code) not in widths or not re.fullmatch("[0-9]+", code):
        allowed = "、".join(map(str, widths))
        yield Fault(line, "code", code, f"编码不是 {allowed} 位数字", "按政府收支分类科目更正编码")
    elif first_lines[code] != line:
        yield Fault(line, "code", code, f"与第 {first_lines[code]} 行编码重复", "删除其中一行")
    elif len(code) > 3 and code[:-2] not in first_lines:
        yield Fault(line, "code", code, f"缺少上级科目 {code[:-2]}", "在文件中补上该上级科目")


def _faults_of_row(line: int, row: Mapping[str, str]) -> Iterator[Fault]:
    name = row["name"]
    if not 0 < len(name) <= NAME_LENGTH:
        yield Fault(line, "name", name, f"名称应为 1 至 {NAME_LENGTH} 字", "填写科目名称")
    choices = (("fund", FUNDS), ("status", STATUSES), ("three_public", THREE_PUBLIC))
    for column, allowed in choices:
        value = row.get(column, "")
        if value not in allowed:
            words = "、".join(key for key in allowed if key)
            yield Fault(line, column, value, "不在可选值之内", f"改为下列之一：{words}")
