"""What changed in texts: paragraphs, duties, terms, one by one and word by word."""

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from disclosures.budget.entries import Term
from disclosures.budget.narrative.text import Figure, Paragraph, Section, Written

from .alignment import aligned, gathered
from .shape import FieldChange, Run, SectionChange, TextChange
from .wording import is_alike, marked

ORDINAL = re.compile("^(?:（[一二三四五六七八九十百千]+）|[0-9]+、)")
VERBS = re.compile("增加|减少|增长|下降")


@dataclass(frozen=True, slots=True)
class _Text:
    """A text with its place and with what it keeps when only its figures or reasons change."""

    position: int
    identity: Hashable
    text: str


def plain(before: Iterable[str], after: Iterable[str]) -> tuple[TextChange, ...]:
    """Changes in a list of texts that nothing but their words identifies."""
    old, new = ([_Text(n, text, text) for n, text in enumerate(lot, 1)] for lot in (before, after))
    return tuple(_changes(old, new))


def terms(before: Sequence[Term], after: Sequence[Term]) -> tuple[TextChange, ...]:
    """Changes in the glossary; a term is the same as long as its name is."""
    old, new = (
        [_Text(n, term.name, f"{term.name}：{term.definition}") for n, term in enumerate(lot, 1)]
        for lot in (before, after)
    )
    return tuple(_changes(old, new))


def paragraphs(before: Sequence[Paragraph], after: Sequence[Paragraph]) -> tuple[TextChange, ...]:
    """Changes in paragraphs; each is known by its reasons' keys or by its words between figures."""
    return tuple(_changes(list(_identified(before)), list(_identified(after))))


def sections(before: Sequence[Section], after: Sequence[Section]) -> Iterator[SectionChange]:
    """The sections that changed, those that are gone where they stood."""
    placed = [{one.number: place for place, one in enumerate(lot, 1)} for lot in (before, after)]
    for pair in aligned(before, after, lambda one: one.number):
        old, new = (one or Section("", "", ()) for one in pair)
        changes = (*titled(old.title, new.title), *paragraphs(old.paragraphs, new.paragraphs))
        if changes:
            shown, places = (new, placed[1]) if pair[1] else (old, placed[0])
            yield SectionChange(places[shown.number], shown.number, shown.title, changes)


def titled(before: str, after: str) -> Iterator[TextChange]:
    """The change of a title, if there is one."""
    if before != after:
        yield TextChange("changed", 0, marked(before, after))


def field(label: str, before: str, after: str) -> Iterator[FieldChange]:
    """The change of a named field, if there is one."""
    if before != after:
        yield FieldChange(label, marked(before, after))


def _identified(lot: Iterable[Paragraph]) -> Iterator[_Text]:
    """Paragraphs below the heading that they belong to."""
    heading = ""
    for position, paragraph in enumerate(lot, 1):
        stem = _stem(paragraph)
        heading = stem if paragraph.style == "heading" else heading
        keys = tuple(run.key for run in paragraph.owed)
        yield _Text(position, (heading, keys or stem), paragraph.text)


def _stem(paragraph: Paragraph) -> str:
    """The words of a computed sentence without its number, its figures, and rise or fall."""
    words = "".join("#" if isinstance(run, Figure | Written) else run for run in paragraph.runs)
    return VERBS.sub("±", ORDINAL.sub("", words))


def _changes(before: list[_Text], after: list[_Text]) -> Iterator[TextChange]:
    pairs = aligned(before, after, lambda one: one.identity)
    for old, new in gathered(pairs):
        if old and new and _is_same(old, new):
            if old.text != new.text:
                yield TextChange("changed", new.position, marked(old.text, new.text))
            continue
        if old:
            yield TextChange("removed", old.position, (Run("removed", old.text),))
        if new:
            yield TextChange("added", new.position, (Run("added", new.text),))


def _is_same(old: _Text, new: _Text) -> bool:
    return old.identity == new.identity or is_alike(old.text, new.text)
