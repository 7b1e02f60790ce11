"""How cells look: the hands of official documents, thin lines, figures to the right."""

from collections.abc import Mapping
from functools import cache
from math import ceil
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from .layout import AMOUNT

CELL: Final = {"border": 1, "valign": "vcenter", "font_name": "宋体", "font_size": 10}
LOOKS: Final[Mapping[str, Mapping[str, Any]]] = {
    "title": {
        "font_name": "黑体",
        "font_size": 18,
        "align": "center",
        "valign": "vcenter",
        "text_wrap": True,
    },
    "place": {"font_name": "黑体", "font_size": 10},
    "aside": {"font_name": "宋体", "font_size": 10, "valign": "vcenter"},
    "aside right": {"font_name": "宋体", "font_size": 10, "align": "right", "valign": "vcenter"},
    "heading": {**CELL, "font_name": "黑体", "align": "center", "text_wrap": True},
    "number": {**CELL, "align": "center", "font_size": 9},
    "code": {**CELL, "align": "center", "num_format": "@"},
    "label": {**CELL, "text_wrap": True, "num_format": "@"},
    "amount": {**CELL, "align": "right", "num_format": AMOUNT},
    "note": {"font_name": "楷体", "font_size": 11, "text_wrap": True, "valign": "top"},
    "centred": {**CELL, "align": "center", "text_wrap": True, "num_format": "@"},
    "section": {"font_name": "黑体", "font_size": 13, "text_wrap": True, "valign": "vcenter"},
    "subheading": {"font_name": "楷体", "font_size": 12, "bold": True, "text_wrap": True},
    "paragraph": {"font_name": "仿宋", "font_size": 12, "text_wrap": True, "valign": "top"},
    "link": {"font_name": "宋体", "font_size": 11, "font_color": "#1d4f91", "underline": 1},
}


class Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made = cache(self._make)

    def __call__(self, name: str, *, bold: bool = False, indent: int = 0) -> Format:
        """The look of this name."""
        return self._made(name, bold, indent)

    def _make(self, name: str, bold: bool, indent: int) -> Format:
        more = {"bold": True} if bold else {}
        return self._book.add_format({**LOOKS[name], **more, "indent": indent})


def wide(text: str) -> int:
    """How wide a text is on one line, a Chinese character being as wide as two digits."""
    return sum(2 if character > "\u2e7f" else 1 for character in text)


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a column so wide."""
    return max(1, ceil(wide(text) / max(width - 1, 1)))


def height_of(text: str, width: float, line: float = 14) -> float:
    """The height of a row that shows the whole text; a sheet allows 409."""
    return min(lines_of(text, width) * line + 5, 409)
