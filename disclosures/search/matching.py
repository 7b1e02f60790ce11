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
        # One subquery a term: joined by OR in one, the pairs of every row would be compared
        # again, which takes three times as long.
        tellings = (
            PublishedPassage.objects.filter(said).values("publication") for said in _said(word)
        )
        rows = rows.filter(reduce(or_, (Q(pk__in=one) for one in tellings), _named(word)))
    return rows


def named_first(words: Sequence[Word]) -> Case:
    """Where to sort a publication: those with every word in their name before all others."""
    named = reduce(and_, (_named(word) for word in words))
    return Case(When(named, then=Value(0)), default=Value(1), output_field=IntegerField())


def passages(
    publications: Iterable[Publication], words: Sequence[Word]
) -> QuerySet[PublishedPassage]:
    """The passages of the publications that have one of the words; names are shown anyway."""
    terms = (term for word in words for term in word.terms if len(term) > 1)
    # Without the pairs: of so few publications the passages are read faster than the index.
    said = reduce(or_, (Q(folded__contains=term) for term in terms), Q(pk__in=()))
    found = PublishedPassage.objects.filter(said, publication__in=publications)
    shown = found.exclude(kind="name").only("publication_id", "place", "text")
    return shown.order_by("publication", "pk")


def _said(word: Word) -> list[Q]:
    """For each term of a word, the passages that have it.

    A passage with the pair of a term of two characters has the term; for a longer one it is
    looked at again.
    """
    return [
        Q(bigrams__contains=bigrams(term)) & (Q(folded__contains=term) if len(term) > 2 else Q())
        for term in word.terms
        if len(term) > 1
    ]


def _named(word: Word) -> Q:
    """Departments and units with the word in a name or code."""
    either = reduce(or_, (Q((f"{field}__icontains", word.said)) for field in NAMES))
    departments, units = Department.objects.filter(either), Unit.objects.filter(either)
    return Q(disclosure__unit=None, disclosure__department__in=departments.values("pk")) | Q(
        disclosure__unit__in=units.values("pk")
    )
