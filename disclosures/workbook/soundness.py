"""What the rows of a file must agree on: known codes, projects that exist, nothing twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from . import sheets
from .interpretation import Placed
from .judgement import Known, repeated, unknown
from .refusal import Fault
from .sheets import Sheet

EXPLANATION_KEY: Final = re.compile(r"[a-z_]+(/[a-z_0-9]+)*")
MANY: Final = 32_767


def faults(records: Mapping[str, Sequence[Placed]], known: Known) -> Iterator[Fault]:
    """Every fault that no cell has of itself."""
    for sheet in sheets.SHEETS:
        found = records.get(sheet.name, ())
        if sheet.key and (not sheet.is_ordered or sheet is sheets.GLOSSARY):
            yield from _repeated(sheet, found)
        elif len(found) > MANY:
            yield Fault(sheet.name, "", f"超过 {MANY} 行", "删去多余的行")
        for row in found:
            for one in unknown(sheet.entered, row.record, known):
                yield Fault(row.place(one.field), one.value, one.reason, one.remedy)
            for check in CHECKS.get(sheet.name, ()):
                yield from check(row)


def _repeated(sheet: Sheet, found: Sequence[Placed]) -> Iterator[Fault]:
    names = "、".join(column.name for column in sheet.columns if column.field in sheet.key)
    remedy = "合并为一行，金额相加" if sheet is sheets.LINE_ITEMS else "只保留其中一行"
    rows = ((place, one.record) for place, one in enumerate(found))
    for place, other in repeated(rows, sheet.key):
        one = found[place]
        value = " ".join(filter(None, (one.record.get(name) for name in sheet.key)))
        reason = f"第 {one.row} 行与第 {found[other].row} 行的{names}相同"
        yield Fault(one.place(sheet.key[0]), value, reason, remedy)


def _reclassification(move: Placed) -> Iterator[Fault]:
    if move.record.get("amount") == "0.00":
        yield Fault(move.place("amount"), "0.00", "调整金额须大于零", "填写金额，或删去此行")


def _period(project: Placed) -> Iterator[Fault]:
    starts, ends = project.record.get("starts_on", ""), project.record.get("ends_on", "")
    if starts and ends and ends < starts:
        reason = f"执行结束日期早于开始日期 {starts}"
        yield Fault(project.place("ends_on"), ends, reason, "更正其中一个日期")


def _secrecy(row: Placed) -> Iterator[Fault]:
    ground, mark = row.record.get("secrecy_ground", ""), row.record.get("is_secret")
    is_unreadable = mark is None and "is_secret" in row.columns
    if ground and not mark and not is_unreadable:
        reason = "填写了涉密依据而没有标记涉密"
        yield Fault(row.place("secrecy_ground"), ground, reason, "标记涉密，或删去依据")


def _explanation(row: Placed) -> Iterator[Fault]:
    key = row.record.get("key", "")
    if key and not EXPLANATION_KEY.fullmatch(key):
        yield Fault(row.place("key"), key, "不是系统给出的位置", "恢复导出时的位置，或删去此行")


CHECKS: Final[Mapping[str, tuple[Callable[[Placed], Iterator[Fault]], ...]]] = {
    sheets.LINE_ITEMS.name: (_secrecy,),
    sheets.PROJECTS.name: (_period, _secrecy),
    sheets.RECLASSIFICATIONS.name: (_reclassification,),
    sheets.EXPLANATIONS.name: (_explanation,),
}
