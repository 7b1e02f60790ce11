"""The official workbook of a publication (``tables.xlsx``), made from its record alone."""

from .reading import differences
from .writing import written

__all__ = ["differences", "written"]
