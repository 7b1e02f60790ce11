"""A disclosure in a few plain sentences, every figure with the place that it is taken from.

The sentences are composed from the record: its tables, and what its text states of changes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from .amounts import ZERO, figure, share, written
from .document import Document
from .narrative.text import Figure, Paragraph, Written
from .provenance.cells import amount_at, amounts, labels
from .provenance.place import Place
from .provenance.sentences import Stated, stated
from .statements.form import Row, Statement

MOST = 3
HALVES = (("基本支出", 2, "expenditure/basic"), ("项目支出", 3, "expenditure/project"))
THREE_PUBLIC = (
    ("overseas", "因公出国（境）费"),
    ("reception", "公务接待费"),
    ("vehicles", "公务用车购置及运行费"),
)


@dataclass(frozen=True, slots=True)
class Cited:
    """A figure of the summary and the anchor of its place in the document.

    ``is_cell`` tells a cell of a table, which says how it came about, from a paragraph.
    """

    text: str
    anchor: str
    is_cell: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """What one part of the summary says, under its heading."""

    heading: str
    runs: tuple[str | Cited, ...]

    @property
    def text(self) -> str:
        """The sentence as plain text."""
        return "".join(run if isinstance(run, str) else run.text for run in self.runs)


def summarised(document: Document) -> tuple[Sentence, ...]:
    """The summary: the whole, its change and why, what most goes to, 三公, people."""
    if not document.total:
        return ()
    changes = {one.key: one for one in stated(document)}
    parts = (
        ("收支总额", _whole(document)),
        ("比上年", _change(changes)),
        ("主要用途", _uses(document)),
        ("“三公”经费", _three_public(document)),
        ("人员", _people(document)),
    )
    sentences = (Sentence(heading, tuple(runs)) for heading, runs in parts)
    return tuple(sentence for sentence in sentences if sentence.runs)


def _whole(document: Document) -> Iterator[str | Cited]:
    yield f"{document.year} 年收入、支出预算均为 "
    yield _amount(document, Place(3, "total", 1))
    yield "。支出中"
    for name, column, _ in HALVES:
        place = Place(3, "total", column)
        amount = amount_at(document, place)
        rate = written(share(amount, document.total) or ZERO)
        yield f"{'' if column == HALVES[0][1] else '，'}{name} "
        yield _amount(document, place)
        yield f"，占 {rate}%"
    yield "。"


def _change(changes: Mapping[str, Stated]) -> Iterator[str | Cited]:
    """The change of both halves as the text states them with their reasons."""
    known = [(name, changes[key]) for name, _, key in HALVES if key in changes]
    for name, one in known:
        yield f"{name}比上年"
        yield Cited(one.words, one.anchor, is_cell=False)
        yield f"，说明的原因是：{one.reason}。" if one.reason else "。"
    if len(known) == len(HALVES):
        both = sum((one.difference for _, one in known), ZERO)
        verb = "减少" if both < 0 else "增加"
        yield f"两项合计{verb} {written(abs(both))} 万元。"


def _uses(document: Document) -> Iterator[str | Cited]:
    """The largest classes of expenditure, what the text says the first is for, and a project."""
    table = document.statements[2]
    classes = [row for row in table.rows if row.level == 1 and (_first(table, row) > 0)]
    largest = sorted(classes, key=lambda row: -_first(table, row))
    yield "支出最多的是"
    for number, row in enumerate(islice(largest, MOST)):
        rate = written(share(_first(table, row), document.total) or ZERO)
        yield f"{'、' if number else ''}{labels(table, row)[0]} "
        yield _amount(document, Place(3, row.key, 1))
        yield f"（{rate}%）"
    yield "。"
    if largest and (use := _use(document, largest[0].key)):
        yield f"{labels(table, largest[0])[0]}主要用于{use}。"
    yield from _largest_project(document)


def _use(document: Document, code: str) -> str:
    """What staff wrote a class of 一般公共预算 is used for."""
    key = f"use/general/{code}"
    paragraphs = (one for section in document.sections for one in section.paragraphs)
    runs = (run for one in paragraphs for run in one.runs if isinstance(run, Written))
    return next((run.wording for run in runs if run.key == key), "")


def _largest_project(document: Document) -> Iterator[str | Cited]:
    table = document.statements[6]
    projects = [row for row in table.rows if labels(table, row)[1]]
    if projects:
        largest = max(projects, key=lambda row: _first(table, row))
        yield f"一般公共预算的 {len(projects)} 个项目中，金额最大的是“{labels(table, largest)[1]}” "
        yield _amount(document, Place(7, largest.key, 1))
        yield "。"


def _three_public(document: Document) -> Iterator[str | Cited]:
    yield "财政拨款安排 "
    yield _amount(document, Place(10, "total", 1))
    for number, (key, name) in enumerate(THREE_PUBLIC):
        yield f"{'、' if number else '，其中'}{name} "
        yield _amount(document, Place(10, key, 1))
    yield "。"


def _people(document: Document) -> Iterator[str | Cited]:
    """The posts and people that the first part states."""
    for number, paragraph in enumerate(document.organisation, 1):
        counts = tuple(_counts(paragraph))
        if len(counts) > 1:
            for place, (name, count) in enumerate(counts):
                yield f"{'，' if place else ''}{name} "
                yield Cited(count, f"o2-{number}", is_cell=False)
            yield "。"
            return


def _counts(paragraph: Paragraph) -> Iterator[tuple[str, str]]:
    """The counts of a paragraph by the words that they follow."""
    before = ""
    for run in paragraph.runs:
        if isinstance(run, str):
            before = run
        elif isinstance(run, Figure):
            for name in ("编制数", "实有人数", "在职", "退休", "离休"):
                if before.strip().endswith(name):
                    yield name, run.text


def _amount(document: Document, place: Place) -> Cited:
    """The figure at a place; nothing there is 0.00 and leads to the table."""
    yuan = amount_at(document, place)
    anchor = place.address if yuan else f"t{place.table}"
    return Cited(f"{figure(yuan)} 万元", anchor, is_cell=bool(yuan))


def _first(statement: Statement, row: Row) -> Decimal:
    return amounts(statement, row)[0]
