"""Which line items a row or a column of a table counts, in words and as a test."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from disclosures.budget.classification import Fund, FundingSource, SourceGroup, Spending
from disclosures.budget.entries import LineItem
from disclosures.budget.tree import spending_of


@dataclass(frozen=True, slots=True)
class Condition:
    """What a line item must be to count; without words it is said nowhere."""

    words: str
    counts: Callable[[LineItem], bool]


ALL = Condition("", lambda _: True)
BASIC = Condition("基本支出（没有项目的明细）", lambda line: not line.project)
PROJECT = Condition("项目支出（有项目的明细）", lambda line: bool(line.project))
STAFF = Condition(
    "人员经费（没有项目，部门经济分类为 301、303 类）",
    lambda line: spending_of(line) is Spending.STAFF,
)
OPERATING = Condition(
    "公用经费（没有项目，部门经济分类为 302、310 类）",
    lambda line: spending_of(line) is Spending.OPERATING,
)
FISCAL = Condition(
    "当年财政拨款（一般公共预算、政府性基金预算、国有资本经营预算）",
    lambda line: line.source.fund is not None,
)
CARRIED_OVER = Condition("上年结转结余资金", lambda line: line.source.is_carried_over)


def of_fund(fund: Fund) -> Condition:
    """Current-year money of one fiscal budget, transfers from above included."""
    return Condition(f"当年{fund.value}资金", lambda line: line.source.fund is fund)


def of_group(group: SourceGroup) -> Condition:
    """Money of one group of sources."""
    return Condition(f"资金来源为“{group.value}”", lambda line: line.source.group is group)


def of_groups(words: str, groups: Collection[SourceGroup]) -> Condition:
    """Money of several groups of sources."""
    return Condition(words, lambda line: line.source.group in groups)


def of_sources(sources: tuple[FundingSource, ...]) -> Condition:
    """Money of the sources that a line of the income tree sums."""
    names = "、".join(source.name for source in sources)
    return Condition(f"资金来源为{names}", lambda line: line.source in sources)


def of_function(code: str, name: str) -> Condition:
    """A functional 类, 款 or 项; without a code all of them."""
    if not code:
        return ALL
    return Condition(f"功能分类科目 {code} {name}", lambda line: line.functional.startswith(code))


def of_economy(code: str, name: str) -> Condition:
    """An economic 类 or 款; without a code all of them."""
    if not code:
        return ALL
    return Condition(f"部门经济分类 {code} {name}", lambda line: line.economic.startswith(code))


def of_unit(code: str, name: str) -> Condition:
    """One budget unit."""
    return Condition(f"预算单位 {name}", lambda line: line.unit == code)


def of_project(name: str) -> Condition:
    """One project."""
    return Condition(f"项目“{name}”", lambda line: line.project == name)
