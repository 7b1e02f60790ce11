"""Which amounts of a document a correction changed."""

from disclosures.budget.difference.figures import tables
from disclosures.budget.document import Document

from .cells import amount_columns
from .place import Place


def corrected(before: Document, after: Document) -> frozenset[str]:
    """The addresses of the amounts that are otherwise than in the version before."""
    columns = {
        statement.number: [column.path for column in amount_columns(statement)]
        for statement in after.statements
    }
    return frozenset(
        Place(table.number, row.key, columns[table.number].index(cell.path) + 1).address
        for table in tables(before.statements, after.statements)
        for row in table.rows
        if row.kind != "removed"
        for cell in row.cells
        if cell.path in columns[table.number]
    )
