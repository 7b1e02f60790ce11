"""What the cells of a file mean: columns found by their names, values by their kinds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from .columns import Column, Use
from .headers import Head, faults_of_head, head_of, letter, matched
from .judgement import valued
from .reader import Grid, RawCell
from .refusal import Fault
from .sheets import LINE_ITEMS, Sheet
from .values import spelled

SUMS: Final = frozenset({"合计", "总计", "小计"})
Taken = Sequence[tuple[Column, RawCell, Decimal]]


@dataclass(frozen=True, slots=True)
class Placed:
    """A record of a file, and where each of its values stands there."""

    record: Mapping[str, str]
    grid: str
    row: int | None
    columns: Mapping[str, str]

    def place(self, name: str) -> str:
        """The cell of one value, as a spreadsheet names it."""
        return f"{self.grid}!{self.columns.get(name, 'A')}{self.row or ''}"


@dataclass(slots=True)
class Found:
    """What a file was found to say: records by sheet, faults, and what was passed over."""

    records: dict[str, list[Placed]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Whose:
    """The unit and year whose rows of a flat ledger count."""

    unit: str
    year: int

    def has(self, record: Mapping[str, str]) -> bool:
        """Whether a row is of the unit and year, or says nothing to the contrary."""
        unit, year = record.get("unit", ""), record.get("year", "")
        return unit in {"", self.unit} and year in {"", str(self.year)}


def workbook(grids: Iterable[Grid], sheets: Sequence[Sheet]) -> Found:
    """The records of a workbook; a sheet that the file does not have is left out."""
    found = Found()
    by_name = {grid.name.strip(): grid for grid in grids}
    for sheet in sheets:
        grid = by_name.get(sheet.name)
        if grid is None:
            found.notices.append(f"工作簿中没有工作表“{sheet.name}”，该部分保持不变。")
        elif sheet.is_form:
            found.records[sheet.name] = _form(sheet, grid, found)
        else:
            found.records[sheet.name] = _table(sheet, grid, found)
    return found


def flat_ledger(grids: Sequence[Grid], whose: Whose) -> Found:
    """The line items of a sheet as budget systems export it; other units and years pass by."""
    found = Found()
    fitting = [grid for grid in grids if head_of(LINE_ITEMS, grid)]
    if len(fitting) != 1:
        names = "、".join(grid.name[:31] for grid in fitting)
        needed = "、".join(column.name for column in LINE_ITEMS.columns if column.is_required)
        reason = f"有 {len(fitting)} 张收支明细（{names}）" if fitting else "没有收支明细的表头"
        found.faults.append(Fault("文件", "", reason, f"须有且只有一张表含这些列：{needed}"))
        return found
    for grid in grids:
        if grid is not fitting[0] and grid.rows:
            found.notices.append(f"工作表“{grid.name[:31]}”不是收支明细，未读取。")
    found.records[LINE_ITEMS.name] = _table(LINE_ITEMS, fitting[0], found, whose)
    return found


def _table(sheet: Sheet, grid: Grid, found: Found, whose: Whose | None = None) -> list[Placed]:
    head = head_of(sheet, grid)
    if head is None:
        needed = "、".join(column.header for column in sheet.entered)
        place = f"{grid.name[:31]}!A1"
        found.faults.append(Fault(place, "", "找不到表头", f"恢复导出时的表头：{needed}"))
        return []
    found.faults.extend(faults_of_head(sheet, grid, head, is_flat=whose is not None))
    if head.strange:
        found.notices.append(f"“{grid.name[:31]}”中未读取的列：{'、'.join(head.strange)}。")
    return list(_rows(sheet, grid, head, found, whose))


def _rows(
    sheet: Sheet, grid: Grid, head: Head, found: Found, whose: Whose | None
) -> Iterator[Placed]:
    used = [
        (place, column, factor)
        for place, (column, factor) in head.columns.items()
        if column.use is not Use.SHOWN
    ]
    columns = {column.field: letter(place) for place, column, _ in used}
    sums = others = 0
    for number, cells in grid.rows:
        width = len(cells)
        taken = [(one, cells[at] if at < width else None, factor) for at, one, factor in used]
        if number <= head.row or all(cell is None for _, cell, _ in taken):
            continue
        if sheet is LINE_ITEMS and _is_sum(cells, taken):
            sums += 1
            continue
        record, faults = _record(taken, _in_row(grid.name, columns, number))
        if whose and not whose.has(record):
            others += 1
            continue
        found.faults.extend(faults)
        if faults or any(record.values()):
            yield Placed(record, grid.name, number, columns)
    if sums:
        found.notices.append(f"“{grid.name[:31]}”中略过合计、小计 {sums} 行。")
    if others:
        found.notices.append(f"“{grid.name[:31]}”中略过其他单位或其他年度 {others} 行。")


def _in_row(grid: str, columns: Mapping[str, str], number: int) -> Callable[[str], str]:
    return lambda name: f"{grid}!{columns[name]}{number}"


def _is_sum(cells: Sequence[RawCell], taken: Taken) -> bool:
    """Whether a line of a ledger only sums up others: it has no economic code of its own."""
    is_coded = any(column.field == "economic" and cell for column, cell, _ in taken)
    return not is_coded and any(isinstance(cell, str) and spelled(cell) in SUMS for cell in cells)


def _form(sheet: Sheet, grid: Grid, found: Found) -> list[Placed]:
    """The one record of a form: its labels in the first column, its values in the second."""
    taken: list[tuple[Column, RawCell, Decimal]] = []
    places: dict[str, str] = {}
    for number, cells in grid.rows:
        match = matched(sheet.columns, cells[0] if cells else None)
        if match and match[0].field in places:
            place = f"{grid.name}!A{number}"
            found.faults.append(Fault(place, match[0].name, "此栏重复", "只保留其中一行"))
        elif match:
            places[match[0].field] = f"B{number}"
            taken.append((match[0], cells[1] if len(cells) > 1 else None, match[1]))
    for column in sheet.entered:
        if column.field not in places:
            place = f"{grid.name}!A1"
            found.faults.append(Fault(place, column.header, "缺少此栏", "恢复导出时的栏目"))
    record, faults = _record(taken, lambda name: f"{grid.name}!{places[name]}")
    found.faults.extend(faults)
    return [Placed(record, grid.name, None, places)] if any(record.values()) else []


def _record(taken: Taken, place: Callable[[str], str]) -> tuple[dict[str, str], list[Fault]]:
    """The values of a row; where any is filled in, empty ones stand for their defaults."""
    record, unfit = valued(taken)
    if any(record.values()):
        defaults = {one.field: one.default for one, _, _ in taken if one.default}
        record |= {name: text for name, text in defaults.items() if not record.get(name)}
    return record, [Fault(place(one.field), one.value, one.reason, one.remedy) for one in unfit]
