"""How a department's budget went over the years, from what it published."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from disclosures.budget.amounts import Change, figure

from . import years
from .lettering import advance
from .shapes import WIDTH, Picture

YEARS = 5


@dataclass(frozen=True, slots=True)
class Published:
    """An amount of one published year, in exact yuan."""

    year: int
    amount: Decimal


def trend(published: Sequence[Published], key: str, name: str) -> Picture | None:
    """The latest years side by side; one year alone, or nothing in all of them, is no trend."""
    known = sorted(published, key=lambda one: one.year)
    last = known[-_most(known) :]
    if len(last) < 2 or not any(one.amount for one in last):
        return None
    changes = [None, *(Change(after.amount, before.amount) for before, after in pairwise(last))]
    columns = [
        years.Year(
            f"{one.year} 年",
            (figure(one.amount), *([_sign(change)] if change else [])),
            (one.amount,),
        )
        for one, change in zip(last, changes, strict=True)
    ]
    return Picture(
        key=key,
        title=f"{name}（万元）",
        sentence=f"{_sentence(last[0], last[-1])}{_missing(last)}",
        drawing=years.drawn(columns),
        header=("年度", name, "比上一次"),
        rows=tuple(
            (f"{one.year} 年", figure(one.amount), _in_words(change) if change else "—")
            for one, change in zip(last, changes, strict=True)
        ),
    )


def _most(published: Sequence[Published]) -> int:
    """How many years have room for their amounts, each on one line."""
    widest = max((advance(figure(one.amount)) for one in published), default=WIDTH)
    return min(YEARS, max(2, int(WIDTH // widest)))


def _missing(published: Sequence[Published]) -> str:
    """The years between that nothing is drawn of: they were not published, not zero."""
    known = {one.year for one in published}
    missing = [year for year in range(min(known), max(known)) if year not in known]
    return f"其间 {'、'.join(map(str, missing))} 年没有现行公开。" if missing else ""


def _sign(change: Change) -> str:
    """The change as it is written at a column: +5.20%, −3.10%."""
    if not change.difference:
        return "持平"
    return f"{'−' if change.is_fall else '+'}{change.rate}%"


def _in_words(change: Change) -> str:
    """The change as it is read: 增长 5.20%, 下降 3.10%, 持平."""
    if not change.difference:
        return "持平"
    return f"{'下降' if change.is_fall else '增长'} {change.rate}%"


def _sentence(first: Published, last: Published) -> str:
    change = Change(last.amount, first.amount)
    if not change.difference:
        return f"{last.year} 年与 {first.year} 年持平，均为 {figure(last.amount)} 万元。"
    verb = "减少" if change.is_fall else "增加"
    return (
        f"从 {first.year} 年的 {figure(first.amount)} 万元{verb}到 {last.year} 年的"
        f" {figure(last.amount)} 万元，{_in_words(change)}。"
    )
