"""What stands in the rows of a published table: its names, its code, its amounts."""

from decimal import Decimal

from disclosures.budget.amounts import ZERO
from disclosures.budget.document import Document
from disclosures.budget.statements.form import Column, Row, Statement

from .place import Place


def key_of(row: Row) -> str:
    """The key of a row as it stands in addresses."""
    return "-".join(row.key.split())


def labels(statement: Statement, row: Row) -> tuple[str, ...]:
    """The names that stand in a row."""
    cells = zip(statement.columns, row.cells, strict=True)
    return tuple(str(cell or "") for column, cell in cells if column.kind == "label")


def code_of(statement: Statement, row: Row) -> str:
    """The code that stands in the code columns of a row, joined."""
    cells = zip(statement.columns, row.cells, strict=True)
    return "".join(str(cell or "") for column, cell in cells if column.kind == "code")


def amount_columns(statement: Statement) -> tuple[Column, ...]:
    """The amount columns; places count them from 1."""
    return tuple(column for column in statement.columns if column.kind == "amount")


def amounts(statement: Statement, row: Row) -> tuple[Decimal, ...]:
    """The amounts of a row in exact yuan, an empty cell being zero."""
    cells = zip(statement.columns, row.cells, strict=True)
    return tuple(
        cell if isinstance(cell, Decimal) else ZERO
        for column, cell in cells
        if column.kind == "amount"
    )


def position_of(statement: Statement, key: str) -> int | None:
    """Where the row of a key stands, from 0."""
    return next((i for i, row in enumerate(statement.rows) if key_of(row) == key), None)


def amount_at(document: Document, place: Place) -> Decimal:
    """The amount at a place; zero where there is none."""
    if not 0 < place.table <= len(document.statements):
        return ZERO
    statement = document.statements[place.table - 1]
    position = position_of(statement, place.row)
    if position is None:
        return ZERO
    found = amounts(statement, statement.rows[position])
    return found[place.column - 1] if 0 < place.column <= len(found) else ZERO
