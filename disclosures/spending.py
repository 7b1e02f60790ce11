"""Who spends how much on a function: published line items, summed by code and year.

The line items are summed by publication first, which their index answers alone; what year and
whose each publication is, is joined here.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Sum
from django.db.models.functions import Left

from disclosures.budget.amounts import ZERO, share, total
from disclosures.models import CurrentVersion, FunctionalCode, Publication, PublishedLine

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


@dataclass(frozen=True)
class Spending:
    """What is spent under a code (all of it for an empty one).

    ``public`` are year and total of the departments' current disclosures, which contain those of
    their units; ``parts`` are publication, code one level below, and amount.
    """

    code: str
    public: Mapping[int, tuple[int, Decimal]]
    parts: Sequence[tuple[int, str, Decimal]]

    @cached_property
    def by_publication(self) -> Mapping[int, Decimal]:
        """The amount of each publication."""
        found: dict[int, Decimal] = defaultdict(lambda: ZERO)
        for publication, _, amount in self.parts:
            found[publication] += amount
        return found

    @cached_property
    def years(self) -> list[YearSum]:
        """The years in which anybody spends under the code, newest first."""
        spent: dict[int, list[Decimal]] = defaultdict(list)
        wholes: dict[int, Decimal] = defaultdict(lambda: ZERO)
        for publication, (year, whole) in self.public.items():
            wholes[year] += whole
            if publication in self.by_publication:
                spent[year].append(self.by_publication[publication])
        return [
            YearSum(year, total(spent[year]), len(spent[year]), wholes[year])
            for year in sorted(spent, reverse=True)
        ]

    def most(self, year: int) -> Decimal | None:
        """What the department that spends most in a year spends."""
        amounts = self.by_publication.items()
        return max((one for key, one in amounts if self.public[key][0] == year), default=None)

    def below(self, years: Sequence[int]) -> list[CodeSums]:
        """The codes one level below with their amounts in the years; an item has none."""
        if len(self.code) == LEVELS[-1]:
            return []
        found: dict[str, dict[int, Decimal]] = defaultdict(lambda: defaultdict(lambda: ZERO))
        for publication, child, amount in self.parts:
            found[child][self.public[publication][0]] += amount
        named = names(found)
        return [
            CodeSums(child, named.get(child, ""), tuple(found[child].get(year) for year in years))
            for child in sorted(found)
        ]

    def spenders(self, year: int, start: int, count: int) -> list[Spender]:
        """The departments of a year, from the one that spends most."""
        amounts = [pair for pair in self.by_publication.items() if self.public[pair[0]][0] == year]
        amounts.sort(key=lambda pair: (-pair[1], pair[0]))
        shown = amounts[start : start + count]
        publications = Publication.objects.published().in_bulk([key for key, _ in shown])
        return [Spender(publications[key], amount) for key, amount in shown]


def spent(code: str) -> Spending:
    """What the current disclosures of departments spend under a code."""
    current = CurrentVersion.objects.filter(unit=None).values_list("pk", "year", "total")
    public = {key: (year, whole) for key, year, whole in current}
    level = next((level for level in LEVELS if level > len(code)), LEVELS[-1])
    lines = PublishedLine.objects.filter(functional_code__startswith=code)
    parts = lines.values_list("publication", Left("functional_code", level)).annotate(Sum("amount"))
    return Spending(code, public, [part for part in parts.order_by() if part[0] in public])


def names(codes: Iterable[str]) -> Mapping[str, str]:
    """The newest name of each code."""
    rows = FunctionalCode.objects.filter(code__in=list(codes)).order_by("code", "-year")
    return dict(rows.distinct("code").values_list("code", "name"))
