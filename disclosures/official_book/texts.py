"""The sheets of words: contents, performance targets, the twelve sections, what the file is."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from disclosures.budget.document import Document
from disclosures.budget.entries import LineItem
from disclosures.budget.targets import Target

from .layout import (
    ABOUT,
    AMOUNT,
    CONTENTS,
    LINES,
    OVERALL,
    PROJECTS,
    TEXT,
    indicator_runs,
    pieces,
    sheet_of,
)
from .looks import Looks, height_of
from .tables import page, span

TEXT_WIDTH = 76
TARGET_WIDTHS = (12, 14, 26, 16, 18, 14, 10, 22, 16)
LINE_HEADS = ("单位编码", "功能科目", "经济科目", "资金来源", "项目名称", "金额（元）")
LOOK_OF_STYLE = {"heading": "subheading"}


def write_contents(book: Workbook, looks: Looks, document: Document, title: str) -> None:
    """What the workbook holds, each sheet a link."""
    sheet = book.add_worksheet(CONTENTS)
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 72)
    span(sheet, (0, 0, 0, 1), f"{document.name}{title}", looks("title"))
    sheet.set_row(0, height_of(document.name + title, 50, 26))
    entries = [(sheet_of(one), one.title) for one in document.statements]
    others = {
        OVERALL: f"{'部门' if document.kind == 'department' else '单位'}整体绩效目标表",
        PROJECTS: "项目支出绩效目标表",
        TEXT: "预算情况说明",
        LINES: "收支明细（元）",
        ABOUT: "版本、公开日期、数据校验值、使用许可",
    }
    for at, (name, words) in enumerate((*entries, *others.items()), 2):
        sheet.write_url(at, 0, f"internal:'{name}'!A1", looks("link"), name)
        sheet.write_string(at, 1, words, looks("aside"))
        sheet.set_row(at, 20)
    page(sheet, is_wide=False)


def write_targets(book: Workbook, looks: Looks, name: str, targets: Sequence[Target]) -> None:
    """Performance-target tables, one below the other, each on a page of its own."""
    sheet = book.add_worksheet(name)
    for at, width in enumerate(TARGET_WIDTHS):
        sheet.set_column(at, at, width)
    top, breaks = 0, []
    for target in targets:
        top = _target(sheet, looks, target, top) + 1
        breaks.append(top)
    sheet.set_h_pagebreaks(breaks[:-1])
    page(sheet, is_wide=True)


def _target(sheet: Worksheet, looks: Looks, target: Target, top: int) -> int:
    """One table from this row on; gives the row below it."""
    end = len(target.columns) - 1
    span(sheet, (top, 0, top, end), target.title, looks("title"))
    sheet.set_row(top, 32)
    for at, (label, value) in enumerate(target.fields, top + 1):
        span(sheet, (at, 0, at, 1), label, looks("heading"))
        span(sheet, (at, 2, at, end), value, looks("label"))
        width = sum(TARGET_WIDTHS[2 : end + 1])
        sheet.set_row(at, max(height_of(value, width), height_of(label, 26), 20))
    head = top + 1 + len(target.fields)
    for at, text in enumerate(target.columns):
        sheet.write_string(head, at, text, looks("heading"))
    sheet.set_row(head, 34)
    first = head + 1
    for column, runs in enumerate(indicator_runs(target)):
        at = first
        for text, count in runs:
            span(sheet, (at, column, at + count - 1, column), text, looks("centred"))
            at += count
    for at, row in enumerate(target.rows, first):
        for column, text in enumerate(row[2:], 2):
            sheet.write_string(at, column, text, looks("label"))
        heights = map(height_of, row[2:], TARGET_WIDTHS[2:])
        sheet.set_row(at, max(20.0, *heights))
    return first + len(target.rows)


def write_text(book: Workbook, looks: Looks, document: Document) -> None:
    """The twelve sections, a paragraph a row."""
    sheet = book.add_worksheet(TEXT)
    sheet.set_column(0, 0, TEXT_WIDTH)
    at = 0
    for section in document.sections:
        at = _put(sheet, at, f"{section.number}、{section.title}", looks("section"), 20)
        for paragraph in section.paragraphs:
            look = looks(LOOK_OF_STYLE.get(paragraph.style, "paragraph"), indent=1)
            for piece in pieces(paragraph.text):
                at = _put(sheet, at, piece, look, 17)
    page(sheet, is_wide=False)


def _put(sheet: Worksheet, at: int, text: str, look: object, line: float) -> int:
    sheet.write_string(at, 0, text, look)
    sheet.set_row(at, height_of(text, TEXT_WIDTH * 0.8, line))
    return at + 1


def write_lines(book: Workbook, looks: Looks, lines: Iterable[LineItem]) -> None:
    """The line items in exact yuan."""
    sheet = book.add_worksheet(LINES)
    for at, width in enumerate((14, 12, 12, 36, 40, 20)):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, LINE_HEADS[at], looks("heading"))
    last = 0
    for last, line in enumerate(lines, 1):
        texts = (line.unit, line.functional, line.economic, line.source.name, line.project or "")
        for at, text in enumerate(texts):
            sheet.write_string(last, at, text, looks("label" if at > 2 else "code"))
        write_exact(sheet, (last, 5), line.amount, looks)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, last, 5)
    sheet.print_area(0, 0, last, 5)
    page(sheet, is_wide=True)


def write_exact(sheet: Worksheet, place: tuple[int, int], amount: Decimal, looks: Looks) -> None:
    """An amount in yuan; one that a number of a spreadsheet cannot hold to the cent, as text."""
    if Decimal(f"{float(amount):.16G}") == amount:
        sheet.write_number(*place, float(amount), looks("amount"))
    else:
        sheet.write_string(*place, f"{amount:{AMOUNT[1]}.2f}", looks("amount"))


def write_about(book: Workbook, looks: Looks, rows: Iterable[tuple[str, str]]) -> None:
    """Which version it is, of what, and where it comes from."""
    sheet = book.add_worksheet(ABOUT)
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 76)
    for at, (label, value) in enumerate(rows):
        sheet.write_string(at, 0, label, looks("heading"))
        sheet.write_string(at, 1, value, looks("label"))
        sheet.set_row(at, height_of(value, 76) + 4)
    page(sheet, is_wide=False)
