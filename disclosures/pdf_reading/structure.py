"""The structure of a document in reading order: its texts and the cells of its tables."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import Any, Final

import pikepdf

from .glyphs import NEAR, UNSEEN, Box, Font, Marked, squeezed
from .sheet import Sheet

SPOKEN: Final = frozenset({"P", "H1", "H2", "H3", "H4", "Caption", "LI", "TOCI"})


@dataclass(frozen=True, slots=True)
class Said:
    """A heading, paragraph or line of the contents without white space; ``faults`` hide it."""

    role: str
    text: str
    page: int | None
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """A cell of a table, and how many rows and columns it spans."""

    text: str
    rows: int
    columns: int
    boxes: tuple[Box, ...]
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """The cells at each row and column; one that spans several stands at each of them."""

    grid: tuple[tuple[Cell, ...], ...]

    def misplaced(self) -> Iterator[tuple[int, int]]:
        """Cells that stand beside their column or above the row before, counted from 0."""
        yield from self._beside()
        lower: tuple[int, float] = (-1, 0.0)
        for number, line in enumerate(self.grid):
            tops = [_reach(one) for one in line if one.boxes and one.rows == 1]
            if tops and max(tops) < lower:
                yield number, next(at for at, one in enumerate(line) if one.boxes)
            lower = max([lower, *tops])

    def _beside(self) -> Iterator[tuple[int, int]]:
        """Where the texts of a column reach into those of the column before it."""
        reach: dict[int, float] = {}
        single = [
            (row, column, one)
            for row, line in enumerate(self.grid)
            for column, one in enumerate(line)
            if one.columns == 1 and one.boxes
        ]
        for _, column, one in single:
            right = max(box.area[2] for box in one.boxes)
            reach[column] = max(reach.get(column, right), right)
        for row, column, one in single:
            left = min(box.area[0] for box in one.boxes)
            before = [reach[at] for at in range(column) if at in reach]
            if before and left < max(before) - NEAR:
                yield row, column


@dataclass(frozen=True, slots=True)
class Read:
    """The texts and the tables of a document, each in reading order."""

    texts: tuple[Said, ...]
    tables: tuple[Table, ...]


def read(content: bytes) -> Read:
    """What the structure of the document holds, and what of it is seen."""
    with pikepdf.open(BytesIO(content)) as file:
        spoken = Spoken(file)
        return Read(tuple(spoken.texts(spoken.root)), tuple(spoken.tables(spoken.root)))


class Spoken:
    """A PDF by its structure; the marks of its pages are read once."""

    def __init__(self, file: pikepdf.Pdf) -> None:
        self._file = file
        self.root: pikepdf.Object = file.Root.StructTreeRoot.K[0]

    @cached_property
    def _marks(self) -> dict[tuple[int, int], dict[int, Marked]]:
        fonts: dict[tuple[int, int], Font] = {}
        marks = {}
        for number, page in enumerate(self._file.pages):
            own = {
                name: fonts.setdefault(font.objgen, Font(font))
                for name, font in page.Resources.Font.as_dict().items()
            }
            marks[page.obj.objgen] = Sheet(page, number, own).marks
        return marks

    def texts(self, tag: pikepdf.Object) -> Iterator[Said]:
        """Everything said outside of cells; a caption is what stands in it."""
        role = str(tag.S).strip("/")
        within = [one for one in kids(tag) if is_element(one)]
        if role in SPOKEN and not (role == "Caption" and within):
            marks = list(self.marks(tag))
            page = next((box.page for mark in marks for box in mark.boxes), None)
            yield Said(role, _text(marks), page, _faults(marks))
        elif role not in {"TH", "TD"}:
            for one in within:
                yield from self.texts(one)

    def tables(self, tag: pikepdf.Object) -> Iterator[Table]:
        """The tables, their cells at every place that they cover."""
        if tag.S == "/Table":
            yield Table(_spread([self._line(one) for one in elements(tag) if one.S == "/TR"]))
        else:
            for one in kids(tag):
                if is_element(one):
                    yield from self.tables(one)

    def _line(self, row: pikepdf.Object) -> list[Cell]:
        return [self._cell(one) for one in kids(row) if is_element(one)]

    def _cell(self, tag: pikepdf.Object) -> Cell:
        marks = list(self.marks(tag))
        given: Any = tag.get("/A", {})
        return Cell(
            _text(marks),
            int(given.get("/RowSpan", 1)),
            int(given.get("/ColSpan", 1)),
            tuple(box for mark in marks for box in mark.boxes),
            _faults(marks),
        )

    def marks(self, tag: pikepdf.Object, page: tuple[int, int] | None = None) -> Iterator[Marked]:
        """What an element and all within it has on the pages."""
        page = tag.Pg.objgen if "/Pg" in tag else page
        for kid in kids(tag):
            if not isinstance(kid, pikepdf.Dictionary):
                yield self._mark(page, int(kid))
            elif "/MCID" in kid:
                yield self._mark(kid.Pg.objgen if "/Pg" in kid else page, int(kid.MCID))
            elif is_element(kid):
                yield from self.marks(kid, page)

    def _mark(self, page: tuple[int, int] | None, number: int) -> Marked:
        """What a mark holds; what is drawn in a group of its own shines through."""
        of_page = self._marks[page] if page else {}
        return of_page.get(number) or Marked(faults={UNSEEN})


def elements(tag: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """An element and all within it, in reading order."""
    yield tag
    for kid in kids(tag):
        if is_element(kid):
            yield from elements(kid)


def kids(tag: pikepdf.Object) -> list[pikepdf.Object]:
    """What stands directly in an element: elements, marks, links."""
    found: Any = tag.get("/K", [])
    return list(found) if isinstance(found, pikepdf.Array | list) else [found]


def is_element(kid: pikepdf.Object) -> bool:
    """Whether it is an element of the structure, not a mark or a link."""
    return isinstance(kid, pikepdf.Dictionary) and "/S" in kid


def _reach(cell: Cell) -> tuple[int, float]:
    """How far down the sheets a cell begins: its sheet, and how low on it."""
    return min((box.page, -box.area[3]) for box in cell.boxes)


def _text(marks: list[Marked]) -> str:
    return squeezed("".join(mark.text for mark in marks))


def _faults(marks: list[Marked]) -> tuple[str, ...]:
    return tuple(sorted({fault for mark in marks for fault in mark.faults}))


def _spread(lines: list[list[Cell]]) -> tuple[tuple[Cell, ...], ...]:
    """Each cell at all the places that it covers, as a browser lays them out."""
    taken: dict[tuple[int, int], Cell] = {}
    for row, line in enumerate(lines):
        column = 0
        for cell in line:
            while (row, column) in taken:
                column += 1
            for at in range(row, row + cell.rows):
                taken |= {(at, one): cell for one in range(column, column + cell.columns)}
    width = max((column for _, column in taken), default=-1) + 1
    return tuple(
        tuple(taken[row, column] for column in range(width) if (row, column) in taken)
        for row in range(len(lines))
    )
