"""A tagged PDF as a program hears and sees it: texts and tables in order, and what is hidden."""

from .glyphs import Box, squeezed
from .structure import Cell, Read, Said, Table, read

__all__ = ("Box", "Cell", "Read", "Said", "Table", "read", "squeezed")
