"""What ``disclosure.pdf`` ought to say: every text in reading order, every table cell by cell."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from disclosures.budget.document import Document
from disclosures.budget.entries import SUBJECTS
from disclosures.budget.narrative.numerals import numeral
from disclosures.budget.narrative.secrecy import OVER_TABLES
from disclosures.budget.narrative.text import Section
from disclosures.budget.snapshot import Imprint
from disclosures.budget.statements.form import UNIT_OF_MEASURE, Statement
from disclosures.budget.targets import Target
from disclosures.official_book.layout import depth_of, is_numbered

from .findings import Cells, Table


@dataclass(frozen=True, slots=True)
class Text:
    """A heading or paragraph, its place, and the place in words."""

    place: str
    words: str
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: the path of headings over each column, what numbers them, and its rows."""

    table: Table
    paths: tuple[tuple[str, ...], ...]
    numbers: tuple[str, ...]
    rows: tuple[Cells, ...]
    depth: int


def texts(document: Document, imprint: Imprint, digest: str) -> Iterator[Text]:
    """Everything that is said outside of cells."""
    yield from cover(document, imprint, digest)
    yield Text("contents", "目录", "目录")
    parts = (overview(document), plates(document), sections(document), glossary(document))
    for number, (title, within) in enumerate(zip(document.parts, parts, strict=True), 1):
        name = f"第{numeral(number)}部分"
        yield Text(f"part-{number}", name, f"{name}{title}")
        yield from within
    yield Text("close", "落款", document.name)
    yield Text("close", "成文日期", document.dated)


def cover(document: Document, imprint: Imprint, digest: str) -> Iterator[Text]:
    """Whose it is, of which year and version, and the hash by which it is verified."""
    day = imprint.published_on
    title = f"{document.year} 年{SUBJECTS[document.kind]}预算公开"
    lines = [document.name, title]
    if imprint.version > 1:
        lines += [f"（第 {imprint.version} 版）", f"更正说明：{imprint.note}"]
    lines += [
        document.dated,
        "数据校验值（data.json 的 SHA-256）",
        digest,
        f"第 {imprint.version} 版{day.year}年{day.month}月{day.day}日公开",
    ]
    for line in lines:
        yield Text("cover", "封面", line)


def overview(document: Document) -> Iterator[Text]:
    """第一部分."""
    yield Text("o1", "第一部分 一", "一、主要职能")
    for number, duty in enumerate(document.duties, 1):
        yield Text(f"o1/{number}", f"第一部分 一（{number}）", f"（{number}）{duty}")
    yield Text("o2", "第一部分 二", "二、机构设置及人员情况")
    for number, paragraph in enumerate(document.organisation, 1):
        yield Text(f"o2/{number}", f"第一部分 二第 {number} 段", paragraph.text)


def plates(document: Document) -> Iterator[Text]:
    """What stands over and under each of the eleven tables."""
    if document.has_secret_content:
        yield Text("part-2/secrecy", "第二部分", OVER_TABLES)
    for one in document.statements:
        place, words = f"t{one.number}", f"表 {one.number}"
        yield Text(f"{place}/title", f"{words} 表题", f"表 {one.number} {one.title}")
        line = f"编制部门：{document.name}单位：{UNIT_OF_MEASURE}"
        yield Text(f"{place}/plate", f"{words} 表头", line)
        if one.note:
            yield Text(f"{place}/note", f"{words} 空表说明", one.note)


def sections(document: Document) -> Iterator[Text]:
    """The twelve sections, with the names of the target tables where these stand."""
    for section in document.sections:
        place, words = f"s{section.number}", f"第三部分 {section.number}"
        yield Text(place, words, f"{section.number}、{section.title}")
        yield from _paragraphs(document, section)


def _paragraphs(document: Document, section: Section) -> Iterator[Text]:
    for number, paragraph in enumerate(section.paragraphs, 1):
        place = f"s{section.number}/{number}"
        yield Text(place, f"第三部分 {section.number}第 {number} 段", paragraph.text)
        if paragraph.style == "lead-in":
            for at, target in enumerate(document.targets, 1):
                title = f"{target.title}（{document.year} 年）"
                yield Text(f"g{at}", f"绩效目标表“{target.name}”", title)


def glossary(document: Document) -> Iterator[Text]:
    """第四部分."""
    for number, term in enumerate(document.glossary, 1):
        text = f"{numeral(number)}、{term.name}：{term.definition}"
        yield Text(f"term-{number}", f"名词解释 {term.name}", text)


def tables(document: Document) -> Iterator[Sheet]:
    """The eleven tables, then the target tables: fields, and indicators where there are any."""
    statements = map(statement, document.statements)
    numbered = enumerate(document.targets, 1)
    return chain(statements, (one for at, target in numbered for one in _target(at, target)))


def statement(one: Statement) -> Sheet:
    """One of the eleven tables."""
    numbers = tuple(column.number for column in one.columns) if is_numbered(one.columns) else ()
    paths = tuple(column.path for column in one.columns)
    shown = tuple(row.shown for row in one.rows)
    return Sheet(Table.of(one), paths, numbers, shown, depth_of(one.columns))


def _target(number: int, target: Target) -> Iterator[Sheet]:
    words = f"{target.title}“{target.name}”"
    keys = tuple(label for label, _ in target.fields)
    yield Sheet(Table(f"g{number}", words, keys), (), (), target.fields, 0)
    if target.rows:
        keys = tuple(f"指标 {at}" for at in range(1, len(target.rows) + 1))
        paths = tuple((column,) for column in target.columns)
        yield Sheet(Table(f"g{number}/indicators", words, keys), paths, (), target.rows, 1)
