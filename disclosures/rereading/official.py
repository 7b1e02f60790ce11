"""``disclosure.pdf``, read back: what its structure says, and whether a reader sees it there."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Final

from disclosures import pdf_reading
from disclosures.budget.checks.finding import Finding
from disclosures.budget.document import Document
from disclosures.budget.snapshot import Imprint
from disclosures.pdf_reading import Read, Said, squeezed

from . import told
from .findings import Cells, differing, fault, instead
from .told import Sheet, Text

# Which address verifies it depends on the site, not on the document.
ADDRESS: Final = "核验地址"
LINE: Final = re.compile(r"(.*?)·*(\d+)")
HEADINGS: Final = frozenset({"H2", "H3"})
NO_TABLE: Final = "PDF 中没有这张表"


def reread_pdf(
    document: Document, imprint: Imprint, digest: str, content: bytes
) -> tuple[Finding, ...]:
    """Where ``disclosure.pdf`` says otherwise than the document, or hides what it says."""
    printed = pdf_reading.read(content)
    return (
        *_texts(list(told.texts(document, imprint, digest)), printed),
        *_contents(printed.texts),
        *_tables(list(told.tables(document)), printed),
    )


def _texts(wanted: Sequence[Text], printed: Read) -> Iterator[Finding]:
    ours = [one for one in wanted if squeezed(one.text)]
    theirs = [
        one
        for one in printed.texts
        if one.text and one.role != "TOCI" and not one.text.startswith(ADDRESS)
    ]
    lines, read = [squeezed(one.text) for one in ours], [one.text for one in theirs]
    for how, start, end, first, last in SequenceMatcher(None, lines, read, False).get_opcodes():
        if how != "equal":
            yield from _otherwise(ours[start:end], theirs[first:last])
    for one in printed.texts:
        for reason in one.faults:
            yield fault("text", f"PDF 第 {one.page} 页“{one.text[:60]}”{reason}")


def _otherwise(wanted: Sequence[Text], read: Sequence[Said]) -> Iterator[Finding]:
    for ours, theirs in zip_longest(wanted, read):
        if ours is None:
            yield fault("text", f"PDF 第 {theirs.page} 页多出一段：“{theirs.text[:60]}”")
        elif theirs is None:
            yield fault(ours.place, f"{ours.words}：PDF 中按顺序读不到“{ours.text[:60]}”")
        else:
            said = instead("PDF", theirs.text, squeezed(ours.text))
            yield fault(ours.place, f"{ours.words}：{said}")


def _contents(texts: Sequence[Said]) -> Iterator[Finding]:
    """The lines of the contents against the headings and the pages on which these stand.

    The cover is sheet 0, so that a sheet's place is the number it bears.
    """
    listed = [one.text for one in texts if one.role == "TOCI"]
    headings = [one for one in texts if one.role in HEADINGS][1:]
    for line, heading in zip_longest(listed, headings):
        led = LINE.fullmatch(line or "")
        got = led.groups() if led else (line or "", "")
        wanted = (heading.text, str(heading.page)) if heading else ("", "")
        if got != wanted:
            said = instead("PDF", " ".join(got), " ".join(wanted))
            yield fault("contents", f"目录：{said}")


def _tables(wanted: Sequence[Sheet], printed: Read) -> Iterator[Finding]:
    for ours, theirs in zip_longest(wanted, printed.tables):
        if ours is None:
            yield fault("table", "PDF 中多出一张表")
        elif theirs is None:
            yield fault(ours.table.place, f"{ours.table.words}：{NO_TABLE}")
        else:
            yield from _table(ours, theirs)


def _table(ours: Sheet, theirs: pdf_reading.Table) -> Iterator[Finding]:
    top = ours.depth + bool(ours.numbers)
    yield from _headings(ours, theirs)
    rows = [tuple(map(squeezed, row)) for row in _plain(ours.rows)]
    read = ([cell.text for cell in line] for line in theirs.grid[top:])
    yield from differing(ours.table, "PDF", rows, read)
    for number, line in enumerate(theirs.grid):
        key = ours.table.key(number - top) if number >= top else "head"
        for column, cell in enumerate(line, 1):
            for reason in cell.faults:
                yield ours.table.cell(key, column, f"PDF 中“{cell.text}”{reason}")
    for number, column in theirs.misplaced():
        key = ours.table.key(number - top) if number >= top else "head"
        cell = theirs.grid[number][column]
        yield ours.table.cell(key, column + 1, f"PDF 中“{cell.text}”不在本行本列的位置")


def _plain(rows: Sequence[Cells]) -> Iterator[tuple[str, ...]]:
    for row in rows:
        yield tuple(cell or "" for cell in row)


def _headings(ours: Sheet, theirs: pdf_reading.Table) -> Iterator[Finding]:
    """The path of headings over each column, one that spans several standing in each."""
    head = theirs.grid[: ours.depth]
    paths = [
        tuple(cell.text for cell in dict.fromkeys(line[at] for line in head if at < len(line)))
        for at in range(max(map(len, head), default=0))
    ]
    wanted = [" / ".join(map(squeezed, path)) for path in ours.paths]
    got = [" / ".join(path) for path in paths]
    yield from differing(replace(ours.table, keys=["head"]), "PDF", [wanted], [got])
    if ours.numbers:
        numbers = [[cell.text for cell in line] for line in theirs.grid[ours.depth :][:1]]
        yield from differing(replace(ours.table, keys=["numbers"]), "PDF", [ours.numbers], numbers)
