"""``data.json`` and the CSV files, read back."""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from io import StringIO
from itertools import zip_longest

from disclosures.budget import snapshot
from disclosures.budget.checks.finding import Finding
from disclosures.budget.document import Document
from disclosures.budget.narrative.text import Section
from disclosures.budget.statements.form import Column, Statement
from disclosures.budget.targets import Target
from disclosures.open_data import quoted

from .findings import Table, differing, fault, instead


def reread(document: Document, record: str) -> tuple[Finding, ...]:
    """Where ``data.json`` says otherwise than the document."""
    published, _ = snapshot.read(record)
    found: list[Finding] = []
    for ours, table in zip(document.statements, json.loads(record)["tables"], strict=True):
        found.extend(_of_json(ours, table))
    found.extend(_otherwise(_without_rows(published), _without_rows(document), "JSON"))
    if not found:
        found.extend(_otherwise(published, document, "JSON"))
    return tuple(found)


def _without_rows(document: Document) -> Document:
    """The document without what is compared cell by cell."""
    statements = tuple(replace(one, rows=()) for one in document.statements)
    return replace(document, statements=statements)


def _otherwise(got: object, wanted: object, place: str) -> Iterator[Finding]:
    """Every value that differs, by its path in the document."""
    if got == wanted:
        return
    if isinstance(got, Document | Statement | Column | Section | Target) and is_dataclass(wanted):
        if isinstance(got, Statement):
            place = f"JSON/t{got.number}"
        for one in fields(got):
            name = one.name
            yield from _otherwise(getattr(got, name), getattr(wanted, name), f"{place}/{name}")
    elif isinstance(got, tuple) and isinstance(wanted, tuple):
        for at, (one, other) in enumerate(zip_longest(got, wanted), 1):
            yield from _otherwise(one, other, f"{place}/{at}")
    else:
        yield fault(place.removeprefix("JSON/"), instead(place, str(got), str(wanted)))


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
    table = Table.of(ours)
    yield from differing(replace(table, keys=["head"]), "CSV", [names], [head])
    told = [
        [
            quoted(cell) if isinstance(cell, str) else shown.replace(",", "")
            for cell, shown in zip(row.cells, row.shown, strict=True)
        ]
        for row in ours.rows
    ]
    yield from differing(table, "CSV", told, lines)
