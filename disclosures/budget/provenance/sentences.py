"""Where the text uses a figure: what it says about its change and why, and which sentence."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from disclosures.budget.amounts import ZERO, figure, wan, written
from disclosures.budget.classification import SourceGroup
from disclosures.budget.document import Document
from disclosures.budget.narrative.text import Figure, Paragraph, Written

from .cells import amount_at
from .place import Place

SENTENCE = re.compile(r"[^。；]+[。；]?")
SIGNS = {"增加": 1, "减少": -1}
# The tables and columns that the keys of reasons speak of: the row is the rest of the key.
COLUMNS = {
    "expenditure": (3, {"basic": 2, "project": 3}),
    "general": (5, {"basic": 2, "project": 3}),
}
ITEMS = {"general": 5, "government_fund": 8, "state_capital": 9, "three_public": 10}


@dataclass(frozen=True, slots=True)
class Stated:
    """A change as the text states it, in rounded 万元 and per cent, with its reason.

    ``key`` is that of the reason; ``anchor`` is where the paragraph stands on the page.
    ``last_year`` follows from figures that are rounded each, so it may be a hundredth off.
    """

    key: str
    label: str
    this_year: Decimal
    difference: Decimal
    rate: str
    reason: str
    anchor: str

    @property
    def last_year(self) -> Decimal:
        """The figure of this year less the change, in 万元."""
        return self.this_year - self.difference

    @property
    def words(self) -> str:
        """The change as the text says it: 增加 13.17 万元，增长 3.54%."""
        verb, rate = ("减少", "下降") if self.difference < 0 else ("增加", "增长")
        return f"{verb} {written(abs(self.difference))} 万元，{rate} {self.rate}"


@dataclass(frozen=True, slots=True)
class Quoted:
    """A sentence of the text and where its paragraph stands."""

    anchor: str
    text: str


def stated(document: Document) -> Iterator[Stated]:
    """Every change that the twelve sections state with a reason, in their order."""
    for position, section in enumerate(document.sections, 1):
        for number, paragraph in enumerate(section.paragraphs, 1):
            for run, difference, rate in _changes(paragraph):
                place = cell_of(run.key)
                amount = wan(amount_at(document, place)) if place else ZERO
                label, anchor = run.label.partition("：")[0], f"s{position}-{number}"
                yield Stated(run.key, label, amount, difference, rate, run.wording, anchor)


def _changes(paragraph: Paragraph) -> Iterator[tuple[Written, Decimal, str]]:
    """The runs before a reason are 增加|减少, amount, 增长|下降, rate, 主要原因是."""
    runs = paragraph.runs
    for place, run in enumerate(runs):
        if not isinstance(run, Written) or not run.key or place < 5:
            continue
        verb, amount, _, rate, _ = runs[place - 5 : place]
        if isinstance(verb, str) and isinstance(amount, Figure) and isinstance(rate, Figure):
            sign = SIGNS.get(verb.strip()[-2:])
            if sign:
                yield run, sign * _number(amount), rate.text


def changes_by_place(document: Document) -> Mapping[Place, Stated]:
    """The stated changes by the cell whose change they are."""
    return {place: one for one in stated(document) if (place := cell_of(one.key))}


def cell_of(key: str) -> Place | None:
    """The cell that the key of a reason speaks of."""
    of, _, rest = key.partition("/")
    if of == "operating":
        return Place(6, "total", 3)
    if of == "income":
        return Place(2, "total", 3 + list(SourceGroup).index(SourceGroup[rest.upper()]))
    if of in COLUMNS and rest in COLUMNS[of][1]:
        table, columns = COLUMNS[of]
        return Place(table, "total", columns[rest])
    return Place(ITEMS[of], rest, 1) if of in ITEMS and rest not in {"basic", "project"} else None


def quoted(document: Document, place: Place, amount: Decimal, name: str) -> Iterator[Quoted]:
    """The sentences that state a figure: in the section on its table, under the name of its row.

    The sections are in the order of the tables; of a total every sentence counts.
    """
    section = document.sections[place.table - 1]
    words = f"{figure(amount)} 万元"
    own = name.rpartition(" ")[2]
    for number, paragraph in enumerate(section.paragraphs, 1):
        for sentence in SENTENCE.findall(paragraph.text):
            is_meant = place.row == "total" or own in sentence
            if is_meant and _states(sentence, words):
                yield Quoted(f"s{place.table}-{number}", sentence)


def _states(sentence: str, words: str) -> bool:
    """Whether the figure stands there itself, not as the end of a longer one."""
    return re.search(rf"(?<![\d,.]){re.escape(words)}", sentence) is not None


def _number(amount: Figure) -> Decimal:
    return Decimal(amount.text.partition(" ")[0].replace(",", ""))
