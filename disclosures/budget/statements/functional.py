"""Tables over the functional tree: 2, 3, 5, 8 and 9."""

from collections.abc import Callable, Iterable

from disclosures.budget.classification import Catalogue, Fund, FundingSource, SourceGroup, Spending
from disclosures.budget.tree import Totals, columned, rolled_up, split_code

from .form import (
    Column,
    Heading,
    Row,
    Statement,
    amount_columns,
    code_columns,
    label,
    present,
    statement,
)

LEVELS = (3, 5, 7)
NAME = "功能分类科目名称"
CODES = "功能分类科目编码"
GROUPS = tuple(SourceGroup)
APPROPRIATED = GROUPS[:6]

# Which amount columns (counted from 0) a sum of one source and spending belongs to.
ColumnsOf = Callable[[FundingSource, Spending], Iterable[int]]


def income(totals: Totals, catalogue: Catalogue, heading: Heading) -> Statement:
    """Table 2: every functional code by the groups of sources that pay for it."""
    columns = (
        *code_columns((CODES,), "类", "款", "项"),
        label(NAME),
        *amount_columns(
            ("总计",),
            ("财政拨款（补助）", "财政拨款（补助）小计"),
            *(("财政拨款（补助）", group.value) for group in APPROPRIATED),
            *((group.value,) for group in GROUPS[len(APPROPRIATED) :]),
        ),
    )
    rows = _rows(totals, catalogue, _income_columns, len(GROUPS) + 2)
    return statement(2, "部门收入总体情况表", columns, rows, heading, "预算收入")


def _income_columns(source: FundingSource, _: Spending) -> Iterable[int]:
    own = GROUPS.index(source.group) + 2
    return (0, 1, own) if source.group in APPROPRIATED else (0, own)


def expenditure(totals: Totals, catalogue: Catalogue, heading: Heading) -> Statement:
    """Table 3: every functional code as basic and project expenditure, all sources."""
    rows = _rows(totals, catalogue, lambda _, spending: _basic_or_project(spending), 3)
    columns = _expenditure_columns("支出预算")
    return statement(3, "部门支出总体情况表", columns, rows, heading, "预算支出")


def general_expenditure(totals: Totals, catalogue: Catalogue, heading: Heading) -> Statement:
    """Table 5: as table 3, of current-year 一般公共预算 only."""

    def columns_of(source: FundingSource, spending: Spending) -> Iterable[int]:
        return _basic_or_project(spending) if source.fund is Fund.GENERAL else ()

    rows = _rows(totals, catalogue, columns_of, 3)
    columns = _expenditure_columns("一般公共预算支出")
    use = "使用一般公共预算拨款安排的支出"
    return statement(5, "一般公共预算支出情况表", columns, rows, heading, use)


def government_fund_expenditure(
    totals: Totals, catalogue: Catalogue, heading: Heading
) -> Statement:
    """Table 8: current-year 政府性基金预算, basic expenditure by staff and operation."""
    return _fund_expenditure(8, Fund.GOVERNMENT_FUND, totals, catalogue, heading)


def state_capital_expenditure(totals: Totals, catalogue: Catalogue, heading: Heading) -> Statement:
    """Table 9: as table 8, of current-year 国有资本经营预算."""
    return _fund_expenditure(9, Fund.STATE_CAPITAL, totals, catalogue, heading)


def _fund_expenditure(
    number: int, fund: Fund, totals: Totals, catalogue: Catalogue, heading: Heading
) -> Statement:
    title = f"{fund.value}支出"
    position = {Spending.STAFF: 1, Spending.OPERATING: 2, Spending.PROJECT: 3}

    def columns_of(source: FundingSource, spending: Spending) -> Iterable[int]:
        return (0, position[spending]) if source.fund is fund else ()

    columns = (
        *code_columns(("科目", CODES), "类", "款", "项"),
        label(NAME),
        *amount_columns(
            (title, "合计"),
            (title, "基本支出", "人员经费"),
            (title, "基本支出", "公用经费"),
            (title, "项目支出"),
        ),
    )
    rows = _rows(totals, catalogue, columns_of, 4)
    use = f"使用{fund.value}拨款安排的支出"
    return statement(number, f"{title}情况表", columns, rows, heading, use)


def _expenditure_columns(title: str) -> tuple[Column, ...]:
    return (
        *code_columns(("科目", CODES), "类", "款", "项"),
        label(NAME),
        *amount_columns((title, "合计"), (title, "基本支出"), (title, "项目支出")),
    )


def _basic_or_project(spending: Spending) -> Iterable[int]:
    return (0, 2) if spending is Spending.PROJECT else (0, 1)


def _rows(totals: Totals, catalogue: Catalogue, columns_of: ColumnsOf, width: int) -> Iterable[Row]:
    sums = (
        (code, columns_of(source, spending), amount)
        for (code, source, spending), amount in totals.functional.items()
    )
    for node in rolled_up(columned(sums, width), LEVELS, width):
        name = catalogue.function_name(node.code) if node.level else "总计"
        cells = (*split_code(node.code, LEVELS), name, *map(present, node.amounts))
        yield Row(node.code or "total", node.level, cells)
