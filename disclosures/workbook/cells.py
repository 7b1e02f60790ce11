"""The cells of a workbook as openpyxl finds them; loaded in the child process only.

Of each worksheet nothing but its rows is read, and of a formula only that it is one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any, Final

from openpyxl.packaging.manifest import Manifest
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.worksheet._reader import DATA_TAG, ROW_TAG, WorkSheetParser
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS, STYLES_TYPE
from openpyxl.xml.functions import iterparse

STRING: Final = f"{{{SHEET_MAIN_NS}}}si"
TEXT: Final = f"{{{SHEET_MAIN_NS}}}t"
RUN: Final = f"{{{SHEET_MAIN_NS}}}r/{TEXT}"
NUMBER_FORMAT: Final = f"{{{SHEET_MAIN_NS}}}numFmt"
CELL_STYLES: Final = f"{{{SHEET_MAIN_NS}}}cellXfs"
# Formats that a Chinese spreadsheet has without naming them (ECMA-376, 18.8.30).
CHINESE_DAYS: Final = (*range(27, 37), *range(50, 59))
Rows = Iterator[tuple[int, list[dict[str, Any]]]]


class Reader(ExcelReader):  # type: ignore[misc] # openpyxl has no types
    """Reads what cells hold, and leaves out how the workbook looks."""

    package: Manifest

    def read_strings(self) -> None:
        """The table of texts as they stand in the file, without their phonetic guides."""
        part = self.package.find(SHARED_STRINGS)
        if part is None:
            return
        with self.archive.open(part.PartName[1:]) as source:
            for _, node in iterparse(source):
                if node.tag == STRING:
                    parts = (*node.iterfind(TEXT), *node.iterfind(RUN))
                    self.shared_strings.append("".join(part.text or "" for part in parts))
                    node.clear()


class SheetRows(WorkSheetParser):  # type: ignore[misc] # openpyxl has no types
    """Reads rows until they end."""

    def parse(self) -> Rows:
        """Each row; what follows the rows says how the sheet looks."""
        for _, element in iterparse(self.source):
            if element.tag == ROW_TAG:
                yield self.parse_row(element)
                element.clear()
            elif element.tag == DATA_TAG:
                return

    def parse_formula(self, element: object) -> str:  # noqa: ARG002 - openpyxl's signature
        """That it is a formula; which one does not matter."""
        return "="


@dataclass(frozen=True, slots=True)
class Formats:
    """Which styles show a number as a day, a length of time or a percentage."""

    dates: set[int] = field(default_factory=set)
    durations: set[int] = field(default_factory=set)
    percentages: set[int] = field(default_factory=set)

    def add(self, style: int, form: str) -> None:
        """Note what the number format of a style shows."""
        if is_date_format(form):
            self.dates.add(style)
        if is_timedelta_format(form):
            self.durations.add(style)
        if "%" in form:
            self.percentages.add(style)


def sheets(file: IO[bytes]) -> Iterator[tuple[str, Rows]]:
    """The worksheets in their order, each with its rows."""
    reader = Reader(file, read_only=True, keep_links=False)
    reader.read_manifest()
    reader.read_strings()
    reader.read_workbook()
    formats = _formats(reader)
    for sheet, relation in reader.parser.find_sheets():
        if relation.target in reader.valid_files and "chartsheet" not in relation.Type:
            yield sheet.name, _rows(reader, relation.target, formats)


def _rows(reader: Reader, part: str, formats: Formats) -> Rows:
    with reader.archive.open(part) as source:
        parser = SheetRows(
            source,
            reader.shared_strings,
            epoch=reader.wb.epoch,
            date_formats=formats.dates,
            timedelta_formats=formats.durations,
        )
        for number, row in parser.parse():
            for cell in row:
                cell["is_percentage"] = cell["style_id"] in formats.percentages
            yield number, row


def _formats(reader: Reader) -> Formats:
    """The number formats alone: what else styles hold differs from program to program."""
    found = Formats()
    part = reader.package.find(STYLES_TYPE)
    if part is None:
        return found
    forms = {**BUILTIN_FORMATS, **dict.fromkeys(CHINESE_DAYS, "yyyy-mm-dd")}
    with reader.archive.open(part.PartName[1:]) as source:
        for _, node in iterparse(source):
            if node.tag == NUMBER_FORMAT:
                forms[int(node.get("numFmtId"))] = node.get("formatCode", "")
            elif node.tag == CELL_STYLES:
                for style, one in enumerate(node):
                    found.add(style, forms.get(int(one.get("numFmtId", 0)), ""))
                break
    return found
