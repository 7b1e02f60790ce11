"""The tables as the rules read them: amounts by table, row key and column number."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from disclosures.budget.amounts import ZERO
from disclosures.budget.document import Document
from disclosures.budget.entries import Submission
from disclosures.budget.statements.form import Statement

from .finding import Finding


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
class Case:
    """What the rules look at: the entries, the document, its tables ready to be read.

    ``sheets[0]`` is table 1.
    """

    entered: Submission
    document: Document
    sheets: tuple[Sheet, ...]

    def sheet(self, number: int) -> Sheet:
        """A table by its published number."""
        return self.sheets[number - 1]


def sheet(statement: Statement) -> Sheet:
    """A statement ready to be read by the rules."""
    columns = [at for at, column in enumerate(statement.columns) if column.kind == "amount"]
    amounts = {
        row.key: [value if isinstance(value := row.cells[at], Decimal) else ZERO for at in columns]
        for row in statement.rows
    }
    return Sheet(statement.number, statement.title, amounts, len(columns))


def case(entered: Submission, document: Document) -> Case:
    """The document made ready for the rules."""
    return Case(entered, document, tuple(map(sheet, document.statements)))


def unequal(
    rule: str, place: str, what: str, left: tuple[str, Decimal], right: tuple[str, Decimal]
) -> Iterator[Finding]:
    """An error with both figures where two amounts that must agree do not."""
    (left_name, left_yuan), (right_name, right_yuan) = left, right
    if left_yuan != right_yuan:
        message = (
            f"{what}：{left_name} {left_yuan:,.2f} 元，{right_name} {right_yuan:,.2f} 元，"
            f"相差 {left_yuan - right_yuan:,.2f} 元，请核对明细后重新生成。"
        )
        yield Finding(rule, "error", place, message)
