"""The shape every published table has: columns with header paths, rows of cells, a note."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from disclosures.budget.amounts import cell
from disclosures.budget.entries import Unit

UNIT_OF_MEASURE = "万元"
COLUMN_MARK = "※"


@dataclass(frozen=True, slots=True)
class Column:
    """A leaf column: its header path from the outermost heading to its own.

    ``kind`` is code, label (names in words) or amount; ``number`` is what stands below the
    header: ※ for codes and labels, nothing in tables 1 and 4, whose columns bear no numbers.
    """

    path: tuple[str, ...]
    kind: Literal["code", "label", "amount"]
    number: str = COLUMN_MARK


@dataclass(frozen=True, slots=True)
class Row:
    """One row: labels as text, amounts in exact yuan, ``None`` where a cell is empty.

    ``level`` is the depth below the total (0); ``key`` is stable within the table.
    """

    key: str
    level: int
    cells: tuple[str | Decimal | None, ...]

    @property
    def shown(self) -> tuple[str, ...]:
        """The cells as printed."""
        return tuple(value if isinstance(value, str) else cell(value) for value in self.cells)

    @property
    def has_amount(self) -> bool:
        """Whether any cell holds an amount other than zero."""
        return any(isinstance(value, Decimal) and value for value in self.cells)


@dataclass(frozen=True, slots=True)
class Statement:
    """One of the eleven tables; a table without any amount has no rows but a note."""

    number: int
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str | None


@dataclass(frozen=True, slots=True)
class Heading:
    """Whose tables these are: the name and year printed over each, the units they add up."""

    department: str
    year: int
    units: tuple[Unit, ...]


def code_columns(group: tuple[str, ...], *levels: str) -> tuple[Column, ...]:
    """The narrow code columns 类, 款 (, 项) under their common heading."""
    return tuple(Column((*group, level), "code") for level in levels)


def label(*path: str) -> Column:
    """A column of names."""
    return Column(path, "label")


def unnumbered(kind: Literal["label", "amount"], *path: str) -> Column:
    """A column of a two-sided table, which has no row of column numbers."""
    return Column(path, kind, "")


def amount_columns(*paths: tuple[str, ...]) -> tuple[Column, ...]:
    """Amount columns, numbered from 1 in the order given."""
    return tuple(Column(path, "amount", str(number)) for number, path in enumerate(paths, 1))


def statement(
    number: int,
    title: str,
    columns: tuple[Column, ...],
    rows: Iterable[Row],
    heading: Heading,
    use: str,
) -> Statement:
    """The finished table: its rows, or the note that it is empty.

    ``use`` completes the note: "没有使用政府性基金预算拨款安排的支出".
    """
    kept = tuple(rows)
    if any(row.has_amount for row in kept):
        return Statement(number, title, columns, kept, None)
    note = f"{heading.department} {heading.year} 年没有{use}，{title}为空表。"
    return Statement(number, title, columns, (), note)


def present(amount: Decimal) -> Decimal | None:
    """An amount as a table holds it: zero is an empty cell."""
    return amount or None
