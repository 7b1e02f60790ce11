"""Table 6: basic expenditure of 一般公共预算 over the economic tree."""

from collections.abc import Iterable

from disclosures.budget.classification import Catalogue, Fund, Spending
from disclosures.budget.tree import Totals, columned, rolled_up, split_code

from .form import (
    Heading,
    Row,
    Statement,
    amount_columns,
    code_columns,
    label,
    present,
    statement,
)

LEVELS = (3, 5)
COLUMNS = {Spending.STAFF: (0, 1), Spending.OPERATING: (0, 2)}


def general_basic_expenditure(totals: Totals, catalogue: Catalogue, heading: Heading) -> Statement:
    """Table 6: every economic code as 人员经费 and 公用经费."""
    title = "一般公共预算基本支出"
    columns = (
        *code_columns(("科目", "经济分类科目编码"), "类", "款"),
        label("经济分类科目名称"),
        *amount_columns((title, "合计"), (title, "人员经费"), (title, "公用经费")),
    )
    use = "使用一般公共预算拨款安排的基本支出"
    return statement(6, f"{title}情况表", columns, _rows(totals, catalogue), heading, use)


def _rows(totals: Totals, catalogue: Catalogue) -> Iterable[Row]:
    sums = (
        (code, COLUMNS.get(spending, ()), amount)
        for (code, fund, spending), amount in totals.economic.items()
        if fund is Fund.GENERAL
    )
    for node in rolled_up(columned(sums, 3), LEVELS, 3):
        name = catalogue.economic_name(node.code) if node.level else "总计"
        cells = (*split_code(node.code, LEVELS), name, *map(present, node.amounts))
        yield Row(node.code or "total", node.level, cells)
