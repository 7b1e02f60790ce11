"""The address of a figure: table, row and amount column, as pages name it: t3-2010301-2."""

import re
from dataclasses import dataclass

ADDRESS = re.compile(r"t(\d{1,2})-(.+)-(\d{1,2})")


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of one of the eleven tables; ``column`` counts its amount columns from 1."""

    table: int
    row: str
    column: int

    @property
    def address(self) -> str:
        """The anchor of the cell on the page of the disclosure."""
        return f"{row_address(self.table, self.row)}-{self.column}"


def row_address(table: int, key: str) -> str:
    """The anchor of a row; no anchor has white space in it."""
    return f"t{table}-{'-'.join(key.split())}"


def place_of(address: str) -> Place | None:
    """The place that an address names, whether or not there is such a cell."""
    found = ADDRESS.fullmatch(address)
    return Place(int(found[1]), found[2], int(found[3])) if found else None
