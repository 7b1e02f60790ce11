"""A statement as CSV: what is displayed, one row a line, without thousands separators."""

import csv
from decimal import Decimal
from io import StringIO

from .budget.amounts import ZERO, wan
from .budget.statements.form import Statement

# What a spreadsheet would take for a formula, also as it is typed with a Chinese keyboard;
# amounts are numbers and stay as they are.
FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


def csv_of(statement: Statement) -> str:
    """The table as CSV: header paths joined by " / ", then its rows in 万元."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([quoted(" / ".join(column.path)) for column in statement.columns])
    writer.writerows([_written(cell) for cell in row.cells] for row in statement.rows)
    return text.getvalue()


def _written(cell: str | Decimal | None) -> str:
    if isinstance(cell, Decimal):
        # Zero is added so that what rounds to nothing has no sign, as on the page.
        return f"{wan(cell) + ZERO:f}" if cell else ""
    return quoted(cell or "")


def quoted(text: str) -> str:
    """A text as a spreadsheet takes it for text, whatever it begins with."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
