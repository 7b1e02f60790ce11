"""The document as its writers see it: computed words, marked figures, fields where they write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from django.forms import Textarea
from django.utils.safestring import SafeString

from disclosures.budget.checks.finding import SEVERITIES, Finding
from disclosures.budget.document import Document
from disclosures.budget.narrative import SECTIONS
from disclosures.budget.narrative.glossary import STANDARD_TERMS
from disclosures.budget.narrative.other_matters import OTHERS
from disclosures.budget.narrative.text import Figure, Paragraph, Run, Section, Written
from disclosures.entry.wording import LINES, Outcome, Texts
from disclosures.models import Disclosure

from .columns import address
from .places import FIELD, Places, Way

ORGANISATION: Final = "organisation"
# Where the figures of a section are entered, by the names of places; and its table, if another
# than that of its own number.
ENTERED: Final[Mapping[int, tuple[str, ...]]] = {
    7: ("line", "project"),
    12: ("line", "procurement", "assets", "project", "target"),
}
PLACEHOLDERS: Final[Mapping[str, str]] = {
    "use": "待填写用途",
    "duties": "每行一项，不必编号",
    "offices": "每行一个科室",
    "other_matters": "没有则留空，正文写“无其他需说明事项”",
}
TABLES: Final[Mapping[int, int]] = {12: 6}


@dataclass(frozen=True, slots=True)
class Said:
    """A finding on the text: how grave, where in words and as an anchor, and what it says."""

    finding: Finding
    severity: str
    place: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Field:
    """Where staff write: what stands there, what last year said, what became of the last save."""

    place: str
    label: str
    text: str
    offer: str = ""
    outcome: Outcome | None = None
    is_owed: bool = False
    is_proposed: bool = False

    @property
    def name(self) -> str:
        """The name under which a form sends it."""
        return FIELD.removeprefix("id_") + self.place

    @property
    def anchor(self) -> str:
        """Its id on the page."""
        return FIELD + self.place

    @property
    def is_missing(self) -> bool:
        """Whether the text asks for it and nothing stands there."""
        return self.is_owed and not self.text.strip()

    @property
    def control(self) -> SafeString:
        """The field itself; what the browser shows in it while it is empty says what is asked."""
        outcome = self.outcome
        attributes = {
            "id": self.anchor,
            "cols": None,
            "rows": 1 if self.is_owed else 4,
            "data-key": self.place,
            "data-held": self._held,
            "aria-label": self.label,
            "aria-describedby": f"at-{self.place}",
            "aria-required": "true" if self.is_owed else None,
            "aria-invalid": "true" if outcome and outcome.is_refused else None,
            "placeholder": PLACEHOLDERS.get(self.place.partition("/")[0], "待填写原因"),
        }
        given = {name: value for name, value in attributes.items() if value is not None}
        return Textarea().render(self.name, self.text, given)

    @property
    def _held(self) -> str | None:
        """Why the page does not save it by itself."""
        if self.is_proposed:
            return "proposed"
        return "conflict" if self.outcome and self.outcome.is_conflict else None


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a sentence: computed words, a computed figure, or a field."""

    words: str
    is_figure: bool = False
    field: Field | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph with its place; ``ways`` are the tables that follow it."""

    place: str
    anchor: str
    style: str
    pieces: tuple[Piece, ...]
    found: Sequence[Said] = ()
    ways: tuple[Way, ...] = ()

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields that stand in it."""
        return tuple(piece.field for piece in self.pieces if piece.field)


@dataclass(frozen=True, slots=True)
class Chapter:
    """One of the twelve sections: its paragraphs, its table, and where its figures come from."""

    place: str
    anchor: str
    number: str
    title: str
    short: str
    passages: tuple[Passage, ...]
    found: Sequence[Said]
    table: Way
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """A term; one that the disclosure adds has a place of its own."""

    name: str
    definition: str
    place: str
    anchor: str
    found: Sequence[Said]


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A draft with what is written into it; ``typed`` stands in fields and is not stored."""

    document: Document
    places: Places
    stored: Texts
    offers: Texts
    findings: Iterable[Finding] = ()
    typed: Texts = field(default_factory=dict)
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)
    proposed: str = ""

    def field(self, place: str, label: str = "") -> Field:
        """The field of a place; a label means that the text owes it."""
        text = self.typed.get(place, self.stored.get(place, ""))
        offer = self.offers.get(place, "")
        return Field(
            place,
            label or LINES.get(place, place),
            text,
            "" if offer == text else offer,
            self.outcomes.get(place),
            is_owed=bool(label),
            is_proposed=place == self.proposed,
        )

    @property
    def said(self) -> tuple[Said, ...]:
        """The findings on the text, the gravest first."""
        grades = list(SEVERITIES)
        return tuple(
            Said(one, SEVERITIES[one.severity], *self._way(one.place))
            for one in sorted(self.findings, key=lambda one: grades.index(one.severity))
            if self._is_of_the_text(one.place)
        )

    def _is_of_the_text(self, place: str) -> bool:
        first = place.partition("/")[0]
        return first in {*LINES, "terms"} or (
            first[:1] == "s" and first[1:] in self.places.sections
        )

    def _way(self, place: str) -> Way:
        words, target = self.places.way(place)
        is_term = place.startswith("terms/")
        return words, self.places.anchor(place) if is_term else target.partition("#")[2]

    def found(self) -> dict[str, list[Said]]:
        """The findings by the part of the page that they are shown at."""
        found: dict[str, list[Said]] = {}
        for one in self.said:
            found.setdefault(self._region(one.finding.place), []).append(one)
        return found

    def _region(self, place: str) -> str:
        first, *rest = place.split("/")
        if first in LINES:
            return first
        last = self.document.sections[-1]
        is_of_last = first == f"s{last.number}" and rest and rest[0].isdigit()
        if is_of_last and int(rest[0]) > len(_computed(last)):
            return "other_matters"
        return "/".join((first, *rest[:1]))

    def organisation(self) -> tuple[Passage, ...]:
        """The paragraphs on units, offices and people."""
        return tuple(
            self._passage(f"{ORGANISATION}/{number}", paragraph, {})
            for number, paragraph in enumerate(self.document.organisation, 1)
        )

    def chapters(self) -> tuple[Chapter, ...]:
        """The twelve sections; what is written under 其他需说明的事项 is a field of its own."""
        found, preview = self.found(), address(Disclosure, "preview", self.places.disclosure.pk)
        return tuple(
            self._chapter(number, section, found, preview)
            for number, section in enumerate(self.document.sections, 1)
        )

    def _chapter(
        self, number: int, section: Section, found: Mapping[str, Sequence[Said]], preview: str
    ) -> Chapter:
        place, table = f"s{section.number}", TABLES.get(number, number)
        targets = tuple(
            (f"{one.title}：{one.name}", f"{preview}#g{position}")
            for position, one in enumerate(self.document.targets, 1)
        )
        return Chapter(
            place,
            self.places.anchor(place),
            section.number,
            section.title,
            SECTIONS[number - 1][0],
            tuple(
                self._passage(
                    f"{place}/{position}",
                    paragraph,
                    found,
                    targets if paragraph.style == "lead-in" else (),
                )
                for position, paragraph in enumerate(_computed(section), 1)
            ),
            found.get(place, ()),
            (f"表 {table}", f"{preview}#t{table}"),
            tuple(self.places.way(name) for name in ENTERED.get(number, ("line",))),
        )

    def _passage(
        self,
        place: str,
        paragraph: Paragraph,
        found: Mapping[str, Sequence[Said]],
        ways: tuple[Way, ...] = (),
    ) -> Passage:
        pieces = tuple(map(self._piece, paragraph.runs))
        anchor, said = self.places.anchor(place), found.get(place, ())
        return Passage(place, anchor, paragraph.style, pieces, said, ways)

    def _piece(self, run: Run) -> Piece:
        if isinstance(run, str):
            return Piece(run)
        if isinstance(run, Written) and run.key:
            return Piece(run.text, field=self.field(run.key, run.label))
        # A note without a key is written elsewhere (科目调整).
        return Piece(run.text, is_figure=isinstance(run, Figure))

    def others(self) -> tuple[tuple[str, str, str], ...]:
        """Place, anchor and words of what is printed under 其他需说明的事项."""
        last = self.document.sections[-1]
        first = len(_computed(last)) + 1
        places = [f"s{last.number}/{number}" for number in range(first, len(last.paragraphs) + 1)]
        paragraphs = last.paragraphs[first - 1 :]
        return tuple(
            (place, self.places.anchor(place), paragraph.text)
            for place, paragraph in zip(places, paragraphs, strict=True)
        )

    def glossary(self) -> Iterator[Definition]:
        """The terms, first those that stand in every disclosure."""
        found = self.found()
        for number, term in enumerate(self.document.glossary, 1 - len(STANDARD_TERMS)):
            place = f"terms/{number}" if number > 0 else ""
            anchor, said = self.places.anchor(place), found.get(place, ())
            yield Definition(term.name, term.definition, place, anchor, said)

    @property
    def stamp(self) -> str:
        """The same as long as the computed sentences are, whatever is written into them."""
        words = (
            f"[{run.key}]" if isinstance(run, Written) else _words(run)
            for section in self.document.sections
            for paragraph in _computed(section)
            for run in paragraph.runs
        )
        return sha256("".join(words).encode()).hexdigest()[:16]


def _words(run: str | Figure) -> str:
    return run if isinstance(run, str) else run.text


def _computed(section: Section) -> tuple[Paragraph, ...]:
    """The paragraphs of a section without those that staff write as a whole."""
    headings = (n for n, one in enumerate(section.paragraphs, 1) if one.text == OTHERS)
    return section.paragraphs[: next(headings, len(section.paragraphs))]
