"""Everything a page or a PDF shows of a disclosure, once: titles, contents, tables, text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from .budget.amounts import figure, share
from .budget.document import Document
from .budget.entries import SUBJECTS, Term
from .budget.narrative.numerals import numeral
from .budget.narrative.secrecy import OVER_TABLES
from .budget.narrative.text import Paragraph, Section
from .budget.provenance.place import Place
from .budget.snapshot import Imprint
from .budget.statements.form import Statement
from .budget.summary import Sentence, summarised
from .budget.targets import Target
from .pictures import pictures
from .pictures.shapes import Picture
from .tables import StatementTable, statement_tables

# Rows of one indicator group that a sheet surely holds.
SHEETFUL = 12


@dataclass(frozen=True, slots=True)
class Mention:
    """A term of the glossary that a table or section uses, and where it is explained."""

    anchor: str
    name: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents; ``short`` is its title without the department's name."""

    anchor: str
    number: str
    title: str
    short: str
    children: tuple["Entry", ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of an indicator table that may stand for several rows of the same group."""

    text: str
    rowspan: int = 1
    is_group: bool = False


@dataclass(frozen=True, slots=True)
class PresentedTarget:
    """A performance-target table; ``rows`` leave out cells that a cell above covers."""

    anchor: str
    title: str
    name: str
    year: int
    fields: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph and the target tables that follow it."""

    paragraph: Paragraph
    targets: tuple[PresentedTarget, ...] = ()


@dataclass(frozen=True, slots=True)
class PresentedSection:
    """One of the twelve sections of the text with its place on the page."""

    anchor: str
    number: str
    title: str
    blocks: tuple[Block, ...]
    terms: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """A glossary entry with its Chinese number."""

    number: str
    term: Term


@dataclass(frozen=True, slots=True)
class Highlight:
    """A figure of the summary, in 万元, and the cell it is; the table where it has none."""

    label: str
    amount: str
    share: Decimal | None
    anchor: str


@dataclass(frozen=True, slots=True)
class Presentation:
    """A disclosure as it is shown; a draft has no version and no day of publication.

    ``secrecy`` says over the tables that something is left out, where something is.
    """

    name: str
    code: str
    region: str
    year: int
    kind: str
    subject: str
    title: str
    contents: tuple[Entry, ...]
    highlights: tuple[Highlight, ...]
    summary: tuple[Sentence, ...]
    pictures: tuple[Picture, ...]
    duties: tuple[str, ...]
    organisation: tuple[Paragraph, ...]
    secrecy: str
    tables: tuple[StatementTable, ...]
    sections: tuple[PresentedSection, ...]
    glossary: tuple[Definition, ...]
    dated_on: str
    is_draft: bool
    version: int | None
    published_on: date | None
    note: str
    sha256_of_previous: str | None


def presented(document: Document, imprint: Imprint | None) -> Presentation:
    """The disclosure as page and PDF show it; without an imprint it is a draft."""
    subject = SUBJECTS[document.kind]
    tables = statement_tables(document)
    for table, statement in zip(tables, document.statements, strict=True):
        headings = (heading for column in statement.columns for heading in column.path)
        table.terms = _mentioned(document, (statement.title, *headings))
    sections = _sections(document)
    return Presentation(
        name=document.name,
        code=document.code,
        region=document.region,
        year=document.year,
        kind=document.kind,
        subject=subject,
        title=f"{document.year} 年{subject}预算公开",
        contents=_contents(document, tables, sections),
        highlights=_highlights(document.statements),
        summary=summarised(document),
        pictures=pictures(document.statements),
        duties=document.duties,
        organisation=document.organisation,
        secrecy=OVER_TABLES if document.has_secret_content else "",
        tables=tables,
        sections=sections,
        glossary=tuple(
            Definition(numeral(number), term) for number, term in enumerate(document.glossary, 1)
        ),
        dated_on=document.dated,
        is_draft=imprint is None,
        version=imprint.version if imprint else None,
        published_on=imprint.published_on if imprint else None,
        note=imprint.note if imprint else "",
        sha256_of_previous=imprint.sha256_of_previous if imprint else None,
    )


def _contents(
    document: Document, tables: Iterable[StatementTable], sections: Iterable[PresentedSection]
) -> tuple[Entry, ...]:
    overview = (
        Entry("o1", "一、", "主要职能", "主要职能"),
        Entry("o2", "二、", "机构设置及人员情况", "机构设置及人员情况"),
    )
    entries: tuple[Iterable[Entry], ...] = (
        overview,
        map(_table_entry, tables),
        (_section_entry(section, document) for section in sections),
        (),
    )
    return tuple(
        _part(number, title, children)
        for number, (title, children) in enumerate(zip(document.parts, entries, strict=True), 1)
    )


def _part(number: int, title: str, children: Iterable[Entry]) -> Entry:
    return Entry(f"part-{number}", f"第{numeral(number)}部分", title, title, tuple(children))


def _table_entry(table: StatementTable) -> Entry:
    return Entry(table.anchor, f"表 {table.number}", table.title, table.title)


def _section_entry(section: PresentedSection, document: Document) -> Entry:
    short = section.title
    for repeated in ("关于", document.name, f"{document.year} 年", f"{document.year}年"):
        short = short.strip().removeprefix(repeated)
    return Entry(section.anchor, f"{section.number}、", section.title, short.strip())


def _sections(document: Document) -> tuple[PresentedSection, ...]:
    targets = tuple(
        _target(target, number, document.year) for number, target in enumerate(document.targets, 1)
    )
    return tuple(
        PresentedSection(
            f"s{position}",
            section.number,
            section.title,
            tuple(_blocks(section, targets)),
            _mentioned(document, (section.title, *(one.text for one in section.paragraphs))),
        )
        for position, section in enumerate(document.sections, 1)
    )


def _mentioned(document: Document, texts: Iterable[str]) -> tuple[Mention, ...]:
    """The terms of the glossary that stand in any of the texts, in its order."""
    whole = "\n".join(texts)
    return tuple(
        Mention(f"term-{number}", term.name)
        for number, term in enumerate(document.glossary, 1)
        if term.name in whole
    )


def _blocks(section: Section, targets: tuple[PresentedTarget, ...]) -> Iterator[Block]:
    for paragraph in section.paragraphs:
        yield Block(paragraph, targets if paragraph.style == "lead-in" else ())


def _target(target: Target, number: int, year: int) -> PresentedTarget:
    return PresentedTarget(
        anchor=f"g{number}",
        title=target.title,
        name=target.name,
        year=year,
        fields=target.fields,
        columns=target.columns,
        rows=tuple(_grouped(target.rows)),
    )


def _grouped(rows: Iterable[tuple[str, ...]]) -> Iterator[tuple[Cell, ...]]:
    """Indicator rows whose first two levels are written once for all they cover."""
    for _, first_level in groupby(rows, key=lambda row: row[:1]):
        for above in _sheetfuls(list(first_level)):
            lead = [Cell(above[0][0], len(above), is_group=True)]
            for _, second_level in groupby(above, key=lambda row: row[1:2]):
                below = list(second_level)
                lead.append(Cell(below[0][1], len(below), is_group=True))
                for row in below:
                    yield (*lead, *(Cell(text) for text in row[2:]))
                    lead = []


def _sheetfuls(rows: list[tuple[str, ...]]) -> Iterator[list[tuple[str, ...]]]:
    """A long group in parts, each naming it again: a sheet cannot end within a spanning cell."""
    for start in range(0, len(rows), SHEETFUL):
        yield rows[start : start + SHEETFUL]


def _highlights(statements: Iterable[Statement]) -> tuple[Highlight, ...]:
    amounts = {statement.number: _first_amounts(statement) for statement in statements}
    whole = amounts[3][0]
    places = (
        ("收支总预算", Place(3, "total", 1)),
        ("基本支出", Place(3, "total", 2)),
        ("项目支出", Place(3, "total", 3)),
        ("一般公共预算支出", Place(5, "total", 1)),
        ("“三公”经费", Place(10, "total", 1)),
    )
    parts = ((label, at, amounts[at.table][at.column - 1]) for label, at in places)
    return tuple(
        Highlight(
            label,
            figure(amount),
            share(amount, whole),
            at.address if amount else f"t{at.table}",
        )
        for label, at, amount in parts
    )


def _first_amounts(statement: Statement) -> tuple[Decimal, ...]:
    """The amounts of the total row, zeros where a table is empty."""
    kinds = [column.kind for column in statement.columns]
    row = statement.rows[0].cells if statement.rows else (None,) * len(kinds)
    return tuple(
        cell if isinstance(cell, Decimal) else Decimal(0)
        for cell, kind in zip(row, kinds, strict=True)
        if kind == "amount"
    )
