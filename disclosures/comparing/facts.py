"""The published figures behind a comparison, in a fixed number of queries."""

from collections.abc import Mapping
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

    ``publications`` are keys and totals by department and year, the rest is by these keys;
    ``absent`` is the amount of those that have none.
    """

    publications: Mapping[tuple[int, int], tuple[int, Decimal]]
    amounts: Amounts
    people: Amounts
    absent: Decimal | None

    def fact(self, department: int, year: int) -> Fact | None:
        """The fact of a year; ``None`` where that year's disclosure is not public."""
        if (department, year) not in self.publications:
            return None
        publication, whole = self.publications[department, year]
        before = self.publications.get((department, year - 1))
        return Fact(
            self.amounts.get(publication, self.absent),
            whole,
            self.people.get(publication),
            self.amounts.get(before[0], self.absent) if before else None,
        )


def public_departments() -> QuerySet[Department]:
    """The departments that have published anything: others are nobody's business yet."""
    public = Publication.objects.published().filter(disclosure__department=OuterRef("pk"))
    return Department.objects.filter(Exists(public))


def regions() -> QuerySet[Region]:
    """The regions of which anything is public."""
    here = CurrentVersion.objects.filter(department__region=OuterRef("pk"))
    return Region.objects.filter(Exists(here)).order_by("code")


def departments(choice: Choice) -> list[Department]:
    """The departments chosen: of the region, and those picked."""
    if not choice.is_of_somebody:
        return []
    chosen = public_departments().filter(_is_chosen(choice)).order_by("code")
    return list(chosen.prefetch_related("region")[:MOST_DEPARTMENTS])


def published(choice: Choice) -> Published:
    """What they published in the years chosen and, to compare with, the years before."""
    years = {year - gap for year in choice.years for gap in (0, 1)}
    current = CurrentVersion.objects.filter(
        _is_chosen(choice, "department__"), unit=None, year__in=years
    )
    rows = current.values_list("department", "year", "pk", "total")
    return Published(
        {(department, year): (key, whole) for department, year, key, whole in rows},
        _amounts(choice, current),
        _figures(PERSONS.key, current) if choice.way == "per_head" else {},
        # What a publication does not spend on a code is zero.
        ZERO if choice.classification[1] else None,
    )


def _is_chosen(choice: Choice, department: str = "") -> Q:
    """Whether a department is of the region chosen, or picked."""
    return Q((f"{department}code__in", choice.departments)) | Q(
        (f"{department}region__code", choice.region)
    )


def _amounts(choice: Choice, publications: QuerySet[CurrentVersion]) -> Amounts:
    """The measure of each publication that has it."""
    kind, code = choice.classification
    if not code:
        return _figures(choice.measure, publications)
    keys = publications.values("pk")
    if kind == "function":
        spent = PublishedFunction.objects.filter(code=code, publication__in=keys)
        return dict(spent.values_list("publication", "amount"))
    lines = PublishedLine.objects.filter(economic_code__startswith=code, publication__in=keys)
    return dict(lines.values_list("publication").annotate(Sum("amount")))


def _figures(measure: str, publications: QuerySet[CurrentVersion]) -> Amounts:
    rows = PublishedFigure.objects.filter(
        measure=measure, publication__in=publications.values("pk")
    )
    return dict(rows.values_list("publication", "amount"))
