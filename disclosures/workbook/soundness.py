"""What the rows of a file must agree on: known codes, projects that exist, nothing twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from . import sheets
from .interpretation import Placed
from .refusal import Fault
from .sheets import Sheet
from .values import NEAR

EXPLANATION_KEY: Final = re.compile(r"[a-z_]+(/[a-z_0-9]+)*")
MANY: Final = 32_767


@dataclass(frozen=True, slots=True)
class Known:
    """What rows may refer to; without ``projects`` they may name new ones.

    A reclassification refers to the codes of last year too.
    """

    functional: Mapping[str, int]
    economic: Mapping[str, int]
    last_functional: Mapping[str, int]
    last_economic: Mapping[str, int]
    projects: Collection[str] | None


def faults(records: Mapping[str, Sequence[Placed]], known: Known) -> Iterator[Fault]:
    """Every fault that no cell has of itself."""
    for sheet in sheets.SHEETS:
        found = records.get(sheet.name, ())
        if sheet.key and (not sheet.is_ordered or sheet is sheets.GLOSSARY):
            yield from _repeated(sheet, found)
        elif len(found) > MANY:
            yield Fault(sheet.name, "", f"超过 {MANY} 行", "删去多余的行")
        for row in found:
            for check in CHECKS.get(sheet.name, ()):
                yield from check(row, known)


def _repeated(sheet: Sheet, found: Sequence[Placed]) -> Iterator[Fault]:
    first: dict[tuple[str, ...], int | None] = {}
    names = "、".join(column.name for column in sheet.columns if column.field in sheet.key)
    for one in found:
        key = tuple(one.record.get(name, "") for name in sheet.key)
        if key in first and any(key):
            reason = f"第 {one.row} 行与第 {first[key]} 行的{names}相同"
            remedy = "合并为一行，金额相加" if sheet is sheets.LINE_ITEMS else "只保留其中一行"
            yield Fault(one.place(sheet.key[0]), " ".join(filter(None, key)), reason, remedy)
        first.setdefault(key, one.row)


def _functional(line: Placed, known: Known) -> Iterator[Fault]:
    return _code(line, "functional", known.functional, "功能分类项级", 7)


def _economic(line: Placed, known: Known) -> Iterator[Fault]:
    return _code(line, "economic", known.economic, "部门经济分类款级", 5)


def _code(
    line: Placed,
    name: str,
    codes: Mapping[str, int],
    kind: str,
    width: int,
    year: str = "本年度",
) -> Iterator[Fault]:
    code = line.record.get(name, "")
    if not code or code in codes:
        return
    reason = f"{year}没有此{kind}编码"
    if not re.fullmatch(f"[0-9]{{{width}}}", code):
        reason = f"不是{kind}编码（{width} 位数字）"
    near = "、".join(nearest(code, codes))
    remedy = f"同级的有 {near}，请更正编码" if near else f"查阅{year}科目，更正编码"
    yield Fault(line.place(name), code, reason, remedy)


def nearest(code: str, codes: Collection[str]) -> tuple[str, ...]:
    """Some codes that begin as the code does, as far as it is right."""
    for length in range(min(len(code), 7), 2, -1):
        siblings = tuple(islice((one for one in codes if one.startswith(code[:length])), NEAR))
        if siblings:
            return siblings
    return ()


def _reclassification(move: Placed, known: Known) -> Iterator[Fault]:
    """Codes of last year on the one side, of this year on the other, and an amount at all."""
    this, last = "本年度", "上年度"
    functional, economic = "功能分类项级", "部门经济分类款级"
    yield from _code(move, "from_functional", known.last_functional, functional, 7, last)
    yield from _code(move, "from_economic", known.last_economic, economic, 5, last)
    yield from _code(move, "to_functional", known.functional, functional, 7, this)
    yield from _code(move, "to_economic", known.economic, economic, 5, this)
    yield from _project(move, known, "to_project")
    if move.record.get("amount") == "0.00":
        yield Fault(move.place("amount"), "0.00", "调整金额须大于零", "填写金额，或删去此行")


def _project(row: Placed, known: Known, field: str = "project") -> Iterator[Fault]:
    name, projects = row.record.get(field, ""), known.projects
    if projects is not None and name and name not in projects:
        near = "、".join(list(projects)[:NEAR])
        remedy = f"在“项目”表中加上，或改为其中已有的项目{f'，如 {near}' if near else ''}"
        yield Fault(row.place(field), name, "“项目”表中没有此项目", remedy)


def _period(project: Placed, _: Known) -> Iterator[Fault]:
    starts, ends = project.record.get("starts_on", ""), project.record.get("ends_on", "")
    if starts and ends and ends < starts:
        reason = f"执行结束日期早于开始日期 {starts}"
        yield Fault(project.place("ends_on"), ends, reason, "更正其中一个日期")


def _secrecy(row: Placed, _: Known) -> Iterator[Fault]:
    ground, mark = row.record.get("secrecy_ground", ""), row.record.get("is_secret")
    is_unreadable = mark is None and "is_secret" in row.columns
    if ground and not mark and not is_unreadable:
        reason = "填写了涉密依据而没有标记涉密"
        yield Fault(row.place("secrecy_ground"), ground, reason, "标记涉密，或删去依据")


def _explanation(row: Placed, _: Known) -> Iterator[Fault]:
    key = row.record.get("key", "")
    if key and not EXPLANATION_KEY.fullmatch(key):
        yield Fault(row.place("key"), key, "不是系统给出的位置", "恢复导出时的位置，或删去此行")


CHECKS: Final[Mapping[str, tuple[Callable[[Placed, Known], Iterator[Fault]], ...]]] = {
    sheets.LINE_ITEMS.name: (_functional, _economic, _project, _secrecy),
    sheets.PROJECTS.name: (_period, _secrecy),
    sheets.INDICATORS.name: (_project,),
    sheets.RECLASSIFICATIONS.name: (_reclassification,),
    sheets.EXPLANATIONS.name: (_explanation,),
}
