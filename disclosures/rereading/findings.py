"""What is found when a file is read back: the place, what it says and what it ought to say."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from disclosures.budget.checks.finding import Finding
from disclosures.budget.statements.form import Statement

Cells = Sequence[str | None]
# So much of a long text is quoted, from a little before the difference on.
BEFORE, QUOTED = 12, 60
NOTHING: Final = "无"
STOPPED: Final = "没有发布，请联系系统管理员。"


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it ought to be: its place, its name in words, the keys of its rows."""

    place: str
    words: str
    keys: Sequence[str] = ()

    @classmethod
    def of(cls, statement: Statement) -> "Table":
        """One of the eleven."""
        keys = tuple(row.key for row in statement.rows)
        return cls(f"t{statement.number}", f"表 {statement.number}", keys)

    def key(self, row: int) -> str:
        """What a row is called, whether there ought to be one or not."""
        return self.keys[row] if row < len(self.keys) else f"#{row + 1}"

    def cell(self, key: str, column: int, said: str) -> Finding:
        """What is wrong with a cell."""
        where = f"{self.words} {key} 行第 {column} 列"
        return fault(f"{self.place}/{key}/{column}", f"{where}：{said}")


def fault(place: str, said: str) -> Finding:
    """A finding that keeps a document from being published."""
    return Finding("D4", "error", place, f"{said}，{STOPPED}")


def instead(where: str, got: str, wanted: str) -> str:
    """What a file says, and what it ought to say."""
    pairs = enumerate(zip(got, wanted, strict=False))
    at = next((at for at, (one, other) in pairs if one != other), min(len(got), len(wanted)))
    return f"{where} 读回为“{_part(got, at)}”，应为“{_part(wanted, at)}”"


def _part(text: str, at: int) -> str:
    """The part of a long text that begins a little before a place."""
    if len(text) <= QUOTED:
        return text
    start = max(at - BEFORE, 0)
    end = start + QUOTED
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


def _said(cell: str | None) -> str:
    return NOTHING if cell is None else cell


def differing(
    table: Table, where: str, told: Sequence[Cells], read: Iterable[Cells]
) -> Iterator[Finding]:
    """Every cell of a table that says otherwise, row by row."""
    for number, (wanted, got) in enumerate(zip_longest(told, read, fillvalue=())):
        for column, (one, other) in enumerate(zip_longest(wanted, got), 1):
            if one != other:
                said = instead(where, _said(other), _said(one))
                yield table.cell(table.key(number), column, said)
