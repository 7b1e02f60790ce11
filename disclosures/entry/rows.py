"""Rows as clerks type them: each is fit to be kept, or is told what is wrong and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from disclosures.workbook.columns import Column
from disclosures.workbook.judgement import judged as judged_cells
from disclosures.workbook.judgement import repeated
from disclosures.workbook.sheets import labels
from disclosures.workbook.values import YUAN, canonical, typed

from .sheets import Sheet

REPEATED: Final = "与第 {first} 行的科目、资金来源和项目都相同。请合并为一行，金额相加。"
# What cells may refer to: by column the ids by their names.
Known = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the grid, as text by column; ``key`` is its id, or made up for it."""

    key: str
    cells: Mapping[str, str]

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in the row."""
        return not any(text.strip() for text in self.cells.values())


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell, and what to do."""

    key: str
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What came of a row: its canonical form, and either what to keep of it or the faults."""

    row: Row
    fields: Mapping[str, Any] | None
    faults: tuple[Fault, ...] = ()


def row_of(sheet: Sheet, key: str, values: Iterable[object]) -> Row:
    """A row as it stands in the database, its values in the order of the columns."""
    columns = sheet.columns
    return Row(
        key,
        {
            one.field: shown(one, canonical(value))
            for one, value in zip(columns, values, strict=True)
        },
    )


def shown(column: Column, text: str) -> str:
    """A value as the grid writes it: of a choice its words."""
    return labels(column).get(text, text)


def judged(
    sheet: Sheet,
    rows: Iterable[Row],
    known: Known,
    settled: frozenset[str],
    places: Mapping[str, int],
) -> dict[str, Judgement]:
    """Each row judged; of two equal rows the one that is settled stays right.

    What is ``settled`` is kept as it stands: the database has judged it. ``places`` are the
    numbers of the rows in the grid, for what is said of equal rows.
    """
    found: dict[str, Judgement] = {}
    for row in sorted(rows, key=lambda row: row.key not in settled):
        judge = _settled if row.key in settled else _judged
        found[row.key] = judge(sheet, row, known)
    right = ((key, one.row.cells) for key, one in found.items() if one.fields is not None)
    for key, other in list(repeated(right, sheet.identity)):
        said = REPEATED.format(first=places.get(other, 1))
        fault = Fault(key, sheet.identity[0], said)
        found[key] = replace(found[key], fields=None, faults=(fault,))
    return found


def _settled(sheet: Sheet, row: Row, known: Known) -> Judgement:
    texts = ((column, row.cells[column.field]) for column in sheet.columns)
    values = {column.field: column.choices.get(text, text) for column, text in texts}
    return Judgement(row, dict(_fields(sheet, values, known)))


def _judged(sheet: Sheet, row: Row, known: Known) -> Judgement:
    cells = [(column, row.cells[column.field], YUAN) for column in sheet.columns]
    values, unfit = judged_cells(cells, known)
    read = [column for column in sheet.columns if column.field in values]
    texts = {column.field: shown(column, values[column.field]) for column in read}
    canonical_row = Row(row.key, {**row.cells, **texts})
    if unfit:
        faults = tuple(Fault(row.key, one.field, str(one)) for one in unfit)
        return Judgement(canonical_row, None, faults)
    return Judgement(canonical_row, dict(_fields(sheet, values, known)))


def _fields(sheet: Sheet, values: Mapping[str, str], known: Known) -> Iterator[tuple[str, object]]:
    """What the database keeps of a row: ids of what it refers to, amounts, texts."""
    for column in sheet.columns:
        text = values[column.field]
        if column.field in known:
            yield f"{column.field}_id", known[column.field].get(text)
        else:
            yield column.field, typed(column, text)
