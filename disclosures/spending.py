"""Who spends how much on a function: published line items, summed by code and year."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import Left

from disclosures.budget.amounts import ZERO, share
from disclosures.models import FunctionalCode, Publication, PublishedLine

LEVELS = (3, 5, 7)


@dataclass(frozen=True, slots=True)
class YearSum:
    """What all departments together spend in a year under a code, and of how much in all."""

    year: int
    amount: Decimal
    departments: int
    whole: Decimal

    @property
    def share(self) -> Decimal | None:
        """Per cent of what these departments' budgets are in all."""
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


def years_of(code: str) -> list[YearSum]:
    """The years in which anybody spends under the code, newest first."""
    rows = _lines(code).values(year=F("publication__disclosure__year"))
    found = rows.annotate(sum=Sum("amount"), count=Count("publication", distinct=True))
    wholes = dict(_current().values_list("disclosure__year").annotate(Sum("total")).order_by())
    return [
        YearSum(row["year"], row["sum"], row["count"], wholes[row["year"]])
        for row in found.order_by("-year")
    ]


def codes_below(code: str, years: Sequence[int]) -> list[CodeSums]:
    """The codes one level below (the 类 for an empty code) with their amounts in the years."""
    level = next((level for level in LEVELS if level > len(code)), None)
    if level is None:
        return []
    rows = (
        _lines(code)
        .filter(publication__disclosure__year__in=years)
        .annotate(child=Left("functional_code", level))
        .values_list("child", "publication__disclosure__year")
        .annotate(Sum("amount"))
        .order_by()
    )
    found: dict[str, dict[int, Decimal]] = defaultdict(dict)
    for child, year, amount in rows:
        found[child][year] = amount
    named = names(found)
    return [
        CodeSums(child, named.get(child, ""), tuple(found[child].get(year) for year in years))
        for child in sorted(found)
    ]


def spenders(code: str, year: int, start: int, count: int) -> list[Spender]:
    """The departments that spend most under the code in a year."""
    rows = (
        _lines(code)
        .filter(publication__disclosure__year=year)
        .values_list("publication")
        .annotate(sum=Sum("amount"))
        .order_by("-sum", "publication")[start : start + count]
    )
    amounts = dict(rows)
    publications = Publication.objects.published().in_bulk(list(amounts))
    return [Spender(publications[key], amount or ZERO) for key, amount in amounts.items()]


def public_years() -> list[int]:
    """The years of which departments' budgets are public, newest first."""
    years = _current().values_list("disclosure__year", flat=True).distinct()
    return list(years.order_by("-disclosure__year"))


def names(codes: Iterable[str]) -> Mapping[str, str]:
    """The newest name of each code."""
    rows = FunctionalCode.objects.filter(code__in=list(codes)).order_by("code", "-year")
    return dict(rows.distinct("code").values_list("code", "name"))


def _current() -> QuerySet[Publication]:
    """Departments' current disclosures: those of units are contained in them."""
    return Publication.objects.published().current().filter(disclosure__unit=None)


def _lines(code: str) -> QuerySet[PublishedLine]:
    return PublishedLine.objects.filter(
        functional_code__startswith=code, publication__in=_current().values("pk")
    )
