"""A statement as CSV: what is displayed, one row a line, without thousands separators."""

import csv
from decimal import Decimal
from io import StringIO

from .budget.amounts import wan
from .budget.statements.form import Statement

# What a spreadsheet would take for a formula; amounts are numbers and stay as they are.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def csv_of(statement: Statement) -> str:
    """The table as CSV: header paths joined by " / ", then its rows in 万元."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([quoted(" / ".join(column.path)) for column in statement.columns])
    writer.writerows([_written(cell) for cell in row.cells] for row in statement.rows)
    return text.getvalue()


def _written(cell: str | Decimal | None) -> str:
    if isinstance(cell, Decimal):
        return f"{wan(cell):f}" if cell else ""
    return quoted(cell or "")


def quoted(text: str) -> str:
    """A text as a spreadsheet takes it for text, whatever it begins with."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
