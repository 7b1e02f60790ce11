"""Table 10: 财政拨款“三公”经费, which economic codes count is the catalogue's."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from disclosures.budget.amounts import ZERO, total
from disclosures.budget.classification import Catalogue, Fund, ThreePublicItem
from disclosures.budget.tree import Totals

from .form import Heading, Row, Statement, amount_columns, label, present, statement

Items = tuple[ThreePublicItem, ...]

# The printed rows: key, level, words, and the items a row sums.
ROWS: tuple[tuple[str, int, str, Items], ...] = (
    ("total", 0, "合计", tuple(ThreePublicItem)),
    ("overseas", 1, "因公出国（境）费", (ThreePublicItem.OVERSEAS,)),
    ("reception", 1, "公务接待费", (ThreePublicItem.RECEPTION,)),
    (
        "vehicles",
        1,
        "公务用车购置及运行费（小计）",
        (ThreePublicItem.VEHICLE_PURCHASE, ThreePublicItem.VEHICLE_OPERATION),
    ),
    ("vehicle_purchase", 2, "其中：公务用车购置费", (ThreePublicItem.VEHICLE_PURCHASE,)),
    ("vehicle_operation", 2, "公务用车运行费", (ThreePublicItem.VEHICLE_OPERATION,)),
)


def three_public_sums(
    totals: Totals, catalogue: Catalogue
) -> Mapping[tuple[ThreePublicItem, Fund], Decimal]:
    """Current-year fiscal money for each item and fund, basic and project together."""
    sums = {(item, fund): ZERO for item in ThreePublicItem for fund in Fund}
    for (code, fund, _), amount in totals.economic.items():
        item = catalogue.three_public.get(code)
        if item is not None:
            sums[item, fund] += amount
    return sums


def three_public_expenditure(totals: Totals, catalogue: Catalogue, heading: Heading) -> Statement:
    """Table 10: the items of 三公 by fund."""
    columns = (
        label("“三公”经费支出内容"),
        *amount_columns(
            ("合计",),
            ("资金来源", "一般公共预算"),
            ("资金来源", "政府性基金"),
            ("资金来源", "国有资本经营预算"),
        ),
    )
    rows = _rows(three_public_sums(totals, catalogue))
    use = "使用财政拨款安排的“三公”经费支出"
    return statement(10, "财政拨款“三公”经费支出情况表", columns, rows, heading, use)


def _rows(sums: Mapping[tuple[ThreePublicItem, Fund], Decimal]) -> Iterator[Row]:
    for key, level, words, items in ROWS:
        by_fund = [total(sums[item, fund] for item in items) for fund in Fund]
        yield Row(key, level, (words, present(total(by_fund)), *map(present, by_fund)))
