"""What a disclosure can be found by: names, projects, classes, and what staff wrote."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from .document import Document
from .narrative.text import Section, Written
from .statements.form import Row, Statement

Kind = Literal["name", "project", "class", "text"]
# Rows of this table name every functional class, section and item that is spent on.
PURPOSES = 3
ECONOMIC = 6
PROJECT_SECTION = "s7"


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of a disclosure and the anchor on its page where it stands.

    Computed sentences are left out: they say the same words in every disclosure.
    """

    kind: Kind
    place: str
    text: str


def passages(document: Document) -> Iterator[Passage]:
    """All of them, the name first."""
    yield Passage("name", "", f"{document.name} {document.code}")
    for name in dict.fromkeys(line.project for line in document.line_items if line.project):
        yield Passage("project", PROJECT_SECTION, name)
    for statement in document.statements:
        if statement.number in {PURPOSES, ECONOMIC}:
            yield from _classes(statement)
    yield from (Passage("text", "o1", duty) for duty in document.duties)
    for number, section in enumerate(document.sections, 1):
        yield from (Passage("text", f"s{number}", words) for words in _written(section))


def _written(section: Section) -> Iterator[str]:
    for paragraph in section.paragraphs:
        for run in paragraph.runs:
            if isinstance(run, Written) and run.wording:
                yield run.wording


def _classes(statement: Statement) -> Iterator[Passage]:
    for row in statement.rows:
        if row.level:
            yield Passage("class", f"t{statement.number}-{row.key}", _name(statement, row))


def _name(statement: Statement, row: Row) -> str:
    """The code and the name of a row."""
    words = zip(row.cells, statement.columns, strict=True)
    code = "".join(str(cell) for cell, column in words if column.kind == "code")
    words = zip(row.cells, statement.columns, strict=True)
    return f"{code} {next(str(cell) for cell, column in words if column.kind == 'label')}"
