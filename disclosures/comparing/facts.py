"""The published figures behind a comparison, in a fixed number of queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from disclosures.budget.amounts import ZERO
from disclosures.budget.measures import PERSONS
from disclosures.models import (
    CurrentVersion,
    Department,
    Publication,
    PublishedFigure,
    PublishedFunction,
    PublishedLine,
    Region,
)

from .choice import Choice

MOST_DEPARTMENTS = 2000
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
    """What was published of the departments chosen.

    ``publications`` are keys and totals by department and year, the rest is by these keys.
    """

    publications: Mapping[tuple[int, int], tuple[int, Decimal]]
    amounts: Amounts
    people: Amounts

    def fact(self, department: int, year: int) -> Fact | None:
        """The fact of a year; ``None`` where that year's disclosure is not public."""
        if (department, year) not in self.publications:
            return None
        publication, whole = self.publications[department, year]
        before = self.publications.get((department, year - 1))
        return Fact(
            self.amounts.get(publication),
            whole,
            self.people.get(publication),
            self.amounts.get(before[0]) if before else None,
        )


def public_departments() -> QuerySet[Department]:
    """The departments that have published anything: others are nobody's business yet."""
    public = Publication.objects.published().filter(disclosure__department=OuterRef("pk"))
    return Department.objects.filter(Exists(public)).select_related("region")


def regions() -> QuerySet[Region]:
    """The regions of which anything is public."""
    here = CurrentVersion.objects.filter(department__region=OuterRef("pk"))
    return Region.objects.filter(Exists(here)).order_by("code")


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
    current = CurrentVersion.objects.filter(unit=None, year__in=years, department__in=whose)
    rows = current.values_list("department", "year", "pk", "total")
    found = {(department, year): (key, whole) for department, year, key, whole in rows}
    keys = [key for key, _ in found.values()]
    return Published(
        found,
        _amounts(choice, keys),
        _figures(PERSONS.key, keys) if choice.way == "per_head" else {},
    )


def _amounts(choice: Choice, publications: list[int]) -> Amounts:
    """The measure of each publication; a code that it does not spend on is a zero."""
    kind, code = choice.classification
    if not code:
        return _figures(choice.measure, publications)
    if kind == "function":
        spent = PublishedFunction.objects.filter(code=code, publication__in=publications)
        found = dict(spent.values_list("publication", "amount"))
    else:
        lines = PublishedLine.objects.filter(
            economic_code__startswith=code, publication__in=publications
        )
        found = dict(lines.values_list("publication").annotate(Sum("amount")))
    return {key: found.get(key, ZERO) for key in publications}


def _figures(measure: str, publications: list[int]) -> Amounts:
    rows = PublishedFigure.objects.filter(publication__in=publications, measure=measure)
    return dict(rows.values_list("publication", "amount"))
