"""What a disclosure can be found by: names, projects, classes, headings, and what staff wrote."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from .document import Document
from .narrative.text import Paragraph, Section, Written
from .statements.form import Row, Statement

Kind = Literal["name", "project", "class", "heading", "text"]
# Their rows name every functional code, every economic code and every item of 三公 spent on.
NAMING = (3, 6, 10)
PROJECTS = 7


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of a disclosure and the anchor on its page where it stands.

    Sentences that are computed as a whole are left out: they say the same in every disclosure.
    """

    kind: Kind
    place: str
    text: str


def passages(document: Document) -> Iterator[Passage]:
    """All of them, the name first."""
    yield Passage("name", "", f"{document.name} {document.code}")
    for name in dict.fromkeys(line.project for line in document.line_items if line.project):
        yield Passage("project", f"t{PROJECTS}", name)
    for statement in document.statements:
        if statement.number in NAMING:
            yield from _classes(statement)
    for number, duty in enumerate(document.duties, 1):
        yield Passage("text", f"o1-{number}", duty)
    for number, section in enumerate(document.sections, 1):
        yield from _told(f"s{number}", section)


def _told(place: str, section: Section) -> Iterator[Passage]:
    yield Passage("heading", place, section.title)
    for number, paragraph in enumerate(section.paragraphs, 1):
        if _is_written(paragraph):
            yield Passage("text", f"{place}-{number}", paragraph.text)


def _is_written(paragraph: Paragraph) -> bool:
    return any(isinstance(run, Written) and run.wording for run in paragraph.runs)


def _classes(statement: Statement) -> Iterator[Passage]:
    for row in statement.rows:
        if row.level:
            yield Passage("class", f"t{statement.number}-{row.key}", _name(statement, row))


def _name(statement: Statement, row: Row) -> str:
    """The code and the name of a row."""
    cells = list(zip(row.cells, statement.columns, strict=True))
    code = "".join(str(cell) for cell, column in cells if column.kind == "code")
    name = next(str(cell) for cell, column in cells if column.kind == "label")
    return f"{code} {name}".strip()
