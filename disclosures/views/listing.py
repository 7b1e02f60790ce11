"""The list of disclosures: found by words, year, region and kind, with where the words stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from disclosures.budget.measures import MEASURES
from disclosures.models import (
    CurrentVersion,
    Publication,
    PublishedFigure,
    PublishedPassage,
    Region,
    Unit,
)
from disclosures.search import matching
from disclosures.search.excerpt import Piece, excerpt
from disclosures.search.words import LONGEST_QUERY, Word, asked

from .catalogue import soon_rechecked

PER_PAGE: Final = 20
HITS_SHOWN: Final = 5
# Nobody reads on; whoever looks for more is told to narrow the question.
MOST_FOUND: Final = 200
FIGURE: Final = ("publication", "measure", "amount")
MEASURE_AT: Final = {measure.place: measure.key for measure in MEASURES}
KINDS: Final = (("", "全部"), ("department", "部门预算"), ("unit", "单位预算"))
NATURES: Final = (("", "全部"), *Unit.Kind.choices)
ORDERS: Final[Mapping[str, tuple[Any, ...]]] = {
    "name": ("department__name", F("unit__name").asc(nulls_first=True)),
    "large": ("-total",),
    "small": ("total",),
    "latest": ("-published_at",),
}
SORTS: Final = (
    ("", "年度、编码"),
    ("name", "名称"),
    ("large", "总额从大到小"),
    ("small", "总额从小到大"),
    ("latest", "最近公开"),
)


class Search(forms.Form):
    """What a reader looks for; what cannot be understood is left out."""

    q = forms.CharField(required=False, max_length=100_000)
    year = forms.IntegerField(required=False, min_value=2000, max_value=2100)
    region = forms.CharField(required=False, max_length=12)
    kind = forms.ChoiceField(required=False, choices=KINDS)
    nature = forms.ChoiceField(required=False, choices=NATURES)
    sort = forms.ChoiceField(required=False, choices=SORTS)

    @property
    def wanted(self) -> Mapping[str, Any]:
        """What was understood."""
        self.is_valid()
        return self.cleaned_data

    @property
    def words(self) -> tuple[Word, ...]:
        """The words to look for."""
        return asked(self.wanted.get("q") or "")

    @property
    def rows(self) -> QuerySet[CurrentVersion]:
        """What is public now and fits all but the words, in the order asked for."""
        wanted = self.wanted
        rows = CurrentVersion.objects.all()
        if year := wanted.get("year"):
            rows = rows.filter(year=year)
        if region := wanted.get("region"):
            rows = rows.filter(department__region__code=region)
        if kind := wanted.get("kind"):
            rows = rows.filter(unit__isnull=kind == "department")
        if nature := wanted.get("nature"):
            rows = rows.filter(_of_nature(nature))
        return self._ordered(rows)

    def _ordered(self, rows: QuerySet[CurrentVersion]) -> QuerySet[CurrentVersion]:
        first = ORDERS.get(self.wanted.get("sort") or "", ())
        if self.words and not first:
            first = (matching.named_first(self.words),)
        return rows.order_by(
            *first,
            "-year",
            "department__region__code",
            "department__code",
            F("unit__code").asc(nulls_first=True),
            "pk",
        )

    @property
    def keys(self) -> Sequence[int] | QuerySet[CurrentVersion, int]:
        """The publications that match; of those with words the first, and one to tell of more."""
        if self.words:
            return matching.first(self.rows, self.words, MOST_FOUND + 1)
        if (self.wanted.get("q") or "").strip():
            return []
        return self.rows.values_list("pk", flat=True)


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where words were found; an amount where the place is a key figure's."""

    place: str
    pieces: tuple[Piece, ...]
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class Line:
    """A publication in the list, with the first of its hits and how many more there are."""

    publication: Publication
    hits: Sequence[Hit] = ()
    more: int = 0


@soon_rechecked
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All published disclosures, or those that a reader looks for."""
    search = Search(request.GET)
    keys, words = search.keys, search.words
    has_more = bool(words) and len(keys) > MOST_FOUND
    shown = keys[:MOST_FOUND] if has_more else keys
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    wanted = search.wanted
    context = {
        "place": "list",
        "page": page,
        "has_more": has_more,
        "lines": _lines(page, words),
        "words": words,
        "is_short": any(len(word.said) == 1 for word in search.words),
        "is_cut": len(wanted.get("q") or "") > LONGEST_QUERY,
        "longest": LONGEST_QUERY,
        "wanted": wanted,
        "years": CurrentVersion.objects.values_list("year", flat=True).distinct().order_by("-year"),
        "regions": Region.objects.filter(
            pk__in=CurrentVersion.objects.values("department__region")
        ).order_by("code"),
        "kinds": KINDS,
        "natures": NATURES,
        "sorts": SORTS,
    }
    return render(request, "disclosures/list.html", context)


def _lines(page: Page[int], words: Sequence[Word]) -> list[Line]:
    """The publications of a page in its order."""
    found = Publication.objects.published().in_bulk(list(page.object_list))
    publications = [found[key] for key in page.object_list if key in found]
    if not words:
        return [Line(publication) for publication in publications]
    hits, amounts = _hits(publications, words), _amounts(publications)
    terms = [term for word in words for term in word.terms]
    return [
        Line(one, _shown(hits[one.pk], terms, amounts), max(0, len(hits[one.pk]) - HITS_SHOWN))
        for one in publications
    ]


def _hits(
    publications: Sequence[Publication], words: Sequence[Word]
) -> dict[int, list[PublishedPassage]]:
    """The passages of each with one of the words."""
    hits: dict[int, list[PublishedPassage]] = {one.pk: [] for one in publications}
    for one in matching.passages(publications, words):
        hits[one.publication_id].append(one)
    return hits


def _shown(
    hits: Iterable[PublishedPassage],
    terms: Iterable[str],
    amounts: Mapping[tuple[int, str], Decimal],
) -> list[Hit]:
    """The first of the hits, those with an amount before all others."""
    told = [(one, amounts.get((one.publication_id, MEASURE_AT.get(one.place, "")))) for one in hits]
    told.sort(key=lambda pair: pair[1] is None)
    return [Hit(one.place, excerpt(one.text, terms), amount) for one, amount in told[:HITS_SHOWN]]


def _amounts(publications: Iterable[Publication]) -> dict[tuple[int, str], Decimal]:
    rows = PublishedFigure.objects.filter(publication__in=publications)
    return {(key, name): amount for key, name, amount in rows.values_list(*FIGURE)}


def _of_nature(nature: str) -> Q:
    """Units of a kind (单位性质), and departments whose own office is of it."""
    heads = Unit.objects.filter(is_head=True, kind=nature).values("department")
    return Q(unit__kind=nature) | Q(unit=None, department__in=heads)
