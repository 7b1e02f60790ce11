"""How a department's budget went over the years, from what it published."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from disclosures.budget.amounts import Change, figure

from . import years
from .shapes import Picture

YEARS = 3


@dataclass(frozen=True, slots=True)
class Published:
    """The total of one published year, in exact yuan."""

    year: int
    total: Decimal


def trend(published: Sequence[Published]) -> Picture | None:
    """The latest three years side by side; one year alone is no trend."""
    last = sorted(published, key=lambda one: one.year)[-YEARS:]
    if len(last) < 2:
        return None
    changes = ["", *(_change(before, after) for before, after in pairwise(last))]
    columns = [
        years.Year(f"{one.year} 年", tuple(filter(None, (figure(one.total), change))), (one.total,))
        for one, change in zip(last, changes, strict=True)
    ]
    return Picture(
        key="trend",
        title="收支总预算的变化（万元）",
        sentence=_sentence(last[0], last[-1]),
        drawing=years.drawn(columns),
        header=("年度", "收支总预算", "比上一次"),
        rows=tuple(
            (f"{one.year} 年", figure(one.total), change or "—")
            for one, change in zip(last, changes, strict=True)
        ),
    )


def _change(before: Published, after: Published) -> str:
    """The change as it is read: 增长 5.20%, 下降 3.10%, 持平."""
    change = Change(after.total, before.total)
    if not change.difference:
        return "持平"
    return f"{'下降' if change.is_fall else '增长'} {change.rate}%"


def _sentence(first: Published, last: Published) -> str:
    change = Change(last.total, first.total)
    if not change.difference:
        return f"{last.year} 年与 {first.year} 年持平，均为 {figure(last.total)} 万元。"
    verb = "减少" if change.is_fall else "增加"
    return (
        f"从 {first.year} 年的 {figure(first.total)} 万元{verb}到 {last.year} 年的"
        f" {figure(last.total)} 万元，{_change(first, last)}。"
    )
