"""How each of the eleven statements looks on a page: django-tables2 over any statement."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import django_tables2

from .budget.document import Document
from .budget.provenance.place import row_address
from .budget.statements.form import UNIT_OF_MEASURE, Column, Statement
from .headings import WIDE, header_rows, hold, indents


@dataclass(frozen=True, slots=True)
class Record:
    """A row of a statement as django-tables2 reads it; ``indent`` is that of its name."""

    anchor: str
    level: int
    indent: int
    cells: tuple[str, ...]


class StatementColumn(django_tables2.Column):  # type: ignore[misc]  # it has no types
    """A leaf column that knows what it holds and whether it stays when a reader scrolls.

    ``amount`` counts the amount columns up to it, as the addresses of figures do.
    """

    def __init__(
        self, column: Column, position: int, *, is_name: bool, hold: str, amount: int
    ) -> None:
        super().__init__(
            verbose_name=column.path[-1],
            accessor=f"cells__{position}",
            default="",
            orderable=False,
            empty_values=("",),
        )
        self.path = column.path
        self.kind = column.kind
        self.number = column.number
        self.is_name = is_name
        self.hold = hold
        self.amount = amount


class StatementTable(django_tables2.Table):  # type: ignore[misc]  # it has no types
    """A statement with everything that is printed around its rows."""

    class Meta:
        """Rows come in published order and are never sorted by a reader."""

        template_name = "disclosures/_statement.html"
        orderable = False

    def __init__(self, statement: Statement, department: str) -> None:
        super().__init__(list(_records(statement)), extra_columns=list(_columns(statement.columns)))
        self.anchor = f"t{statement.number}"
        self.number = statement.number
        self.title = statement.title
        self.department = department
        self.unit = UNIT_OF_MEASURE
        self.note = statement.note
        self.terms: Sequence[object] = ()  # of the glossary, told by the page
        self.leaves = tuple(column.column for column in self.columns)
        self.header = header_rows(statement.columns)
        kinds = [column.kind for column in statement.columns]
        self.is_numbered = any(column.number.isdigit() for column in statement.columns)
        self.codes = kinds.count("code")
        self.amounts = kinds.count("amount")
        self.labels = kinds.count("label")
        # Nine narrow columns stand upright where there is nothing in them.
        self.is_wide = self.amounts >= (WIDE if statement.rows else WIDE + 1)


def statement_tables(document: Document) -> tuple[StatementTable, ...]:
    """The eleven tables of a disclosure, in published order."""
    return tuple(StatementTable(one, document.name) for one in document.statements)


def _columns(columns: Sequence[Column]) -> Iterator[tuple[str, StatementColumn]]:
    """The leaf columns; a name comes after codes or amounts, a second label is just words."""
    for position, column in enumerate(columns):
        is_name = column.kind == "label" and (
            position == 0 or columns[position - 1].kind != "label"
        )
        held = hold(columns, position)
        amount = sum(one.kind == "amount" for one in columns[: position + 1])
        yield (
            f"c{position}",
            StatementColumn(column, position, is_name=is_name, hold=held, amount=amount),
        )


def _records(statement: Statement) -> Iterator[Record]:
    """The rows with their addresses."""
    for row, indent in zip(statement.rows, indents(statement), strict=True):
        yield Record(row_address(statement.number, row.key), row.level, indent, row.shown)
