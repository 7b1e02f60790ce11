"""Finding disclosures by their names, projects, classes and wording."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Case, F, Func, Min, Q, QuerySet, TextField, Value, When

from .budget.everyday import meant
from .index import bigrams, folded
from .models import Publication, PublishedPassage
from .models.publications import PublicationQuerySet

WORDS: Final = 5
# The better a kind of text tells what somebody looks for, the earlier it stands.
KINDS: Final = ("name", "project", "class", "text")
SHOWN: Final = 4
AROUND: Final = 40


@dataclass(frozen=True, slots=True)
class Match:
    """A text that was found, cut into parts of which every second one is what was looked for."""

    kind: str
    place: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody looks for: words, each with the terms that may be meant by it."""

    words: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, text: str) -> Query:
        """The words of a text; single characters find nothing."""
        words = [folded(word) for word in text.split()]
        return cls(tuple(meant(word) for word in words if len(word) > 1)[:WORDS])

    @property
    def terms(self) -> tuple[str, ...]:
        """Everything that may be found, the longest first."""
        return tuple(sorted({term for word in self.words for term in word}, key=len, reverse=True))


def ranked(rows: PublicationQuerySet, query: Query) -> list[int]:
    """The keys of the publications among ``rows`` that all words are found in, the best first.

    Those named so come first, then the newest year, then the largest.
    """
    ranks = _ranks(query)
    if not ranks:
        return []
    facts = rows.filter(pk__in=ranks).values_list("pk", "disclosure__year", "total")
    best = sorted(facts, key=lambda fact: (ranks[fact[0]], -fact[1], -fact[2], fact[0]))
    return [key for key, _, _ in best]


def _ranks(query: Query) -> Mapping[int, int]:
    """Publications by how well the worst-found word is found."""
    found = [dict(_found(word)) for word in query.words]
    if not found:
        return {}
    everywhere = set.intersection(*(set(one) for one in found))
    return {key: max(one[key] for one in found) for key in everywhere}


def _found(word: Sequence[str]) -> QuerySet[PublishedPassage, tuple[int, int]]:
    rank = Case(*(When(kind=kind, then=Value(at)) for at, kind in enumerate(KINDS)))
    rows = _texts().filter(_any(word)).values("publication")
    return rows.annotate(rank=Min(rank)).order_by().values_list("publication", "rank")


class Folded(Func):
    """A text as it is searched; ``index.folded`` in the database."""

    template = "replace(lower(normalize(%(expressions)s, NFKC)), ' ', '')"
    output_field = TextField()


def _texts() -> QuerySet[PublishedPassage]:
    return PublishedPassage.objects.alias(folded=Folded(F("text")))


def _any(terms: Iterable[str]) -> Q:
    """Texts in which one of the terms stands: the index finds its pairs, then it is looked for."""
    either = Q()
    for term in terms:
        either |= Q(bigrams__contains=bigrams(term), folded__contains=term)
    return either


def matches(publications: Iterable[Publication], query: Query) -> Mapping[int, list[Match]]:
    """What was found in each of a few publications, the best first."""
    found: dict[int, list[Match]] = {publication.pk: [] for publication in publications}
    if not query.terms:
        return found
    rows = _texts().filter(_any(query.terms), publication__in=found)
    for row in sorted(rows, key=lambda row: (KINDS.index(row.kind), row.pk)):
        there = found[row.publication_id]
        if row.kind != "name" and len(there) < SHOWN:
            there.append(Match(row.kind, row.place, marked(row.text, query.terms)))
    return found


def marked(text: str, terms: Sequence[str]) -> tuple[str, ...]:
    """A text around the first term in it, cut at each term: every second part is one."""
    at = min((place for term in terms if (place := text.lower().find(term)) >= 0), default=0)
    start = max(0, at - AROUND)
    piece = text[start : at + 2 * AROUND]
    parts = _cut(piece, terms)
    before = "…" if start else ""
    after = "…" if at + 2 * AROUND < len(text) else ""
    return (before + parts[0], *parts[1:-1], parts[-1] + after) if len(parts) > 1 else (piece,)


def _cut(piece: str, terms: Sequence[str]) -> list[str]:
    pattern = "|".join(re.escape(term) for term in terms)
    return re.split(f"({pattern})", piece, flags=re.IGNORECASE)
