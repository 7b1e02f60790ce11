"""Workbooks as people and attackers make them."""

import io
import zipfile
from collections.abc import Mapping
from typing import Any

import openpyxl
from xlsxwriter import Workbook

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
TYPES = f"""{DECLARED}<Types xmlns="{PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType="{SPREADSHEET}.sheet.main+xml"/>
<Override PartName="/xl/styles.xml" ContentType="{SPREADSHEET}.styles+xml"/>
<Override PartName="/xl/sharedStrings.xml" ContentType="{SPREADSHEET}.sharedStrings+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{SPREADSHEET}.worksheet+xml"/>
</Types>"""
PARTS = {
    "[Content_Types].xml": TYPES,
    "_rels/.rels": f"""{DECLARED}<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>
</Relationships>""",
    "xl/workbook.xml": f"""{DECLARED}<workbook {MAIN} xmlns:r="{OFFICE}">
<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>""",
    "xl/_rels/workbook.xml.rels": f"""{DECLARED}<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>
<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/>
<Relationship Id="rId3" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>
</Relationships>""",
    "xl/styles.xml": f"""{DECLARED}<styleSheet {MAIN}>
<fonts count="1"><font/></fonts><fills count="1"><fill/></fills>
<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>
<cellXfs count="3"><xf/><xf numFmtId="14"/><xf numFmtId="10"/></cellXfs></styleSheet>""",
    "xl/sharedStrings.xml": f"{DECLARED}<sst {MAIN}><si><t>text</t></si></sst>",
}


def packed(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive of the parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def raw(rows: str, *, method: int = zipfile.ZIP_DEFLATED, **parts: str | bytes) -> bytes:
    """A workbook whose one sheet has this XML for rows; ``parts`` are others, by their stem."""
    sheet = f"{DECLARED}<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"
    others = {f"xl/{stem}.xml": content for stem, content in parts.items()}
    return packed({**PARTS, "xl/worksheets/sheet1.xml": sheet, **others}, method)


def ledger_rows(cells: str = "") -> str:
    """The XML of a flat ledger's header and of a row."""
    names = ("功能科目编码", "经济科目编码", "资金来源", "金额（元）")
    head = "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in names)
    return f"<row>{head}</row><row>{cells}</row>"


def a_book(**sheets: list[list[Any]]) -> bytes:
    """A workbook of these sheets, with text as text and numbers as numbers."""
    file = io.BytesIO()
    with Workbook(file, {"strings_to_formulas": False, "strings_to_numbers": False}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return file.getvalue()


def edited(content: bytes, cells: Mapping[str, object]) -> bytes:
    """The workbook with other values in some cells, as ``收支明细!C2``."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for place, value in cells.items():
        sheet, _, cell = place.partition("!")
        book[sheet][cell].value = value
        if isinstance(value, str) and not value.startswith("=SUM"):
            book[sheet][cell].data_type = "s"
    return saved(book)


def without(content: bytes, *names: str) -> bytes:
    """The workbook without some of its sheets."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for name in names:
        del book[name]
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """What openpyxl writes of its workbook."""
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
