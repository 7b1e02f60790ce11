"""Where the money comes from and what it is for, from table 2."""

from collections.abc import Mapping
from decimal import Decimal

from disclosures.budget.amounts import figure, total
from disclosures.budget.statements.form import Statement

from . import flow
from .figures import Named, classes, largest, names_of_amounts, percent, said
from .shapes import Picture

SOURCES, USES = 5, 7
SUBTOTALS = 2  # table 2 begins with the total and that of fiscal appropriation
BELOW_ZERO = "为负数的金额未画出。"


def from_source_to_use(statements: Mapping[int, Statement]) -> Picture | None:
    """Bands from each source to each functional class; what is below zero has no band."""
    income = statements[2]
    sources = names_of_amounts(income)[SUBTOTALS:]
    uses = [Named(one.name, one.amounts[SUBTOTALS:]) for one in classes(income)]
    cells = {
        (source, use.name): use.amounts[column]
        for column, source in enumerate(sources)
        for use in uses
        if use.amounts[column]
    }
    whole = total(cells.values())
    money = _gathered({way: amount for way, amount in cells.items() if amount > 0})
    if whole <= 0 or not money:
        return None
    sums = [_sums(money, side) for side in (0, 1)]
    words = {one.name: said(one.amount, whole) for side in sums for one in side}
    is_negative = any(amount < 0 for amount in cells.values())
    return Picture(
        key="flow",
        title="钱从哪里来，用到哪里去（万元）",
        sentence=_sentence(sums[0], sums[1], whole) + (BELOW_ZERO if is_negative else ""),
        drawing=flow.drawn(money, words),
        header=("收入来源", "支出功能分类", "金额"),
        rows=tuple((source, use, figure(amount)) for (source, use), amount in money.items()),
        table=2,
    )


def _sums(money: flow.Money, side: int) -> list[Named]:
    """The names of a side with all their money."""
    sums: dict[str, Decimal] = {}
    for way, amount in money.items():
        sums[way[side]] = sums.get(way[side], Decimal(0)) + amount
    return [Named(name, (amount,)) for name, amount in sums.items()]


def _gathered(money: flow.Money) -> dict[tuple[str, str], Decimal]:
    """The money with small names of either side put together, larger ones first."""
    limits = ((SOURCES, "其余 {} 个来源"), (USES, "其余 {} 类支出"))
    called: list[dict[str, str]] = []
    order: list[list[str]] = []
    for side, (limit, others) in enumerate(limits):
        names = _sums(money, side)
        kept = [one.name for one in largest(names, limit, others)]
        called.append({one.name: one.name if one.name in kept else kept[-1] for one in names})
        order.append(kept)
    gathered: dict[tuple[str, str], Decimal] = {}
    for (source, use), amount in money.items():
        way = called[0][source], called[1][use]
        gathered[way] = gathered.get(way, Decimal(0)) + amount
    places = [{name: place for place, name in enumerate(side)} for side in order]
    ways = sorted(gathered, key=lambda way: (places[0][way[0]], places[1][way[1]]))
    return {way: gathered[way] for way in ways}


def _sentence(sources: list[Named], uses: list[Named], whole: Decimal) -> str:
    source, use = (max(side, key=lambda one: one.amount) for side in (sources, uses))
    comes = f"{figure(whole)} 万元"
    comes += (
        f"全部来自{source.name}"
        if len(sources) == 1
        else f"中 {percent(source.amount, whole)} 来自{source.name}"
    )
    goes = (
        f"全部用于{use.name}"
        if len(uses) == 1
        else f"用于{use.name}的最多，占 {percent(use.amount, whole)}"
    )
    return f"{comes}，{goes}。"
