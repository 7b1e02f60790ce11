"""The tables as the rules read them: amounts by row and column, and what each is the sum of."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from disclosures.budget.amounts import ZERO, total
from disclosures.budget.statements.form import Statement

Cell = tuple[str, int]  # row key, column counted from 1
Parts = Mapping[int, Sequence[int]]  # column -> the columns it is the sum of

# Rows of table 1's left side (counted from 1) and the rows each is the sum of.
INCOME_TREE: Mapping[str, Sequence[int]] = {
    "1": (2, 5, 8, 11, 12),
    "2": (3, 4),
    "5": (6, 7),
    "8": (9, 10),
    "12": (13, 14, 15, 16, 17),
    "18": (19, 23),
    "19": (20, 21, 22),
    "23": (24, 25),
    "total": (1, 18),
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: row key -> its amounts, counted from 1 as the printed columns are."""

    number: int
    title: str
    amounts: Mapping[str, Sequence[Decimal]]
    width: int

    def at(self, key: str, column: int) -> Decimal:
        """The amount in yuan; zero where the cell is empty or the row is not printed."""
        row = self.amounts.get(key)
        return row[column - 1] if row else ZERO

    def added(self, key: str, columns: Sequence[int]) -> Decimal:
        """The sum of some columns of a row."""
        return sum((self.at(key, column) for column in columns), ZERO)

    def place(self, key: str, column: int) -> str:
        """The address of a cell, as findings give it: t3/2010301/2."""
        return f"t{self.number}/{key}/{column}"


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that is not the sum of its parts."""

    cell: Cell
    whole: Decimal
    parts: tuple[Decimal, ...]


def sheet(statement: Statement) -> Sheet:
    """A statement ready to be read by the rules."""
    columns = amount_columns(statement)
    amounts = {
        row.key: [value if isinstance(value := row.cells[at], Decimal) else ZERO for at in columns]
        for row in statement.rows
    }
    return Sheet(statement.number, statement.title, amounts, len(columns))


def amount_columns(statement: Statement) -> list[int]:
    """Which cells of a row are amounts, counted from 0."""
    return [at for at, column in enumerate(statement.columns) if column.kind == "amount"]


def differences(table: Sheet) -> Iterator[Difference]:
    """The cells that are not the sum of the cells below or beside them."""
    for whole, cells in _sums(table):
        amount = table.at(*whole)
        parts = tuple(table.at(*cell) for cell in cells)
        if amount != total(parts):
            yield Difference(whole, amount, parts)


def _sums(table: Sheet) -> Iterator[tuple[Cell, Sequence[Cell]]]:
    if table.number in TWO_SIDED:
        yield from TWO_SIDED[table.number](table)
        return
    columns, parent_of = ONE_SIDED[table.number]
    yield from _across(table, columns)
    children: dict[str, list[str]] = {}
    for key in table.amounts:
        parent = parent_of(key)
        if parent is not None:
            children.setdefault(parent, []).append(key)
    for parent, keys in children.items():
        for column in range(1, table.width + 1):
            yield (parent, column), [(key, column) for key in keys]


def _across(table: Sheet, columns: Parts) -> Iterator[tuple[Cell, Sequence[Cell]]]:
    for key in table.amounts:
        for column, parts in columns.items():
            yield (key, column), [(key, part) for part in parts]


def _overall(table: Sheet) -> Iterator[tuple[Cell, Sequence[Cell]]]:
    for key, rows in INCOME_TREE.items():
        yield (key, 1), [(str(row), 1) for row in rows]
    yield ("total", 2), [(key, 2) for key in table.amounts if key != "total"]


def _fiscal(table: Sheet) -> Iterator[tuple[Cell, Sequence[Cell]]]:
    yield from _across(table, {2: (3, 4, 5)})
    yield ("1", 1), [("2", 1), ("3", 1), ("4", 1)]
    for column in (2, 3, 4, 5):
        yield ("total", column), [(key, column) for key in table.amounts if key != "total"]


def code_parent(key: str) -> str | None:
    """The row above a code: 20103 above 2010301, the total above a class."""
    if key == "total":
        return None
    return key[:-2] if len(key) > 3 else "total"


def _project_parent(key: str) -> str | None:
    if key == "total":
        return None
    unit, _, rest = key.partition("-")
    code, _, _ = rest.partition("-")
    if not code:
        return "total"
    parent = code_parent(code)
    return unit if parent == "total" else f"{unit}-{parent}"


def _below_total(key: str) -> str | None:
    return None if key == "total" else "total"


THREE_PUBLIC_PARENTS: Mapping[str, str] = {
    **dict.fromkeys(("overseas", "reception", "vehicles"), "total"),
    **dict.fromkeys(("vehicle_purchase", "vehicle_operation"), "vehicles"),
}
BY_KIND: Parts = {1: (2, 3)}
BY_FUND: Parts = {1: (2, 3, 4)}
# What every table is made of: columns that add up columns, and the row above each row.
ONE_SIDED: Mapping[int, tuple[Parts, Callable[[str], str | None]]] = {
    2: ({1: (2, 9, 10, 11, 12), 2: (3, 4, 5, 6, 7, 8)}, code_parent),
    3: (BY_KIND, code_parent),
    5: (BY_KIND, code_parent),
    6: (BY_KIND, code_parent),
    7: ({1: tuple(range(2, 12))}, _project_parent),
    8: (BY_FUND, code_parent),
    9: (BY_FUND, code_parent),
    10: (BY_FUND, THREE_PUBLIC_PARENTS.get),
    11: ({1: (2, 6), 2: (3, 4, 5), 6: (7, 8, 9)}, _below_total),
}
TWO_SIDED: Mapping[int, Callable[[Sheet], Iterator[tuple[Cell, Sequence[Cell]]]]] = {
    1: _overall,
    4: _fiscal,
}
