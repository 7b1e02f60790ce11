"""``data.json`` and the CSV files, read back."""

import csv
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from io import StringIO

from disclosures.budget import snapshot
from disclosures.budget.checks.finding import Finding
from disclosures.budget.document import Document
from disclosures.budget.statements.form import Statement
from disclosures.open_data import quoted

from .findings import Table, differing, fault, instead

WHOLE = "JSON 数据读回后与草稿的内容不一致"


def reread(document: Document, record: str) -> tuple[Finding, ...]:
    """Where ``data.json`` says otherwise than the document."""
    published, _ = snapshot.read(record)
    found: list[Finding] = []
    for ours, table in zip(document.statements, json.loads(record)["tables"], strict=True):
        found.extend(_of_json(ours, table))
    if published != document and not found:
        found.append(fault("name", WHOLE))
    return tuple(found)


def reread_csv(document: Document, files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """Where one of the CSV files says otherwise than the document."""
    return tuple(
        finding
        for ours in document.statements
        for finding in _of_csv(ours, files[f"tables/{ours.number}.csv"].decode("utf-8-sig"))
    )


def _of_json(ours: Statement, table: snapshot.Json) -> Iterator[Finding]:
    """The displayed strings, the exact amounts behind them, and the note."""
    shown = [row.shown for row in ours.rows]
    exact = [
        [f"{cell:.2f}" if isinstance(cell, Decimal) else None for cell in row.cells]
        for row in ours.rows
    ]
    yield from differing(Table.of(ours), "JSON", shown, [row["cells"] for row in table["rows"]])
    yield from differing(
        Table.of(ours), "JSON（元）", exact, [row["yuan"] for row in table["rows"]]
    )


def _of_csv(ours: Statement, text: str) -> Iterator[Finding]:
    """What a spreadsheet reads: amounts as numbers in 万元, nothing that it would compute."""
    head, *lines = csv.reader(StringIO(text, newline=""), strict=True)
    names = [quoted(" / ".join(column.path)) for column in ours.columns]
    if head != names:
        yield Table.of(ours).cell("head", 0, instead("CSV", "、".join(head), "、".join(names)))
    told = [
        [
            quoted(cell) if isinstance(cell, str) else shown.replace(",", "")
            for cell, shown in zip(row.cells, row.shown, strict=True)
        ]
        for row in ours.rows
    ]
    yield from differing(Table.of(ours), "CSV", told, lines)
