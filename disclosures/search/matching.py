"""The publications in which every word is found, and the passages that have it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import count
from operator import and_, or_
from typing import Final

from django.db.models import (
    BooleanField,
    Case,
    ExpressionWrapper,
    IntegerField,
    Q,
    QuerySet,
    Value,
    When,
)

from disclosures.index import grams, is_indexed
from disclosures.models import (
    CurrentVersion,
    Department,
    Publication,
    PublishedPassage,
    PublishedWording,
    Unit,
)
from disclosures.models.index import GRAMS

from .words import Word

# Names of departments are so few that one character and parts of codes are found in them too.
NAMES: Final = ("name", "short_name", "code")
Rows = QuerySet[CurrentVersion]
_WORDINGS: Final = PublishedWording.objects.alias(grams=GRAMS)


def first(rows: Rows, words: Sequence[Word], most: int) -> list[int]:
    """The first of the rows that have every word in a passage or in the name of whose they are.

    Terms longer than what is indexed are looked for by their parts, and then only in as many
    rows as are wanted: nearly all that have the parts have the term.
    """
    likely = _likely(rows, words).values_list("pk", flat=True)
    found: list[int] = []
    for start in count(0, most):
        some = list(likely[start : start + most])
        found += _sure(some, words)
        if len(some) < most or len(found) >= most:
            break
    return found[:most]


def named_first(words: Sequence[Word]) -> Case:
    """Where to sort a publication: those with every word in their name before all others."""
    named = reduce(and_, (_named(word) for word in words))
    return Case(When(named, then=Value(0)), default=Value(1), output_field=IntegerField())


def passages(
    publications: Iterable[Publication], words: Sequence[Word]
) -> QuerySet[PublishedPassage]:
    """The passages of the publications that have one of the words; names are shown anyway."""
    terms = (term for word in words for term in word.searched)
    said = reduce(or_, (Q(folded__contains=term) for term in terms), Q(pk__in=()))
    found = PublishedPassage.objects.filter(said, publication__in=publications)
    shown = found.exclude(kind="name").only("publication_id", "place", "text")
    return shown.order_by("publication", "pk")


def _sure(keys: Sequence[int], words: Sequence[Word]) -> list[int]:
    """Those of a few rows that have the words and not only their parts."""
    if not keys or all(is_indexed(term) for word in words for term in word.searched):
        return list(keys)
    # As columns, not as conditions: texts are then read of these rows only.
    has = {f"has_{place}": _has(word) for place, word in enumerate(words)}
    rows = CurrentVersion.objects.filter(pk__in=keys).annotate(**has).values_list("pk", *has)
    sure = {key for key, *found in rows if all(found)}
    return [key for key in keys if key in sure]


def _has(word: Word) -> ExpressionWrapper[Q]:
    """Whether a row has a word as its name or as one of its terms."""
    said = (Q(publication__wording__folded__contains=term) for term in word.searched)
    return ExpressionWrapper(reduce(or_, said, _named(word)), BooleanField())


def _likely(rows: Rows, words: Iterable[Word]) -> Rows:
    """The rows that have every word as its name, or all parts of one of its terms."""
    for word in words:
        # One subquery a term: each then reads its own part of the index and nothing else.
        said = (_WORDINGS.filter(Q(grams__contains=grams(term))) for term in word.searched)
        either = (Q(pk__in=one.values("publication")) for one in said)
        rows = rows.filter(reduce(or_, either, _named(word)))
    return rows


def _named(word: Word) -> Q:
    """Departments and units with the word in a name or code."""
    either = reduce(or_, (Q((f"{field}__icontains", word.said)) for field in NAMES))
    departments, units = Department.objects.filter(either), Unit.objects.filter(either)
    return Q(unit=None, department__in=departments.values("pk")) | Q(unit__in=units.values("pk"))
