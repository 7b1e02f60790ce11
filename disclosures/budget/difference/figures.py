"""What changed in the tables: every cell as printed, every amount in exact yuan."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from disclosures.budget.amounts import ZERO, cell
from disclosures.budget.document import Document
from disclosures.budget.entries import LineItem
from disclosures.budget.statements.form import Column, Row, Statement

from .alignment import Pair, aligned
from .shape import CellChange, Kind, LineChange, RowChange, TableChange
from .texts import plain, titled

Value = str | Decimal | None
Path = tuple[str, ...]
NAMING = (3, 6)
EMPTY = Statement(0, "", (), (), None)


@dataclass(frozen=True, slots=True)
class TableLine:
    """A row, or one side of it where income stands beside expenditure.

    ``level`` is the depth of a whole row below the total; a side has none but its words.
    """

    identity: Hashable
    key: str
    name: str
    cells: Mapping[Path, Value]
    level: int = 1


def kind_of(pair: Pair[object]) -> Kind:
    """Whether a member came, went or stayed."""
    old, new = pair
    return "added" if old is None else "removed" if new is None else "changed"


def tables(before: Sequence[Statement], after: Sequence[Statement]) -> Iterator[TableChange]:
    """The tables that changed."""
    for pair in aligned(before, after, lambda one: one.number):
        old, new = (one or EMPTY for one in pair)
        texts = (
            *titled(old.title, new.title),
            *plain(_headings(old), _headings(new)),
            *plain(_note(old), _note(new)),
        )
        lines = aligned(list(table_lines(old)), list(table_lines(new)), lambda line: line.identity)
        rows = tuple(row for lines_ in lines for row in _row(lines_))
        if texts or rows:
            shown = pair[1] or old
            yield TableChange(shown.number, shown.title, texts, rows)


def line_items(before: Document, after: Document) -> Iterator[LineChange]:
    """The line items behind the tables that came, went or got another amount."""
    names = _names(before) | _names(after)
    for old, new in aligned(before.line_items, after.line_items, _identity):
        line = new or old
        amounts = (old.amount if old else None, new.amount if new else None)
        if line and amounts[0] != amounts[1]:
            yield LineChange(
                kind=kind_of((old, new)),
                unit=line.unit,
                functional=line.functional,
                functional_name=names.get(line.functional, ""),
                economic=line.economic,
                economic_name=names.get(line.economic, ""),
                source=line.source.name,
                project=line.project,
                before=amounts[0],
                after=amounts[1],
            )


def _names(document: Document) -> dict[str, str]:
    """The names beside the codes of the tables of all expenditure and of basic expenditure."""
    return {
        row.key: str(value)
        for statement in document.statements
        if statement.number in NAMING
        for row in statement.rows
        for column, value in zip(statement.columns, row.cells, strict=True)
        if column.kind == "label"
    }


def cell_changes(before: Mapping[Path, Value], after: Mapping[Path, Value]) -> Iterator[CellChange]:
    """The cells that differ, in the order of the new columns."""
    for path in dict.fromkeys((*after, *before)):
        old, new = before.get(path), after.get(path)
        if (old or None) != (new or None):
            yield CellChange(path, _shown(old), _shown(new), _yuan(old, new))


def _shown(value: Value) -> str:
    return value if isinstance(value, str) else cell(value)


def _yuan(old: Value, new: Value) -> Decimal | None:
    """What the new amount has more; of words there is no difference."""
    if isinstance(old, str) or isinstance(new, str):
        return None
    return (new or ZERO) - (old or ZERO)


def _row(pair: Pair[TableLine]) -> Iterator[RowChange]:
    old, new = pair
    cells = tuple(cell_changes(old.cells if old else {}, new.cells if new else {}))
    line = new or old
    if line and cells:
        yield RowChange(kind_of(pair), line.key, line.name, cells)


def _identity(line: LineItem) -> Hashable:
    return (line.unit, line.functional, line.economic, line.source.key, line.project)


def _headings(statement: Statement) -> list[str]:
    return [" / ".join(column.path) for column in statement.columns]


def _note(statement: Statement) -> list[str]:
    return [statement.note] if statement.note else []


def table_lines(statement: Statement) -> Iterator[TableLine]:
    """What can be told apart in a table: its rows, of a two-sided one all of each side in turn."""
    sides = list(_sides(statement.columns))
    if len(sides) == 1:
        yield from _row_lines(statement)
        return
    for side in sides:
        for row in statement.rows:
            yield from _side_line(row, side, statement.columns)


def _sides(columns: Sequence[Column]) -> Iterator[slice]:
    """A new side begins where a name follows amounts."""
    start = 0
    for place in range(1, len(columns)):
        if columns[place].kind == "label" and columns[place - 1].kind == "amount":
            yield slice(start, place)
            start = place
    yield slice(start, len(columns))


def _side_line(row: Row, side: slice, columns: Sequence[Column]) -> Iterator[TableLine]:
    """The side of a row is known by its words: the rows themselves are only numbered."""
    cells = _cells(columns[side], row.cells[side])
    if any(cells.values()):
        name = _name(columns[side], row.cells[side])
        yield TableLine(name, row.key, name, cells)


def _row_lines(statement: Statement) -> Iterator[TableLine]:
    """Rows are known by their keys, those of projects by the project instead of its number."""
    columns = statement.columns
    labels = [place for place, column in enumerate(columns) if column.kind == "label"]
    has_projects = len(labels) > 1
    has_units = has_projects and sum(row.level == 1 for row in statement.rows) > 1
    unit = ""
    for row in statement.rows:
        name = _name(columns, row.cells)
        if has_units and row.level == 1:
            unit = f"{name}："
        elif has_units and row.level > 1:
            name = unit + name
        project = str(row.cells[labels[1]] or "") if has_projects else ""
        key = row.key.rpartition("-")[0] if project else row.key
        yield TableLine((key, project), row.key, name, _cells(columns, row.cells), row.level)


def _cells(columns: Sequence[Column], values: Sequence[Value]) -> dict[Path, Value]:
    return {column.path: value for column, value in zip(columns, values, strict=True)}


def _name(columns: Sequence[Column], values: Sequence[Value]) -> str:
    """The code and the names of a row: 2010301 行政运行."""
    words: dict[str, list[str]] = {"code": [], "label": [], "amount": []}
    for column, value in zip(columns, values, strict=True):
        if isinstance(value, str) and value:
            words[column.kind].append(value)
    return " ".join(filter(None, ("".join(words["code"]), " · ".join(words["label"]))))
