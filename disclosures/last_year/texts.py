"""A disclosure's texts (上年文字): what is still empty may be taken from last year's."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from disclosures.models import Disclosure, GlossaryEntry, OverallIndicator

FIELDS: Final = (
    "duties",
    "offices",
    "other_matters",
    "target_goal",
    "target_contact",
    "target_telephone",
)
INDICATORS: Final = "indicators"
TERMS: Final = "glossary_entries"
OPEN: Final = "本年未填写，可以复制"
ENTERED: Final = "本年已填写，保持不变"
NONE: Final = "上年没有"


@dataclass(frozen=True, slots=True)
class Text:
    """One part of the texts: what last year has, and whether it may be taken."""

    name: str
    label: str
    words: str
    said: str

    @property
    def is_open(self) -> bool:
        """Whether this year has nothing here and last year has."""
        return self.said == OPEN


def before(disclosure: Disclosure) -> Disclosure | None:
    """Last year's disclosure of the same department or unit."""
    return Disclosure.objects.filter(
        department=disclosure.department_id,
        unit=disclosure.unit_id,
        year=disclosure.year - 1,
    ).first()


def texts(disclosure: Disclosure, last: Disclosure) -> tuple[Text, ...]:
    """Every part, in the order of the form."""
    fields = (
        _text(name, _label(name), getattr(last, name), bool(getattr(disclosure, name).strip()))
        for name in FIELDS
    )
    return (*fields, *_lists(disclosure, last))


def _label(name: str) -> str:
    return str(Disclosure._meta.get_field(name).verbose_name)  # type: ignore[union-attr] # a column


def _lists(disclosure: Disclosure, last: Disclosure) -> Iterator[Text]:
    indicators = last.indicators.order_by("position", "pk").values_list("level1", "level3")
    words = "\n".join(" ".join(filter(None, one)) for one in indicators)
    yield _text(INDICATORS, "整体绩效指标", words, disclosure.indicators.exists())
    terms = last.glossary_entries.order_by("position", "pk").values_list("name", flat=True)
    yield _text(TERMS, "名词解释", "、".join(terms), disclosure.glossary_entries.exists())


def _text(name: str, label: str, words: str, is_entered: bool) -> Text:
    if not words.strip():
        return Text(name, label, "", NONE)
    return Text(name, label, words, ENTERED if is_entered else OPEN)


@transaction.atomic
def taken(disclosure: Disclosure, wanted: Collection[str]) -> tuple[str, ...]:
    """Copy the wanted parts that are still empty; the labels of what was copied."""
    ours = Disclosure.objects.select_for_update(of=("self",)).get(pk=disclosure.pk)
    last = before(ours)
    if last is None:
        return ()
    parts = [one for one in texts(ours, last) if one.is_open and one.name in wanted]
    names = {one.name for one in parts}
    for name in names & set(FIELDS):
        setattr(ours, name, getattr(last, name))
    ours.save(update_fields=sorted(names & set(FIELDS)))
    if INDICATORS in names:
        _take_indicators(ours, last)
    if TERMS in names:
        _take_terms(ours, last)
    return tuple(one.label for one in parts)


def _take_indicators(ours: Disclosure, last: Disclosure) -> None:
    columns = ("level1", "level2", "level3", "target", "basis", "weight")
    OverallIndicator.objects.bulk_create(
        OverallIndicator(disclosure=ours, position=position, **row)
        for position, row in enumerate(
            last.indicators.order_by("position", "pk").values(*columns), 1
        )
    )


def _take_terms(ours: Disclosure, last: Disclosure) -> None:
    rows = last.glossary_entries.order_by("position", "pk").values("name", "definition")
    GlossaryEntry.objects.bulk_create(
        GlossaryEntry(disclosure=ours, position=position, **row)
        for position, row in enumerate(rows, 1)
    )
