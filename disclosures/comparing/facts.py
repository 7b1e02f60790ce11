"""The published figures behind a comparison, in a fixed number of queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from disclosures.budget.amounts import ZERO
from disclosures.budget.measures import PERSONS
from disclosures.models import Department, Publication, PublishedFigure, PublishedLine

from .choice import Choice

MOST_DEPARTMENTS = 2000
FIELD = {"function": "functional_code", "economic": "economic_code"}
Amounts = Mapping[int, Decimal]


@dataclass(frozen=True, slots=True)
class Fact:
    """One department's year in yuan (or heads); ``None`` is what nobody published."""

    amount: Decimal | None
    whole: Decimal
    people: Decimal | None = None
    before: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """What was published of the departments chosen: by department and year."""

    publications: Mapping[tuple[int, int], Publication]
    amounts: Amounts
    people: Amounts

    def fact(self, department: int, year: int) -> Fact | None:
        """The fact of a year; ``None`` where that year's disclosure is not public."""
        publication = self.publications.get((department, year))
        if publication is None:
            return None
        before = self.publications.get((department, year - 1))
        return Fact(
            self.amounts.get(publication.pk),
            publication.total,
            self.people.get(publication.pk),
            self.amounts.get(before.pk) if before else None,
        )


def public_departments() -> QuerySet[Department]:
    """The departments that have published anything: others are nobody's business yet."""
    public = Publication.objects.published().filter(disclosure__department=OuterRef("pk"))
    return Department.objects.filter(Exists(public)).select_related("region")


def departments(choice: Choice) -> list[Department]:
    """The departments chosen: of the region, and those picked."""
    if not choice.is_of_somebody:
        return []
    either = Q(code__in=choice.departments)
    if choice.region:
        either |= Q(region__code=choice.region)
    return list(public_departments().filter(either).order_by("code")[:MOST_DEPARTMENTS])


def published(choice: Choice, whose: Iterable[Department]) -> Published:
    """What they published in the years chosen and, to compare with, the years before."""
    years = {year - gap for year in choice.years for gap in (0, 1)}
    rows = list(
        Publication.objects.published()
        .current()
        .filter(disclosure__unit=None, disclosure__year__in=years, disclosure__department__in=whose)
    )
    keys = [row.pk for row in rows]
    return Published(
        {(row.disclosure.department_id, row.disclosure.year): row for row in rows},
        _amounts(choice, keys),
        _figures(PERSONS.key, keys) if choice.way == "per_head" else {},
    )


def _amounts(choice: Choice, publications: list[int]) -> Amounts:
    """The measure of each publication; a code that it does not spend on is a zero."""
    kind, code = choice.classification
    if not code:
        return _figures(choice.measure, publications)
    lines = PublishedLine.objects.filter(
        publication__in=publications, **{f"{FIELD[kind]}__startswith": code}
    )
    found = dict(lines.values_list("publication").annotate(Sum("amount")))
    return {key: found.get(key, ZERO) for key in publications}


def _figures(measure: str, publications: list[int]) -> Amounts:
    rows = PublishedFigure.objects.filter(publication__in=publications, measure=measure)
    return dict(rows.values_list("publication", "amount"))
