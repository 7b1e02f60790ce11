"""The header of a sheet: which column stands where, whatever it is called, and in which unit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from .columns import MONEY, Column, Use
from .reader import Grid, RawCell
from .refusal import Fault
from .sheets import Sheet
from .values import YUAN, spelled, tidy

FACTORS: Final = {"元": YUAN, "万元": Decimal(10_000)}
WITH_UNIT: Final = re.compile(r"(.*?)\((?:单位:)?(元|万元)\)")
WITHIN: Final = 20
NAME_SHOWN: Final = 30


@dataclass(frozen=True, slots=True)
class Head:
    """The header of a table; ``strange`` are the names that fit no column."""

    row: int
    cells: Sequence[RawCell]
    columns: Mapping[int, tuple[Column, Decimal]]
    strange: tuple[str, ...]


def letter(place: int) -> str:
    """The letters of a column counted from zero."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def matched(columns: Sequence[Column], header: RawCell) -> tuple[Column, Decimal] | None:
    """The column that a header names, and what one unit of its amounts is in yuan."""
    if not isinstance(header, str):
        return None
    name = spelled(header)
    unit = WITH_UNIT.fullmatch(name)
    for column in columns:
        names = {spelled(one) for one in (column.name, *column.synonyms)}
        if name in names:
            return column, YUAN
        if unit and column.kind in MONEY and unit[1] in names:
            return column, FACTORS[unit[2]]
    return None


def head_of(sheet: Sheet, grid: Grid) -> Head | None:
    """The first row that names every required column, or else the first column."""
    needed = {column.field for column in sheet.columns if column.is_required}
    needed = needed or {sheet.entered[0].field}
    for number, cells in grid.rows[:WITHIN]:
        found = {place: matched(sheet.columns, cell) for place, cell in enumerate(cells)}
        columns = {place: one for place, one in found.items() if one}
        if needed <= {column.field for column, _ in columns.values()}:
            strange = [cells[place] for place, one in found.items() if not one]
            names = tuple(tidy(cell)[:NAME_SHOWN] for cell in strange if isinstance(cell, str))
            return Head(number, cells, columns, names)
    return None


def faults_of_head(sheet: Sheet, grid: Grid, head: Head, *, is_flat: bool) -> Iterator[Fault]:
    """Columns that are there twice or, in a workbook, not at all; amounts of doubtful unit."""
    seen: dict[str, str] = {}
    for place, (column, _) in head.columns.items():
        cell = f"{grid.name}!{letter(place)}{head.row}"
        if column.field in seen:
            reason = f"与 {seen[column.field]} 都是“{column.name}”"
            yield Fault(cell, column.name, reason, "只保留其中一列")
        seen.setdefault(column.field, cell)
        if column.kind in MONEY and _is_doubtful(grid, head, place):
            reason = "表头上方写有“万元”，而金额列没有注明单位"
            yield Fault(cell, column.name, reason, "把列名改为“金额（元）”或“金额（万元）”")
    for column in () if is_flat else sheet.entered:
        if column.field not in seen and column.use is not Use.KEPT:
            where = f"{grid.name}!A{head.row}"
            yield Fault(where, column.header, "缺少此列", "恢复导出时的表头")


def _is_doubtful(grid: Grid, head: Head, place: int) -> bool:
    """Whether a title above says 万元 and the amounts themselves say nothing."""
    above = (cell for number, cells in grid.rows if number < head.row for cell in cells)
    is_silent = not WITH_UNIT.fullmatch(spelled(str(head.cells[place])))
    return is_silent and any("万元" in cell for cell in above if isinstance(cell, str))
