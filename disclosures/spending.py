"""Who spends how much on a function, from the sums that are kept of what is published."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Exists, Max, OuterRef, QuerySet, Sum
from django.db.models.functions import Length

from disclosures.budget.amounts import share
from disclosures.models import (
    CurrentVersion,
    FunctionalCode,
    FunctionTotal,
    Publication,
    PublishedFunction,
)

from .index import LEVELS


@dataclass(frozen=True, slots=True)
class YearSum:
    """What all departments together spend in a year under a code, and of how much in all."""

    year: int
    amount: Decimal
    departments: int
    whole: Decimal

    @property
    def share(self) -> Decimal | None:
        """Per cent of all published budgets of the year."""
        return share(self.amount, self.whole)


@dataclass(frozen=True, slots=True)
class CodeSums:
    """A code with its name and its amount in each of the years; ``None`` where nobody spends."""

    code: str
    name: str
    amounts: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class Spender:
    """A department's disclosure and what of it goes to the function."""

    publication: Publication
    amount: Decimal

    @property
    def share(self) -> Decimal | None:
        """Per cent of the department's expenditure."""
        return share(self.amount, self.publication.total)


def years(code: str) -> list[YearSum]:
    """The years in which anybody spends under a code (empty: at all), newest first."""
    sums = {(one.year, one.code): one for one in FunctionTotal.objects.filter(code__in={code, ""})}
    return [
        YearSum(year, one.amount, one.departments, sums[year, ""].amount)
        for (year, of), one in sorted(sums.items(), reverse=True)
        if of == code
    ]


def below(code: str, of_years: Sequence[int]) -> list[CodeSums]:
    """The codes one level below with their amounts in the years; an item (项) has none."""
    if len(code) == LEVELS[-1]:
        return []
    level = LEVELS[LEVELS.index(len(code)) + 1]
    found: dict[str, dict[int, Decimal]] = {}
    sums = FunctionTotal.objects.alias(level=Length("code")).filter(
        code__startswith=code, level=level, year__in=of_years
    )
    for one in sums.order_by("code"):
        found.setdefault(one.code, {})[one.year] = one.amount
    named = names(found)
    return [
        CodeSums(child, named.get(child, ""), tuple(map(amounts.get, of_years)))
        for child, amounts in found.items()
    ]


def spenders(code: str, year: int, start: int, count: int) -> list[Spender]:
    """The departments of a year, from the one that spends most, beginning with the ``start``-th."""
    ranked = _told(code, year).order_by("-amount", "publication")
    shown = list(ranked.values_list("publication", "amount")[start : start + count])
    publications = Publication.objects.published().in_bulk([key for key, _ in shown])
    return [Spender(publications[key], amount) for key, amount in shown]


def most(code: str, year: int) -> Decimal | None:
    """What the department that spends most in a year spends."""
    found: Decimal | None = _told(code, year).aggregate(most=Max("amount"))["most"]
    return found


def _told(code: str, year: int) -> QuerySet[PublishedFunction]:
    """What the departments' current versions of a year say of a code."""
    return PublishedFunction.objects.filter(
        code=code, publication__as_current__year=year, publication__as_current__unit=None
    )


def is_true() -> bool:
    """Whether what is kept as current and summed is what all records of versions come to."""
    newer = Publication.objects.filter(
        disclosure=OuterRef("disclosure"), version__gt=OuterRef("version")
    )
    current = Publication.objects.filter(~Exists(newer), withdrawal=None)
    told = PublishedFunction.objects.filter(
        publication__in=current, publication__disclosure__unit=None
    )
    sums = told.values_list("publication__disclosure__year", "code").annotate(
        Sum("amount"), Count("pk")
    )
    kept = FunctionTotal.objects.values_list("year", "code", "amount", "departments")
    keys = CurrentVersion.objects.values_list("pk", flat=True)
    return {*current.values_list("pk", flat=True)} == {*keys} and {*sums} == {*kept}


def names(codes: Iterable[str]) -> Mapping[str, str]:
    """The newest name of each code."""
    rows = FunctionalCode.objects.filter(code__in=list(codes)).order_by("code", "-year")
    return dict(rows.distinct("code").values_list("code", "name"))
