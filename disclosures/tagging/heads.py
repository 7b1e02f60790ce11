"""Which header cells name a cell of a table, through grouped heads and cells that span."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pydyf

from .structure import Node

SCOPES = {"row": "/Row", "rowgroup": "/Row"}


@dataclass(slots=True)
class _Grid:
    """Which header cells stand above a column, and which in a row, each with its column."""

    taken: set[tuple[int, int]] = field(default_factory=set)
    above: dict[int, list[str]] = field(default_factory=dict)
    beside: dict[int, list[tuple[int, str]]] = field(default_factory=dict)

    def place(self, cell: Node, row: int) -> tuple[range, range]:
        """The rows and columns that the next cell of the row covers."""
        column = 0
        while (row, column) in self.taken:
            column += 1
        rows = range(row, row + _span(cell, "rowspan"))
        columns = range(column, column + _span(cell, "colspan"))
        self.taken.update((y, x) for y in rows for x in columns)
        return rows, columns

    def head(self, cell: Node, name: str, rows: range, columns: range) -> None:
        """Let a header cell stand for its columns, or for its rows where it says so."""
        scope = SCOPES.get(cell.element.get("scope"), "/Column")
        if scope == "/Row":
            for row in rows:
                self.beside.setdefault(row, []).append((columns.start, name))
        else:
            for column in columns:
                self.above[column] = [*self.above.get(column, ()), name]
        cell.extra["ID"] = name
        cell.attributes["Scope"] = scope


def name_heads(table: Node, number: int) -> Iterator[tuple[str, Node]]:
    """Give each cell the header cells above and before it; the header cells by their names."""
    grid = _Grid()
    for row, line in enumerate(_lines(table)):
        placed = [(cell, *grid.place(cell, row)) for cell in line]
        above = dict(grid.above)
        for cell, rows, columns in placed:
            if cell.role == "TH":
                name = f"{number}-{row}-{columns.start}"
                grid.head(cell, name, rows, columns)
                yield name, cell
        for cell, _, columns in placed:
            groups = _side_by_side(sorted(grid.beside.get(row, ())))
            heads = [*_next_before(groups, columns.start, cell)]
            heads += [head for column in columns for head in above.get(column, ())]
            _describe(cell, [head for head in heads if head != cell.extra.get("ID")])


def _side_by_side(heads: list[tuple[int, str]]) -> list[list[tuple[int, str]]]:
    """A row's header cells in groups: a table with two sides has one for each."""
    groups: list[list[tuple[int, str]]] = []
    for start, name in heads:
        if groups and groups[-1][-1][0] == start - 1:
            groups[-1].append((start, name))
        else:
            groups.append([(start, name)])
    return groups


def _next_before(groups: list[list[tuple[int, str]]], column: int, cell: Node) -> Iterator[str]:
    """The group next before a column; a code stands before the name that it belongs to."""
    before = [group for group in groups if group[0][0] <= column]
    is_code = not before and (cell.element.text or "").strip()
    for _, name in before[-1] if before else groups[0] if groups and is_code else ():
        yield name


def _lines(table: Node) -> Iterator[list[Node]]:
    for group in table.kids:
        if isinstance(group, Node) and group.role in {"THead", "TBody"}:
            yield from (
                [cell for cell in line.kids if isinstance(cell, Node)]
                for line in group.kids
                if isinstance(line, Node)
            )


def _describe(cell: Node, heads: Iterable[str]) -> None:
    cell.attributes["O"] = "/Table"
    for name, key in (("colspan", "ColSpan"), ("rowspan", "RowSpan")):
        if _span(cell, name) > 1:
            cell.attributes[key] = _span(cell, name)
    if named := [pydyf.String(head) for head in dict.fromkeys(heads)]:
        cell.attributes["Headers"] = pydyf.Array(named)


def _span(cell: Node, name: str) -> int:
    return int(cell.element.get(name, "1"))
