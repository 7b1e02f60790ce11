"""The published record: a document as canonical JSON (``data.json``), and back again.

Same document, same bytes: UTF-8, keys sorted, no white space, amounts as decimal strings in
yuan. ``paragraphs`` are plain text; ``marks`` say where figures and staff's wording stand.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from .checks.finding import Finding
from .classification import SOURCE_BY_KEY, THREE_PUBLIC_CODES, ThreePublicItem
from .document import Document
from .entries import Indicator, LineItem, Posting, Project, Reclassification, Term
from .narrative.text import UNWRITTEN, Figure, Paragraph, Run, Section, Written
from .statements.form import UNIT_OF_MEASURE, Column, Row, Statement
from .targets import Target

SCHEMA = "budget-disclosure/1"
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Imprint:
    """What makes a document a publication: version, day, public note, what it replaces."""

    version: int
    published_on: date
    note: str = ""
    sha256_of_previous: str | None = None


def write(
    document: Document,
    imprint: Imprint,
    findings: Iterable[Finding] = (),
    acknowledged: Collection[Finding] = (),
) -> str:
    """The canonical JSON of a publication; of a reason only that there is one."""
    record = {
        "schema": SCHEMA,
        "version": imprint.version,
        "published_on": imprint.published_on.isoformat(),
        "note": imprint.note,
        "sha256_of_previous": imprint.sha256_of_previous,
        "checks": [_check(finding, finding in acknowledged) for finding in findings],
        **content(document),
    }
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _check(finding: Finding, is_acknowledged: bool) -> dict[str, Any]:
    """A finding as the public reads it: what staff wrote about it stays at the desk."""
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "place": finding.place,
        "message": finding.message,
        "acknowledged": is_acknowledged,
    }


def content(document: Document) -> dict[str, Any]:
    """The document itself as JSON values, whatever version it is published as."""
    return {
        # Said only where there is any: other records stay as they are.
        **({"has_secret_content": True} if document.has_secret_content else {}),
        **_three_public(document),
        "department": {"code": document.code, "name": document.name, "region": document.region},
        "year": document.year,
        "kind": document.kind,
        "approved_on": _day(document.approved_on),
        "dated_on": _day(document.dated_on),
        "duties": list(document.duties),
        "organisation": _paragraphs(document.organisation),
        "tables": [_table(statement) for statement in document.statements],
        "sections": [
            {"number": section.number, "title": section.title, **_paragraphs(section.paragraphs)}
            for section in document.sections
        ],
        "targets": [asdict(target) for target in document.targets],
        "glossary": [asdict(term) for term in document.glossary],
        "line_items": [_line_item(line) for line in document.line_items],
        "reclassifications": [_move(move) for move in document.reclassifications],
        "projects": [_project(project) for project in document.projects],
    }


def content_sha256(document: Document) -> str:
    """The hash of a document whatever version it becomes: what is approved is published."""
    values = json.dumps(content(document), ensure_ascii=False, sort_keys=True)
    return sha256(values.encode()).hexdigest()


def _three_public(document: Document) -> dict[str, Any]:
    """The codes that table 10 counts, where they are others than everywhere."""
    if document.three_public == THREE_PUBLIC_CODES:
        return {}
    return {"three_public": {code: item.name for code, item in document.three_public.items()}}


def _table(statement: Statement) -> dict[str, Any]:
    return {
        "number": statement.number,
        "title": statement.title,
        "unit": UNIT_OF_MEASURE,
        "note": statement.note,
        "columns": [list(column.path) for column in statement.columns],
        "column_kinds": [column.kind for column in statement.columns],
        "column_numbers": [column.number for column in statement.columns],
        "rows": [
            {
                "key": row.key,
                "level": row.level,
                "cells": list(row.shown),
                "yuan": [_yuan(value) for value in row.cells],
            }
            for row in statement.rows
        ],
    }


def _yuan(value: str | Decimal | None) -> str | None:
    return f"{value:.2f}" if isinstance(value, Decimal) else None


def _paragraphs(paragraphs: Iterable[Paragraph]) -> dict[str, Any]:
    kept = tuple(paragraphs)
    return {
        "paragraphs": [paragraph.text for paragraph in kept],
        "styles": [paragraph.style for paragraph in kept],
        "marks": [list(_marks(paragraph)) for paragraph in kept],
    }


def _marks(paragraph: Paragraph) -> Iterable[dict[str, Any]]:
    start = 0
    for run in paragraph.runs:
        words = run if isinstance(run, str) else run.text
        end = start + len(words)
        if isinstance(run, Figure):
            yield {"start": start, "end": end}
        elif isinstance(run, Written):
            yield {"start": start, "end": end, "key": run.key, "label": run.label}
        start = end


def _line_item(line: LineItem) -> dict[str, Any]:
    return {**_posting(line.posting), "amount_yuan": f"{line.amount:.2f}"}


def _posting(posting: Posting) -> dict[str, Any]:
    return {
        "unit": posting.unit,
        "functional_code": posting.functional,
        "economic_code": posting.economic,
        "funding_source": posting.source.name,
        "source": posting.source.key,
        "project": posting.project,
    }


def _move(move: Reclassification) -> dict[str, Any]:
    """Whose comparison rests on it can be recomputed: last year's record, and this."""
    return {
        "before": _posting(move.before),
        "after": _posting(move.after),
        "amount_yuan": f"{move.amount:.2f}",
        "note": move.note,
    }


def _project(project: Project) -> dict[str, Any]:
    return {
        **asdict(project),
        "starts_on": _day(project.starts_on),
        "ends_on": _day(project.ends_on),
        "indicators": [
            {
                **asdict(indicator),
                "weight": None if indicator.weight is None else str(indicator.weight),
            }
            for indicator in project.indicators
        ],
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def read(text: str) -> tuple[Document, Imprint]:
    """The document and imprint of a record; ``write`` gives the same text again.

    Raises ``ValueError`` or ``KeyError`` where the text is no such record.
    """
    record: Json = json.loads(text)
    if record["schema"] != SCHEMA:
        raise ValueError(f"unknown schema {record['schema']}")
    imprint = Imprint(
        record["version"],
        date.fromisoformat(record["published_on"]),
        record["note"],
        record["sha256_of_previous"],
    )
    return _document(record), imprint


def _document(record: Json) -> Document:
    return Document(
        year=record["year"],
        kind=record["kind"],
        code=record["department"]["code"],
        name=record["department"]["name"],
        region=record["department"]["region"],
        duties=tuple(record["duties"]),
        organisation=_read_paragraphs(record["organisation"]),
        statements=tuple(_read_table(table) for table in record["tables"]),
        sections=tuple(
            Section(section["number"], section["title"], _read_paragraphs(section))
            for section in record["sections"]
        ),
        targets=tuple(_read_target(target) for target in record["targets"]),
        glossary=tuple(Term(**term) for term in record["glossary"]),
        line_items=line_items(record),
        projects=projects(record),
        approved_on=_read_day(record["approved_on"]),
        dated_on=_read_day(record["dated_on"]),
        # Records from before there were any have no word of them.
        reclassifications=tuple(map(_read_move, record.get("reclassifications", ()))),
        has_secret_content=record.get("has_secret_content", False),
        three_public=_read_three_public(record),
    )


def _read_three_public(record: Json) -> Mapping[str, ThreePublicItem]:
    if "three_public" not in record:
        return THREE_PUBLIC_CODES
    return {code: ThreePublicItem[name] for code, name in record["three_public"].items()}


def line_items(record: Json) -> tuple[LineItem, ...]:
    """The line items of a parsed record: next year's comparison ledger."""
    return tuple(
        _read_posting(line).of(Decimal(line["amount_yuan"])) for line in record["line_items"]
    )


def projects(record: Json) -> tuple[Project, ...]:
    """The projects of a parsed record, with their targets."""
    return tuple(map(_read_project, record["projects"]))


def _read_posting(posting: Json) -> Posting:
    return Posting(
        posting["unit"],
        posting["functional_code"],
        posting["economic_code"],
        SOURCE_BY_KEY[posting["source"]],
        posting["project"],
    )


def _read_move(move: Json) -> Reclassification:
    return Reclassification(
        _read_posting(move["before"]),
        _read_posting(move["after"]),
        Decimal(move["amount_yuan"]),
        move["note"],
    )


def _read_table(table: Json) -> Statement:
    columns = tuple(
        Column(tuple(path), kind, number)
        for path, kind, number in zip(
            table["columns"], table["column_kinds"], table["column_numbers"], strict=True
        )
    )
    rows = tuple(_read_row(row, columns) for row in table["rows"])
    return Statement(table["number"], table["title"], columns, rows, table["note"])


def _read_row(row: Json, columns: tuple[Column, ...]) -> Row:
    cells = tuple(
        (None if yuan is None else Decimal(yuan)) if column.kind == "amount" else shown
        for column, shown, yuan in zip(columns, row["cells"], row["yuan"], strict=True)
    )
    return Row(row["key"], row["level"], cells)


def _read_paragraphs(section: Json) -> tuple[Paragraph, ...]:
    return tuple(
        Paragraph(tuple(_read_runs(text, marks)), style)
        for text, style, marks in zip(
            section["paragraphs"], section["styles"], section["marks"], strict=True
        )
    )


def _read_runs(text: str, marks: Iterable[Json]) -> Iterable[Run]:
    at = 0
    for mark in marks:
        if text[at : mark["start"]]:
            yield text[at : mark["start"]]
        at = mark["end"]
        words = text[mark["start"] : at]
        yield _read_mark(mark, words)
    if text[at:]:
        yield text[at:]


def _read_mark(mark: Json, words: str) -> Run:
    if "key" not in mark:
        return Figure(words)
    return Written(mark["key"], mark["label"], "" if words == UNWRITTEN else words)


def _read_target(target: Json) -> Target:
    return Target(
        target["title"],
        target["name"],
        tuple((label, value) for label, value in target["fields"]),
        tuple(target["columns"]),
        tuple(tuple(row) for row in target["rows"]),
    )


def _read_project(project: Json) -> Project:
    indicators = tuple(
        Indicator(
            **{
                **indicator,
                "weight": None if indicator["weight"] is None else Decimal(indicator["weight"]),
            }
        )
        for indicator in project["indicators"]
    )
    starts_on, ends_on = _read_day(project["starts_on"]), _read_day(project["ends_on"])
    return Project(
        **{**project, "starts_on": starts_on, "ends_on": ends_on, "indicators": indicators}
    )


def _read_day(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None
