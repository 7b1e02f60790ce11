"""What staff write into the text: what it owes, what last year said, and saving among others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from disclosures.budget import snapshot
from disclosures.budget.document import Document
from disclosures.budget.narrative.text import Paragraph, Written
from disclosures.models import Disclosure, Explanation, Publication
from disclosures.workbook.soundness import EXPLANATION_KEY

from .plain_text import Plain, lines, reason, tidy

# The texts of the disclosure itself, each of several lines; all other places are explanations.
LINES: Final[Mapping[str, str]] = {
    "duties": "主要职能",
    "offices": "内设科室",
    "other_matters": "其他需说明的事项",
}
KEY_LENGTH: Final = 80
Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sent:
    """What a writer sends: by its place each text as it is now, and as it was shown."""

    texts: Texts
    seen: Texts


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one text: what stands at its place now, and what its writer is told.

    With a fault or in conflict with what somebody else wrote meanwhile, the text is not kept.
    """

    stored: str
    notes: tuple[str, ...] = ()
    fault: str = ""
    is_conflict: bool = False
    is_changed: bool = False

    @property
    def is_refused(self) -> bool:
        """Whether what the writer typed is not what is stored."""
        return self.is_conflict or bool(self.fault)


def owed(document: Document) -> tuple[Written, ...]:
    """The reasons and uses that the text asks for, each place once, in its order."""
    found: dict[str, Written] = {}
    for paragraph in _paragraphs(document):
        for written in paragraph.owed:
            found.setdefault(written.key, written)
    return tuple(found.values())


def missing(document: Document) -> tuple[Written, ...]:
    """Those of them that nobody has written yet."""
    return tuple(written for written in owed(document) if not written.wording)


def _paragraphs(document: Document) -> Iterable[Paragraph]:
    yield from document.organisation
    for section in document.sections:
        yield from section.paragraphs


def is_place(place: str) -> bool:
    """Whether staff may write at a place of this name, asked for at present or not."""
    return len(place) <= KEY_LENGTH and EXPLANATION_KEY.fullmatch(place) is not None


def standing(disclosure: Disclosure) -> dict[str, str]:
    """Everything written for the disclosure, by its place, as plain as it would be kept now."""
    own = ((name, getattr(disclosure, name)) for name in LINES)
    written = disclosure.explanations.order_by("key", "pk").values_list("key", "wording")
    return {place: plain(place, text).text for place, text in (*own, *written)}


def last_year(disclosure: Disclosure) -> Texts:
    """What the same department (or unit) wrote last year: as entered, else as published."""
    last = Disclosure.objects.filter(
        department=disclosure.department_id, unit=disclosure.unit_id, year=disclosure.year - 1
    ).first()
    if last is None:
        return {}
    texts = standing(last)
    has_reasons = any(text for place, text in texts.items() if place not in LINES)
    return texts if has_reasons else {**texts, **_published(last)}


def _published(last: Disclosure) -> Texts:
    """The wording that stands in the current publication; nothing where there is none."""
    current = Publication.objects.current().filter(disclosure=last)
    record = current.values_list("snapshot", flat=True).first()
    if record is None:
        return {}
    document, _ = snapshot.read(record)
    duties = {"duties": "\n".join(document.duties)} if document.duties else {}
    return {written.key: written.wording for written in owed(document)} | duties


@transaction.atomic
def save(disclosure: Disclosure, sent: Sent) -> dict[str, Outcome]:
    """Keep what was written, place by place, where nobody else was faster.

    A text that its writer left as it was shown is passed over.
    """
    # Two writers of one disclosure wait for each other here, and read only then.
    locked = Disclosure.objects.select_for_update().get(pk=disclosure.pk)
    stored = standing(locked)
    came: dict[str, Outcome] = {}
    for place, text in sent.texts.items():
        seen = tidy(sent.seen.get(place, ""))
        if tidy(text) != seen:
            came[place] = _judged(plain(place, text), seen, stored.get(place, ""))
    _keep(disclosure, {place: one.stored for place, one in came.items() if one.is_changed})
    for name in LINES:
        kept = came[name].stored if name in came else getattr(locked, name)
        setattr(disclosure, name, kept)
    return came


def plain(place: str, text: str) -> Plain:
    """A text as it would be kept at a place."""
    return lines(text) if place in LINES else reason(text)


def _judged(mine: Plain, seen: str, stored: str) -> Outcome:
    if mine.text in {seen, stored}:
        return Outcome(stored, mine.notes)
    if mine.fault or stored != seen:
        return Outcome(stored, fault=mine.fault, is_conflict=stored != seen)
    return Outcome(mine.text, mine.notes, is_changed=True)


def _keep(disclosure: Disclosure, texts: Texts) -> None:
    """Write each text to its place; an emptied reason goes."""
    own = {place: text for place, text in texts.items() if place in LINES}
    if own:
        Disclosure.objects.filter(pk=disclosure.pk).update(**own)
    reasons = {place: text for place, text in texts.items() if place not in LINES}
    emptied = [place for place, text in reasons.items() if not text]
    if emptied:
        disclosure.explanations.filter(key__in=emptied).delete()
    Explanation.objects.bulk_create(
        [
            Explanation(disclosure=disclosure, key=place, wording=text)
            for place, text in reasons.items()
            if text
        ],
        update_conflicts=True,
        unique_fields=["disclosure", "key"],
        update_fields=["wording"],
    )
