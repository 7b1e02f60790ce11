"""Table 11: expenditure from money carried over from the year before."""

from collections.abc import Iterable

from disclosures.budget.classification import Catalogue, FundingSource, SourceGroup, Spending
from disclosures.budget.tree import Totals, columned, rolled_up

from .form import Heading, Row, Statement, amount_columns, label, present, statement

SPENDING = tuple(Spending)
WIDTH = 9


def carry_over_detail(totals: Totals, catalogue: Catalogue, heading: Heading) -> Statement:
    """Table 11: one row a functional 项, carried-over fiscal and other money side by side."""
    columns = (
        label("项目"),
        *amount_columns(("合计",), *_group("财政拨款"), *_group("非财政拨款")),
    )
    sums = (
        (code, _columns_of(source, spending), amount)
        for (code, source, spending), amount in totals.functional.items()
    )
    rows = (
        Row(
            node.code or "total",
            node.level,
            (
                catalogue.function_name(node.code) if node.level else "合计",
                *map(present, node.amounts),
            ),
        )
        for node in rolled_up(columned(sums, WIDTH), (7,), WIDTH)
    )
    use = "上年结转结余预算安排的支出"
    return statement(11, "上年结转结余情况明细表", columns, rows, heading, use)


def _group(title: str) -> tuple[tuple[str, ...], ...]:
    return (
        (title, "小计"),
        (title, "基本支出", "人员经费"),
        (title, "基本支出", "公用经费"),
        (title, "项目支出"),
    )


def _columns_of(source: FundingSource, spending: Spending) -> Iterable[int]:
    if not source.is_carried_over:
        return ()
    first = 1 if source.group is SourceGroup.FISCAL_CARRY_OVER else 5
    return (0, first, first + 1 + SPENDING.index(spending))
