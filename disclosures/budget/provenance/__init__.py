"""How a figure of a published table came about, computed from the record alone.

Every amount of the eleven tables is the sum of line items; a row and a column each say which.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import takewhile

from disclosures.budget.amounts import total
from disclosures.budget.document import Document
from disclosures.budget.entries import LineItem
from disclosures.budget.statements.form import Row, Statement

from .cells import amount_at, amount_columns, amounts, code_of, key_of, labels, position_of
from .columns import COLUMNS, SUMS
from .condition import Condition
from .place import Place, place_of, row_address
from .rows import TWO_SIDED, row_conditions

__all__ = ["Part", "Place", "Traced", "place_of", "places", "row_address", "traced"]


@dataclass(frozen=True, slots=True)
class Part:
    """A cell that a figure is the sum of, with others."""

    place: Place
    name: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Traced:
    """A figure with what it is made of.

    ``lines`` are the line items that it sums; ``across`` and ``down`` the cells of the same row
    and the rows below it whose sum it is, where it is one. Amounts are exact yuan.
    """

    place: Place
    statement: Statement
    name: str
    heading: tuple[str, ...]
    amount: Decimal
    conditions: tuple[Condition, ...]
    lines: tuple[LineItem, ...]
    across: tuple[Part, ...]
    down: tuple[Part, ...]

    def sum_of(self, lines: Iterable[LineItem]) -> Decimal:
        """What the figure would be of another ledger, e.g. last year's."""
        return total(line.amount for line in lines if self._counts(line))

    def _counts(self, line: LineItem) -> bool:
        return all(condition.counts(line) for condition in self.conditions)

    @property
    def words(self) -> tuple[str, ...]:
        """What a line item must be to count in it; of the whole budget there is nothing to say."""
        return tuple(dict.fromkeys(one.words for one in self.conditions if one.words))

    @property
    def is_complete(self) -> bool:
        """Whether the line items sum up to it, as they do in everything that is derived."""
        return total(line.amount for line in self.lines) == self.amount


def places(document: Document) -> Iterator[Place]:
    """The places of all amounts of the eleven tables."""
    for statement in document.statements:
        for row in statement.rows:
            for column, amount in enumerate(amounts(statement, row), 1):
                if amount:
                    yield Place(statement.number, key_of(row), column)


def traced(document: Document, place: Place) -> Traced | None:
    """The figure at a place; nothing where there is no amount."""
    amount = amount_at(document, place)
    if not amount:
        return None
    statement = document.statements[place.table - 1]
    position = position_of(statement, place.row) or 0
    row = statement.rows[position]
    of_row = row_conditions(statement, position, place.column, document.three_public)
    conditions = (*COLUMNS[place.table][place.column - 1], *of_row)
    return Traced(
        place=place,
        statement=statement,
        name=_name(statement, row, place.column),
        heading=amount_columns(statement)[place.column - 1].path,
        amount=amount,
        conditions=conditions,
        lines=tuple(
            line for line in document.line_items if all(one.counts(line) for one in conditions)
        ),
        across=_sound(_across(statement, row, place.column), amount),
        down=_sound(_down(statement, position, place.column), amount),
    )


def _sound(parts: Iterable[Part], amount: Decimal) -> tuple[Part, ...]:
    """Parts that add up to the amount, and none where they do not."""
    kept = tuple(parts)
    return kept if total(part.amount for part in kept) == amount else ()


def _across(statement: Statement, row: Row, column: int) -> Iterator[Part]:
    columns, found = amount_columns(statement), amounts(statement, row)
    for part in SUMS.get(statement.number, {}).get(column, ()):
        if amount := found[part - 1]:
            place = Place(statement.number, key_of(row), part)
            yield Part(place, columns[part - 1].path[-1], amount)


def _down(statement: Statement, position: int, column: int) -> Iterator[Part]:
    """The rows one level below; of a balance the classes below its total."""
    level = statement.rows[position].level
    if statement.number in TWO_SIDED:
        below = () if level or column == 1 else statement.rows
    else:
        of_next = statement.rows[position + 1 :]
        below = tuple(takewhile(lambda row: row.level > level, of_next))
    for row in below:
        amount = amounts(statement, row)[column - 1]
        if amount and row.level == level + 1:
            place = Place(statement.number, key_of(row), column)
            yield Part(place, _name(statement, row, column), amount)


def _name(statement: Statement, row: Row, column: int) -> str:
    """The row as it is called: its code and its names; in a balance those of its side."""
    names = labels(statement, row)
    if statement.number in TWO_SIDED:
        return names[0] if column == 1 else names[1]
    return " ".join(filter(None, (code_of(statement, row), " · ".join(filter(None, names)))))
