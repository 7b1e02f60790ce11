"""The tables of a year beside last year's, cell by cell, by the codes of the year."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from .amounts import ZERO, Change
from .classification import Catalogue
from .difference.alignment import Pair, aligned
from .difference.figures import TableLine, table_lines
from .document import Document
from .entries import LineItem, Unit
from .provenance.place import Place
from .statements import derived
from .statements.form import Heading, Statement
from .tree import summed

Path = tuple[str, ...]
BALANCE, EXPENDITURE, BASIC, PROJECTS = 1, 3, 6, 7


@dataclass(frozen=True, slots=True)
class YearCell:
    """An amount of this year against last year's; ``place`` is where this year's stands."""

    place: Place | None
    change: Change


@dataclass(frozen=True, slots=True)
class YearRow:
    """A row of either year, with a cell for each column of its table; ``level`` 0 is the total."""

    name: str
    level: int
    cells: tuple[YearCell, ...]


@dataclass(frozen=True, slots=True)
class YearTable:
    """One of the eleven tables; ``columns`` are the amount columns that either year fills."""

    number: int
    title: str
    columns: tuple[Path, ...]
    rows: tuple[YearRow, ...]


class _Names(dict[str, str]):
    """The names of codes as two records print them; what neither prints is only a code."""

    def __missing__(self, code: str) -> str:
        return ""


def side_by_side(
    this: Document, last: Document, last_lines: Iterable[LineItem]
) -> tuple[YearTable, ...]:
    """The tables of both years; ``last_lines`` are last year's as this year's codes show them.

    A table of two sides is two, income before expenditure.
    """
    units = {unit.code: unit for document in (last, this) for unit in _units(document)}
    heading = Heading(this.name, this.year - 1, tuple(units.values()))
    before = derived(summed(last_lines), _catalogue(this, last), heading)
    pairs = zip(this.statements, before, strict=True)
    return tuple(table for pair in pairs for table in _tables(*pair))


def _tables(this: Statement, last: Statement) -> Iterator[YearTable]:
    """One table, or one for each side; a line of either year belongs where its amounts stand."""
    amounts = [column.path for column in this.columns if column.kind == "amount"]
    before, now = (list(table_lines(statement)) for statement in (last, this))
    sides: dict[tuple[Path, ...], list[Pair[TableLine]]] = {}
    for old, new in aligned(before, now, lambda line: line.identity):
        line = new or old
        if line:
            side = tuple(path for path in amounts if path in line.cells)
            sides.setdefault(side, []).append((old, new))
    for side, pairs in sides.items() or [(tuple(amounts), [])]:
        title = this.title if len(sides) < 2 else f"{this.title}：{side[0][0]}"
        columns = tuple(
            path for path in side if any(_yuan(line, path) for pair in pairs for line in pair)
        )
        places = {path: amounts.index(path) + 1 for path in columns}
        rows = tuple(_rows(this.number, pairs, places))
        yield YearTable(this.number, title, columns, rows)


def _rows(
    number: int, pairs: Iterable[Pair[TableLine]], columns: Mapping[Path, int]
) -> Iterator[YearRow]:
    for old, new in pairs:
        line = new or old
        changes = [(path, Change(_yuan(new, path), _yuan(old, path))) for path in columns]
        if line and any(change.this_year or change.last_year for _, change in changes):
            cells = tuple(
                YearCell(
                    Place(number, line.key, columns[path]) if change.this_year else None, change
                )
                for path, change in changes
            )
            yield YearRow(line.name, 0 if line.key == "total" else line.level, cells)


def _yuan(line: TableLine | None, path: Path) -> Decimal:
    value = line.cells.get(path) if line else None
    return value if isinstance(value, Decimal) else ZERO


def _units(document: Document) -> Iterator[Unit]:
    """The units under which the projects of a document stand."""
    for row in document.statements[PROJECTS - 1].rows:
        if row.level == 1:
            name = next(cell for cell in row.cells if isinstance(cell, str) and cell)
            yield Unit(row.key, name)


def _catalogue(this: Document, last: Document) -> Catalogue:
    """The codes that either record names; this year's names before last year's."""
    return Catalogue(
        functional=_Names(_names((last, this), EXPENDITURE) | _classes(last) | _classes(this)),
        economic=_names((last, this), BASIC),
        classes=tuple(sorted(_classes(last) | _classes(this))),
        three_public=this.three_public,
    )


def _names(documents: Iterable[Document], number: int) -> dict[str, str]:
    names = _Names()
    for document in documents:
        statement = document.statements[number - 1]
        kinds = [column.kind for column in statement.columns]
        for row in statement.rows:
            names[row.key] = str(row.cells[kinds.index("label")] or "")
    return names


def _classes(document: Document) -> dict[str, str]:
    """The functional classes as the overall balance lists them."""
    expenditure = (str(row.cells[2] or "") for row in document.statements[BALANCE - 1].rows)
    parts = (words.partition(" ") for words in expenditure)
    return {code: name for code, _, name in parts if code.isdigit()}
