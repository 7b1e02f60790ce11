"""The cells of a workbook, each as the text that it shows; loaded in the child process only.

openpyxl finds the parts; of each worksheet nothing but its rows is read, in one pass, and of a
formula only that it is one.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import IO, Any, Final
from xml.etree.ElementTree import Element, iterparse
from xml.parsers import expat

from openpyxl.packaging.manifest import Manifest
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import from_excel
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS, STYLES_TYPE

from .refusal import RefusedError

# A spreadsheet computes in binary and shows at most so many digits.
DIGITS: Final = 15
CELL_LIMIT: Final = 32_767
ERROR_LIMIT: Final = 20
ESCAPE: Final = re.compile("_x([0-9A-Fa-f]{4})_")
COORDINATE: Final = re.compile("([A-Z]{1,3})([0-9]{1,12})")
WHOLE: Final = re.compile("-?[0-9]{1,15}")
NUMBER: Final = re.compile(r"[+-]?[0-9]*\.?[0-9]*([eE][+-]?[0-9]{1,5})?")
# Formats that a Chinese spreadsheet has without naming them (ECMA-376, 18.8.30).
CHINESE_DAYS: Final = (*range(27, 37), *range(50, 59))

STRING, TEXT, RUN, VALUE, FORMULA, INLINE, ROW, DATA, NUMBER_FORMAT, CELL_STYLES = (
    f"{{{SHEET_MAIN_NS}}}{name}"
    for name in ("si", "t", "r", "v", "f", "is", "row", "sheetData", "numFmt", "cellXfs")
)
Cell = str | list[str] | None
Elements = Iterator[tuple[str, Element]]
Rows = Iterator[tuple[int, list[tuple[int, Cell]]]]


class Reader(ExcelReader):  # type: ignore[misc] # openpyxl has no types
    """Finds the parts of a workbook, and leaves out how it looks."""

    package: Manifest
    shared_strings: list[str]

    def part(self, kind: str) -> Elements:
        """The elements of a part as they end, none where the workbook has no such part."""
        found = self.package.find(kind)
        return self.elements(found.PartName[1:]) if found else iter(())

    def elements(self, name: str) -> Elements:
        """The elements of a part as they end."""
        return iterparse(_without_doctype(self.archive.read(name)))  # noqa: S314 - no DOCTYPE

    def read_strings(self) -> None:
        """The table of texts as they stand in the file, without their phonetic guides."""
        for _, element in self.part(SHARED_STRINGS):
            if element.tag == STRING:
                self.shared_strings.append(_plain(element))
                element.clear()


@dataclass(frozen=True, slots=True)
class Formats:
    """Which styles show a number as a day, a length of time or a percentage."""

    dates: set[str] = field(default_factory=set)
    durations: set[str] = field(default_factory=set)
    percentages: set[str] = field(default_factory=set)

    def add(self, style: str, form: str) -> None:
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


def _without_doctype(content: bytes) -> io.BytesIO:
    """XML of a workbook declares no document type; without one it has no entities either."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.Parse(content, True)
    return io.BytesIO(content)


def _refuse_doctype(*_: object) -> None:
    raise RefusedError("工作簿内含有 XML 实体声明，可能是恶意文件，不予读取。")


def _plain(element: Element) -> str:
    parts = (*element.iterfind(TEXT), *element.iterfind(f"{RUN}/{TEXT}"))
    return "".join(part.text or "" for part in parts)


def _formats(reader: Reader) -> Formats:
    """The number formats alone: what else styles hold differs from program to program."""
    found = Formats()
    forms = {**BUILTIN_FORMATS, **dict.fromkeys(CHINESE_DAYS, "yyyy-mm-dd")}
    for _, element in reader.part(STYLES_TYPE):
        if element.tag == NUMBER_FORMAT:
            forms[int(element.get("numFmtId", "0"))] = element.get("formatCode", "")
        elif element.tag == CELL_STYLES:
            for style, one in enumerate(element):
                found.add(str(style), forms.get(int(one.get("numFmtId", "0")), ""))
            break
    return found


def _rows(reader: Reader, part: str, formats: Formats) -> Rows:
    """Each row until they end; what follows says how the sheet looks."""
    number = 0
    for _, element in reader.elements(part):
        if element.tag == ROW:
            number = int(element.get("r") or number + 1)
            yield number, list(_cells(element, number, reader, formats))
            element.clear()
        elif element.tag == DATA:
            return


def _cells(
    row: Element, number: int, reader: Reader, formats: Formats
) -> Iterator[tuple[int, Cell]]:
    place = 0
    for cell in row:
        coordinate = COORDINATE.fullmatch(cell.get("r", f"A{number}"))
        if coordinate is None or int(coordinate[2]) != number:
            raise RefusedError(f"第 {number} 行有单元格 {cell.get('r', '')[:20]}，位置不符。")
        place = column_index_from_string(coordinate[1]) if "r" in cell.attrib else place + 1
        yield place, _shown(cell, reader, formats)


def _shown(cell: Element, reader: Reader, formats: Formats) -> Cell:
    """What a cell shows; what is no plain value comes as a list that says what it is."""
    kind = cell.get("t", "n")
    if cell.find(FORMULA) is not None:
        return ["formula"]
    if kind == "inlineStr":
        inline = cell.find(INLINE)
        return None if inline is None else _text(_plain(inline))
    value = cell.findtext(VALUE)
    if not value:
        return None
    if kind == "n":
        return _number(value, cell.get("s", "0"), reader, formats)
    if kind == "s":
        return _text(reader.shared_strings[int(value)])
    if kind == "b":
        return "FALSE" if value == "0" else "TRUE"
    return ["error", value[:ERROR_LIMIT]] if kind == "e" else _text(value)


def _text(value: str) -> Cell:
    if len(value) > CELL_LIMIT:
        return ["long"]
    return (ESCAPE.sub(_unescaped, value) if "_x" in value else value) or None


def _unescaped(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    is_character = code and not 0xD800 <= code <= 0xDFFF
    return chr(code) if is_character else match[0]


def _number(value: str, style: str, reader: Reader, formats: Formats) -> Cell:
    if style in formats.dates:
        return _day(value, reader.wb.epoch, is_duration=style in formats.durations)
    is_percentage = style in formats.percentages
    if WHOLE.fullmatch(value) and not is_percentage:
        return value
    if len(value) > ERROR_LIMIT * 2 or not NUMBER.fullmatch(value):
        return ["error", value[:ERROR_LIMIT]]
    return _rounded(value, is_percentage=is_percentage)


@lru_cache(maxsize=10_000)
def _rounded(value: str, *, is_percentage: bool) -> str:
    digits = format(float(value), f".{DIGITS}g")
    if "e+" in digits or "n" in digits:
        return digits
    plain = Decimal(digits)
    return f"{(plain * 100).normalize():f}%" if is_percentage else f"{plain:f}"


def _day(value: str, epoch: Any, *, is_duration: bool) -> Cell:  # noqa: ANN401 - openpyxl's
    try:
        shown = from_excel(float(value), epoch, timedelta=is_duration)
    except (OverflowError, ValueError):
        return ["error", value[:ERROR_LIMIT]]
    if isinstance(shown, datetime) and shown.time() == time():
        return shown.date().isoformat()
    return str(shown)
