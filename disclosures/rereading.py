"""Rule D4: what is published, parsed back and compared with the document, cell by cell."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from io import StringIO
from itertools import zip_longest

from . import official_book, pdf_reading
from .budget import snapshot
from .budget.checks.finding import Finding
from .budget.document import Document
from .budget.statements.form import Statement
from .official_book.layout import head_rows
from .open_data import csv_of, quoted

Cells = Sequence[str | None]


def reread_book(document: Document, content: bytes) -> tuple[Finding, ...]:
    """Where ``tables.xlsx`` says otherwise than the document."""
    return tuple(
        Finding(
            "D4",
            "error",
            f"tables.xlsx/{one.sheet}/{one.row}/{one.column}",
            f"tables.xlsx 工作表“{one.sheet}”第 {one.row} 行第 {one.column} 列："
            f"读回为“{one.got}”，应为“{one.wanted}”，没有发布，请联系系统管理员。",
        )
        for one in official_book.differences(document, content)
    )


def reread_pdf(document: Document, content: bytes) -> tuple[Finding, ...]:
    """Where the structure of ``disclosure.pdf`` says otherwise than the document."""
    printed = pdf_reading.read(content)
    found: list[Finding] = []
    for ours, table in zip_longest(document.statements, printed.tables[: len(document.statements)]):
        told = [tuple(map(pdf_reading.squeezed, row.shown)) for row in ours.rows]
        found.extend(_differing(ours, "PDF", told, (table or ())[head_rows(ours.columns) :]))
    said = iter(printed.texts)
    for section in document.sections:
        for number, paragraph in enumerate(section.paragraphs, 1):
            if pdf_reading.squeezed(paragraph.text) not in said:
                found.append(_unsaid(f"s{section.number}/{number}", paragraph.text))
                said = iter(printed.texts)
    return tuple(found)


def _unsaid(place: str, text: str) -> Finding:
    message = f"PDF 中按顺序读不到这一段：“{text[:60]}”，没有发布，请联系系统管理员。"
    return Finding("D4", "error", place, message)


def reread(document: Document, record: str) -> tuple[Finding, ...]:
    """Where ``data.json`` or one of the CSV files says otherwise than the document."""
    plain = json.loads(record)
    published, _ = snapshot.read(record)
    found: list[Finding] = []
    for ours, table, kept in zip(
        document.statements, plain["tables"], published.statements, strict=True
    ):
        found.extend(_of_json(ours, table))
        found.extend(_of_csv(ours, csv_of(kept)))
    if published != document and not found:
        message = "JSON 数据读回后与草稿的内容不一致，没有发布，请联系系统管理员。"
        found.append(Finding("D4", "error", "name", message))
    return tuple(found)


def _of_json(ours: Statement, table: snapshot.Json) -> Iterator[Finding]:
    """The displayed strings, and the exact amounts behind them."""
    shown = [row.shown for row in ours.rows]
    exact = [
        [f"{cell:.2f}" if isinstance(cell, Decimal) else None for cell in row.cells]
        for row in ours.rows
    ]
    yield from _differing(ours, "JSON", shown, [row["cells"] for row in table["rows"]])
    yield from _differing(ours, "JSON（元）", exact, [row["yuan"] for row in table["rows"]])


def _of_csv(ours: Statement, text: str) -> Iterator[Finding]:
    """What a spreadsheet reads: amounts as numbers in 万元, nothing that it would compute."""
    head, *lines = csv.reader(StringIO(text, newline=""), strict=True)
    names = [quoted(" / ".join(column.path)) for column in ours.columns]
    if head != names:
        yield _fault(ours, "head", 0, ("CSV", "、".join(names), "、".join(head)))
    told = [
        [
            quoted(cell) if isinstance(cell, str) else shown.replace(",", "")
            for cell, shown in zip(row.cells, row.shown, strict=True)
        ]
        for row in ours.rows
    ]
    yield from _differing(ours, "CSV", told, lines)


def _differing(
    ours: Statement, where: str, told: Sequence[Cells], read: Sequence[Cells]
) -> Iterator[Finding]:
    for number, (wanted, got) in enumerate(zip_longest(told, read, fillvalue=())):
        key = ours.rows[number].key if number < len(ours.rows) else f"#{number + 1}"
        for at, (cell, other) in enumerate(zip_longest(wanted, got), 1):
            if cell != other:
                yield _fault(ours, key, at, (where, str(cell), str(other)))


def _fault(ours: Statement, key: str, at: int, said: tuple[str, str, str]) -> Finding:
    where, wanted, got = said
    message = (
        f"表 {ours.number} {key} 行第 {at} 列：{where} 读回为“{got}”，应为“{wanted}”，"
        "没有发布，请联系系统管理员。"
    )
    return Finding("D4", "error", f"t{ours.number}/{key}/{at}", message)
