"""Rows as clerks type them: each becomes a line item, or is told what is wrong and where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from disclosures.budget.classification import SOURCE_BY_KEY, SOURCE_BY_NAME
from disclosures.workbook.sheets import LINE_ITEMS, Column
from disclosures.workbook.soundness import nearest
from disclosures.workbook.values import UnfitError, read

COLUMNS: Final[Mapping[str, Column]] = {
    column.field: column
    for column in LINE_ITEMS.entered
    if column.field in {"functional", "economic", "source", "project", "amount"}
}
NO_PROJECT: Final = "本预算没有项目“{name}”。请改选已有项目，或先新建此项目；基本支出留空。"
REPEATED: Final = "与第 {first} 行的科目、资金来源和项目都相同。请合并为一行，金额相加。"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the grid, as text; ``key`` is the id of its line item, or made up for it."""

    key: str
    functional: str = ""
    economic: str = ""
    source: str = ""
    project: str = ""
    amount: str = ""

    @property
    def values(self) -> dict[str, str]:
        """What stands in its cells."""
        return {name: getattr(self, name) for name in COLUMNS}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell, and what to do."""

    key: str
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class Known:
    """What rows may refer to: ids by the codes of the year and by the projects of the budget."""

    year: int
    functional: Mapping[str, int]
    economic: Mapping[str, int]
    projects: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """A row without fault, in the terms of the ledger."""

    functional: int
    economic: int
    source: str
    project: int | None
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Judgement:
    """What came of a row: its canonical form, and either the entry or the faults."""

    row: Row
    entry: Entry | None
    faults: tuple[Fault, ...]


def judged(
    rows: Iterable[Row], known: Known, settled: frozenset[str], places: Mapping[str, int]
) -> dict[str, Judgement]:
    """Each row judged; of two equal rows the one that is settled in the ledger stays right.

    ``places`` are the numbers of the rows in the grid, for what is said of equal rows.
    """
    found: dict[str, Judgement] = {}
    first: dict[tuple[object, ...], str] = {}
    for row in sorted(rows, key=lambda row: row.key not in settled):
        judgement = _settled(row, known) if row.key in settled else _judged(row, known)
        entry = judgement.entry
        if entry:
            identity = (entry.functional, entry.economic, entry.source, entry.project)
            other = first.setdefault(identity, row.key)
            if other != row.key:
                said = REPEATED.format(first=places.get(other, 0) + 1)
                fault = Fault(row.key, "functional", said)
                judgement = Judgement(judgement.row, None, (fault,))
        found[row.key] = judgement
    return found


def _settled(row: Row, known: Known) -> Judgement:
    """A row that is in the ledger as it stands: the database has judged it."""
    values = {**row.values, "source": SOURCE_BY_NAME[row.source].key}
    return Judgement(row, _entry(values, known), ())


def _judged(row: Row, known: Known) -> Judgement:
    values, faults = {}, []
    for name, column in COLUMNS.items():
        try:
            values[name] = read(column, getattr(row, name))
        except UnfitError as error:
            faults.append(Fault(row.key, name, f"{error.reason}。请{error.remedy}。"))
    faults.extend(_unknown(row.key, values, known))
    shown = {**values}
    if "source" in values:
        shown["source"] = SOURCE_BY_KEY[values["source"]].name
    canonical = Row(row.key, **{**row.values, **shown})
    return Judgement(canonical, None if faults else _entry(values, known), tuple(faults))


def _unknown(key: str, values: Mapping[str, str], known: Known) -> Iterator[Fault]:
    """What names a code or project that there is not."""
    lists = (
        ("functional", known.functional, "功能分类项级", 7),
        ("economic", known.economic, "部门经济分类款级", 5),
    )
    for name, codes, kind, width in lists:
        code = values.get(name, "")
        if code and code not in codes:
            yield Fault(key, name, _no_code(code, codes, f"{known.year} 年没有{kind}编码", width))
    project = values.get("project", "")
    if project and project not in known.projects:
        yield Fault(key, "project", NO_PROJECT.format(name=project))


def _no_code(code: str, codes: Mapping[str, int], reason: str, width: int) -> str:
    near = "、".join(nearest(code, codes))
    digits = "" if re.fullmatch(f"[0-9]{{{width}}}", code) else f"（应为 {width} 位数字）"
    remedy = f"相近的有 {near}，请更正" if near else "请查阅本年度科目后更正"
    return f"{reason} {code}{digits}。{remedy}。"


def _entry(values: Mapping[str, str], known: Known) -> Entry:
    return Entry(
        known.functional[values["functional"]],
        known.economic[values["economic"]],
        values["source"],
        known.projects.get(values["project"]),
        Decimal(values["amount"]),
    )
