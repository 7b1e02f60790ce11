"""The publications in which every word is found, and the passages that have it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import and_, or_

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from disclosures.index import bigrams
from disclosures.models import Department, Publication, PublishedPassage, Unit
from disclosures.models.publications import PublicationQuerySet

from .words import Word

# Names of departments are so few that one character and parts of codes are found in them too.
NAMES = ("name", "short_name", "code")


def matching(rows: PublicationQuerySet, words: Iterable[Word]) -> PublicationQuerySet:
    """The publications that have every word in a passage or in the name of whose they are."""
    for word in words:
        telling = _passages((word,)).values("publication")
        rows = rows.filter(_named(word) | Q(pk__in=telling))
    return rows


def named_first(words: Sequence[Word]) -> Case:
    """Where to sort a publication: those with every word in their name before all others."""
    named = reduce(and_, (_named(word) for word in words))
    return Case(When(named, then=Value(0)), default=Value(1), output_field=IntegerField())


def passages(
    publications: Iterable[Publication], words: Sequence[Word]
) -> QuerySet[PublishedPassage]:
    """The passages of the publications that have one of the words; names are shown anyway."""
    found = _passages(words).filter(publication__in=publications).exclude(kind="name")
    return found.order_by("publication", "pk")


def _passages(words: Iterable[Word]) -> QuerySet[PublishedPassage]:
    terms = [term for word in words for term in word.terms if len(term) > 1]
    if not terms:
        return PublishedPassage.objects.none()
    return PublishedPassage.objects.filter(reduce(or_, map(_said, terms)))


def _said(term: str) -> Q:
    """A passage with all pairs of a term has the term; a longer one is looked at again."""
    pairs = Q(bigrams__contains=bigrams(term))
    return pairs & Q(folded__contains=term) if len(term) > 2 else pairs


def _named(word: Word) -> Q:
    """Departments and units with the word in a name or code."""
    either = reduce(or_, (Q((f"{field}__icontains", word.said)) for field in NAMES))
    departments, units = Department.objects.filter(either), Unit.objects.filter(either)
    return Q(disclosure__unit=None, disclosure__department__in=departments.values("pk")) | Q(
        disclosure__unit__in=units.values("pk")
    )
