"""Tables with income on the left and the 29 functional classes on the right: 1 and 4."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import zip_longest

from disclosures.budget.amounts import ZERO, total
from disclosures.budget.classification import (
    BUSINESS,
    DEDICATED_ACCOUNT,
    DEDICATED_ACCOUNT_CARRY_OVER,
    FUNDING_SOURCES,
    GENERAL,
    GENERAL_CARRY_OVER,
    GENERAL_TRANSFER,
    GOVERNMENT_FUND,
    GOVERNMENT_FUND_CARRY_OVER,
    GOVERNMENT_FUND_TRANSFER,
    OPERATIONS,
    OTHER,
    OWN_CARRY_OVER,
    STATE_CAPITAL,
    STATE_CAPITAL_CARRY_OVER,
    STATE_CAPITAL_TRANSFER,
    SUBORDINATE_REMITTANCE,
    SUPERIOR_SUBSIDY,
    Catalogue,
    Fund,
    FundingSource,
)
from disclosures.budget.tree import Totals

from .form import Heading, Row, Statement, present, statement, unnumbered

Sources = tuple[FundingSource, ...]
OWN = (OPERATIONS, SUPERIOR_SUBSIDY, SUBORDINATE_REMITTANCE, BUSINESS, OTHER)

# The left side of table 1 in printed order: the words of a line and the sources it sums.
INCOME_LINES: tuple[tuple[str, Sources], ...] = (
    ("一、本年收入", tuple(source for source in FUNDING_SOURCES if not source.is_carried_over)),
    ("1. 一般公共预算拨款", (GENERAL, GENERAL_TRANSFER)),
    ("其中：一般财力", (GENERAL,)),
    ("上级一般公共预算安排转移支付", (GENERAL_TRANSFER,)),
    ("2. 政府性基金预算拨款", (GOVERNMENT_FUND, GOVERNMENT_FUND_TRANSFER)),
    ("其中：政府性基金收入", (GOVERNMENT_FUND,)),
    ("上级政府性基金安排转移支付", (GOVERNMENT_FUND_TRANSFER,)),
    ("3. 国有资本经营预算拨款", (STATE_CAPITAL, STATE_CAPITAL_TRANSFER)),
    ("其中：国有资本经营收入", (STATE_CAPITAL,)),
    ("上级国有资本经营预算安排转移支付", (STATE_CAPITAL_TRANSFER,)),
    ("4. 财政专户核拨", (DEDICATED_ACCOUNT,)),
    ("5. 单位资金", OWN),
    ("其中：事业收入", (OPERATIONS,)),
    ("上级补助收入", (SUPERIOR_SUBSIDY,)),
    ("附属单位上缴收入", (SUBORDINATE_REMITTANCE,)),
    ("事业单位经营收入", (BUSINESS,)),
    ("其他收入", (OTHER,)),
    ("二、上年结转结余", tuple(source for source in FUNDING_SOURCES if source.is_carried_over)),
    (
        "1. 财政拨款结转",
        (GENERAL_CARRY_OVER, GOVERNMENT_FUND_CARRY_OVER, STATE_CAPITAL_CARRY_OVER),
    ),
    ("其中：一般公共预算拨款", (GENERAL_CARRY_OVER,)),
    ("政府性基金预算拨款", (GOVERNMENT_FUND_CARRY_OVER,)),
    ("国有资本经营预算拨款", (STATE_CAPITAL_CARRY_OVER,)),
    ("2. 非财政拨款结转结余", (DEDICATED_ACCOUNT_CARRY_OVER, OWN_CARRY_OVER)),
    ("其中：财政专户核拨", (DEDICATED_ACCOUNT_CARRY_OVER,)),
    ("单位资金", (OWN_CARRY_OVER,)),
)


def overall_balance(totals: Totals, catalogue: Catalogue, heading: Heading) -> Statement:
    """Table 1: the income tree against all functional classes of the year."""
    by_source = totals.by(lambda _code, source, _spending: source)
    by_class = totals.by(lambda code, _source, _spending: code)
    left = [(words, _sum(by_source, sources)) for words, sources in INCOME_LINES]
    right = [
        (f"{code} {catalogue.function_name(code)}", (by_class.get(code, ZERO),))
        for code in catalogue.classes
    ]
    columns = (
        unnumbered("label", "收入", "项目"),
        unnumbered("amount", "收入", "预算数"),
        unnumbered("label", "支出", "功能分类"),
        unnumbered("amount", "支出", "预算数"),
    )
    rows = _rows(left, right, total(by_source.values()), (total(by_class.values()),))
    return statement(1, "部门收支总体情况表", columns, rows, heading, "预算收支")


def fiscal_balance(totals: Totals, catalogue: Catalogue, heading: Heading) -> Statement:
    """Table 4: current-year fiscal income by fund against all classes by fund."""
    sums = totals.by(lambda code, source, _: (source.fund, code) if source.fund else None)
    by_fund = {
        fund: total(amount for (of, _), amount in sums.items() if of is fund) for fund in Fund
    }
    whole = total(by_fund.values())
    left = [
        ("一、财政拨款（补助）", whole),
        *((fund.value, amount) for fund, amount in by_fund.items()),
    ]
    right = [
        (
            f"{code} {catalogue.function_name(code)}",
            _with_total(sums.get((fund, code), ZERO) for fund in Fund),
        )
        for code in catalogue.classes
    ]
    columns = (
        unnumbered("label", "财政拨款收入", "项目"),
        unnumbered("amount", "财政拨款收入", "合计"),
        unnumbered("label", "财政拨款支出", "功能分类"),
        *(
            unnumbered("amount", "财政拨款支出", name)
            for name in ("合计", *(f.value for f in Fund))
        ),
    )
    rows = _rows(left, right, whole, _with_total(by_fund.values()))
    use = "使用财政拨款安排的收支"
    return statement(4, "财政拨款收支预算总体情况表", columns, rows, heading, use)


def _sum(by_source: Mapping[FundingSource, Decimal], sources: Sources) -> Decimal:
    return total(by_source.get(source, ZERO) for source in sources)


def _with_total(amounts: Iterable[Decimal]) -> tuple[Decimal, ...]:
    parts = tuple(amounts)
    return (total(parts), *parts)


def _rows(
    left: Sequence[tuple[str, Decimal]],
    right: Sequence[tuple[str, tuple[Decimal, ...]]],
    income: Decimal,
    expenditure: tuple[Decimal, ...],
) -> Iterator[Row]:
    nothing = tuple(None for _ in expenditure)
    for number, (of_left, of_right) in enumerate(zip_longest(left, right), 1):
        words, amount = of_left or ("", ZERO)
        name, amounts = of_right or ("", nothing)
        cells = (words, amount or None, name, *(part or None for part in amounts))
        yield Row(str(number), 1, cells)
    yield Row("total", 0, ("收入总计", present(income), "支出总计", *map(present, expenditure)))
