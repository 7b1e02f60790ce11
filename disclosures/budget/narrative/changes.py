"""The changes that the text states, by the keys under which staff write the reasons."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from disclosures.budget.amounts import ZERO, Change, total
from disclosures.budget.classification import (
    Catalogue,
    Fund,
    SourceGroup,
    Spending,
    ThreePublicItem,
)
from disclosures.budget.statements.three_public import three_public_sums
from disclosures.budget.tree import Totals

from .account import BASIC_AND_PROJECT

Sums = Mapping[str, Decimal]


def changes(catalogue: Catalogue, this: Totals, last: Totals) -> Mapping[str, Change]:
    """Amounts against those of last year, for every reason that the text can ask for."""
    ours, theirs = (dict(amounts(catalogue, totals)) for totals in (this, last))
    return {
        key: Change(ours.get(key, ZERO), theirs.get(key, ZERO)) for key in sorted({*ours, *theirs})
    }


def amounts(catalogue: Catalogue, totals: Totals) -> Iterator[tuple[str, Decimal]]:
    """What the text compares, in yuan: one amount for every reason that it can ask for."""
    by_group = totals.by(lambda _code, source, _spending: source.group)
    for group in SourceGroup:
        yield f"income/{group.name.lower()}", by_group.get(group, ZERO)
    by_kind = totals.by(lambda _code, source, spending: (source.fund, spending))
    for key, _, kinds in BASIC_AND_PROJECT:
        yield f"expenditure/{key}", _of(by_kind, tuple(Fund), kinds, with_other=True)
        for fund in Fund:
            yield f"{fund.name.lower()}/{key}", _of(by_kind, (fund,), kinds)
    yield "operating", _of(by_kind, (Fund.GENERAL,), (Spending.OPERATING,))
    for fund in Fund:
        for code, amount in totals.items(fund).items():
            yield f"{fund.name.lower()}/{code}", amount
    three_public = three_public_sums(totals, catalogue)
    for item in ThreePublicItem:
        amount = total(three_public[item, fund] for fund in Fund)
        yield f"three_public/{item.name.lower()}", amount


def _of(
    by_kind: Mapping[tuple[Fund | None, Spending], Decimal],
    funds: tuple[Fund, ...],
    kinds: tuple[Spending, ...],
    *,
    with_other: bool = False,
) -> Decimal:
    sources = (*funds, None) if with_other else funds
    return total(by_kind.get((fund, kind), ZERO) for fund in sources for kind in kinds)
