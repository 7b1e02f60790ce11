"""What WeasyPrint's tag tree lacks for a reader who hears the document instead of seeing it.

Imported in the child process only. It touches parts of WeasyPrint and pydyf that are not their
public interface, all of them here; tests/pdf proves each against the version installed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pydyf

# Boxes and objects of WeasyPrint and pydyf, which have no types.
Box = Any
Pdf = Any


def remember_page_references() -> None:
    """Build pydyf's list of page references once instead of for every tagged box.

    WeasyPrint asks for it at each element of the tag tree, which makes tagging quadratic.
    Pages are only ever added, so their number tells whether the list is still right.
    """
    rebuilt = pydyf.PDF.page_references.fget

    def page_references(pdf: Pdf) -> tuple[bytes, ...]:
        known: tuple[bytes, ...] = getattr(pdf, "_known_references", ())
        if len(known) != pdf.pages["Count"]:
            known = pdf._known_references = rebuilt(pdf)
        return known

    pydyf.PDF.page_references = property(page_references)


def finish(document: Any, pdf: Pdf) -> None:  # noqa: ANN401 - WeasyPrint has no types
    """Complete the tags and label the pages, just before the file is written."""
    for page in document.pages:
        for table in _tables(page._page_box):
            head_cells(table)
    _empty_bodies(pdf)
    # Viewers count as the printed numbers do: a cover, then 1, 2, 3.
    cover = pydyf.Dictionary({"P": pydyf.String("封面")})
    numbered = pydyf.Dictionary({"S": "/D", "St": 1})
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array([0, cover, 1, numbered])})


@dataclass(slots=True)
class _Grid:
    """Which header cells stand above a column or before a row."""

    taken: set[tuple[int, int]] = field(default_factory=set)
    of_column: dict[int, list[Any]] = field(default_factory=dict)
    of_row: dict[int, list[Any]] = field(default_factory=dict)

    def place(self, cell: Box, row: int) -> tuple[range, range]:
        """The rows and columns that the next cell of the row covers."""
        column = 0
        while (row, column) in self.taken:
            column += 1
        rows, columns = range(row, row + cell.rowspan), range(column, column + cell.colspan)
        self.taken.update((y, x) for y in rows for x in columns)
        return rows, columns


def head_cells(table: Box) -> None:
    """Name for each data cell the header cells above and before it.

    WeasyPrint loses count of columns below a header that spans rows.
    """
    grid = _Grid()
    for number, row in enumerate(_rows(table.children)):
        data = []
        for cell in row.children:
            rows, columns = grid.place(cell, number)
            if cell.element_tag == "th":
                by_row = cell.element.get("scope") in {"row", "rowgroup"}
                known, places = (grid.of_row, rows) if by_row else (grid.of_column, columns)
                for place in places:
                    known.setdefault(place, []).append(cell.mark["ID"])
            else:
                data.append((cell, rows, columns))
        for cell, rows, columns in data:
            headers = [*_named(grid.of_row, rows), *_named(grid.of_column, columns)]
            cell.mark["A"]["Headers"] = pydyf.Array(dict.fromkeys(headers))


def _named(known: dict[int, list[Any]], places: Iterable[int]) -> Iterator[Any]:
    for place in places:
        yield from known.get(place, ())


def _tables(box: Box) -> Iterator[Box]:
    """The tables of a page, each as its rows are laid out there."""
    for child in getattr(box, "children", ()):
        if child.element_tag == "table" and not getattr(child, "is_table_wrapper", False):
            yield child
        else:
            yield from _tables(child)


def _rows(groups: Sequence[Box]) -> Iterator[Box]:
    """The rows; an empty body has one that stands for no element."""
    for group in groups:
        yield from (row for row in group.children if row.element_tag == "tr")


def _empty_bodies(pdf: Pdf) -> None:
    """A table without rows has an empty body, not a body inside its body."""
    bodies = {
        element.reference: element
        for element in pdf.objects
        if isinstance(element, pydyf.Dictionary) and element.get("S") == "/TBody"
    }
    for body in bodies.values():
        body["K"] = pydyf.Array(kid for kid in body["K"] if kid not in bodies)
