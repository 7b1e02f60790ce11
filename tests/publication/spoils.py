"""Mistakes of a writer, each in a table of its own, so that all can be made at once."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from disclosures.budget.statements.form import Column, Row, Statement

Cell = str | Decimal | None
Spoil = Callable[[Statement], Statement]


def drop_a_row(one: Statement) -> Statement:
    return replace(one, rows=(*one.rows[:2], *one.rows[3:]))


def swap_two_columns(one: Statement) -> Statement:
    def swapped(row: Row) -> Row:
        *first, basic, project = row.cells
        return replace(row, cells=(*first, project, basic))

    return replace(one, rows=tuple(map(swapped, one.rows)))


def cut_a_long_cell(one: Statement) -> Statement:
    def cut(cell: Cell) -> Cell:
        return f"{cell[:7]}…" if isinstance(cell, str) and len(cell) > 12 else cell

    return replace(
        one, rows=tuple(replace(row, cells=tuple(map(cut, row.cells))) for row in one.rows)
    )


def round_twice(one: Statement) -> Statement:
    def rounded(cell: Cell) -> Cell:
        return cell.quantize(Decimal("1E3")) if isinstance(cell, Decimal) else cell

    return _with_cells(one, rounded)


def _with_cells(one: Statement, change: Callable[[Cell], Cell]) -> Statement:
    rows = (replace(row, cells=tuple(map(change, row.cells))) for row in one.rows)
    return replace(one, rows=tuple(rows))


def lose_a_heading(one: Statement) -> Statement:
    *first, last = one.columns
    return replace(one, columns=(*first, Column((*last.path[:-1], ""), last.kind, last.number)))


def lose_a_note(one: Statement) -> Statement:
    return replace(one, note=None)


FAULTS: Mapping[str, tuple[int, Spoil]] = {
    "drop a row": (3, drop_a_row),
    "swap two columns": (5, swap_two_columns),
    "cut a long cell": (2, cut_a_long_cell),
    "round twice": (1, round_twice),
    "lose a heading": (6, lose_a_heading),
    "lose a note": (8, lose_a_note),
}


def spoiled(one: Statement, names: tuple[str, ...]) -> Statement:
    """A table as a broken writer takes it."""
    for name in names:
        number, spoil = FAULTS[name]
        one = spoil(one) if one.number == number else one
    return one
