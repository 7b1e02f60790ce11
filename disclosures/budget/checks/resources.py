"""Rules N10 to N13: staffing, procurement, vehicles and the day of the assets.

实有 = 在职 + 退休 + 离休, procurement = goods + works + services and vehicles = their kinds hold by
construction, for the totals are never typed; what is checked is what could make them wrong.
"""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from disclosures.budget.classification import Spending

from .case import Case
from .finding import Finding

SALARIES = "301"


def n10(case: Case) -> Iterator[Finding]:
    """Posts are given where there are people or salaries, and no count is negative."""
    staffing = case.entered.staffing
    salaries = sum(
        (
            amount
            for (code, _, spending), amount in case.totals.economic.items()
            if spending is Spending.STAFF and code.startswith(SALARIES)
        ),
        Decimal(0),
    )
    if staffing.posts <= 0 and (staffing.people or salaries):
        message = (
            f"编制数为 {staffing.posts}，而实有 {staffing.people} 人、基本支出工资福利 "
            f"{salaries:,.2f} 元，请填写编制数和实有人数。"
        )
        yield Finding("N10", "error", "staffing", message)
    for name, count, change in (
        ("在职", staffing.active, staffing.active_change),
        ("退休", staffing.retired, staffing.retired_change),
        ("离休", staffing.veteran, staffing.veteran_change),
    ):
        if count < 0 or count < change:
            message = (
                f"{name} {count} 人、比上年增加 {change} 人，推算上年为 {count - change} 人，"
                "人数不能为负，请改正。"
            )
            yield Finding("N10", "error", "staffing", message)


def n11(case: Case) -> Iterator[Finding]:
    """小微 ≤ 中小 ≤ procurement ≤ the total of table 3."""
    bought = case.entered.procurement
    whole = bought.goods + bought.works + bought.services
    steps = (
        ("面向小微企业预留", bought.reserved_for_micro),
        ("面向中小企业预留", bought.reserved_for_medium_and_small),
        ("政府采购预算（货物 + 工程 + 服务）", whole),
        ("表3支出合计", case.sheet(3).at("total", 1)),
    )
    for (less, smaller), (more, larger) in pairwise(steps):
        if smaller > larger:
            message = f"{less} {smaller:,.2f} 元大于{more} {larger:,.2f} 元，请改正。"
            yield Finding("N11", "error", "procurement", message)
    parts = (("货物", bought.goods), ("工程", bought.works), ("服务", bought.services))
    for name, amount in (*parts, *steps[:2]):
        if amount < 0:
            message = f"政府采购{name} {amount:,.2f} 元，金额不能为负，请改正。"
            yield Finding("N11", "error", "procurement", message)


def n12(case: Case) -> Iterator[Finding]:
    """Vehicles of a kind have a value, and a value has vehicles."""
    for held in case.entered.assets.vehicles:
        if (held.count == 0) != (held.value == 0) or held.count < 0 or held.value < 0:
            message = (
                f"{held.kind} {held.count} 辆、价值 {held.value:,.2f} 元，数量与价值不符，请改正。"
            )
            yield Finding("N12", "error", "assets", message)


def n13(case: Case) -> Iterator[Finding]:
    """The day of the assets is given and not later than the disclosure."""
    as_of, dated_on = case.entered.assets.as_of, case.entered.dated_on
    if as_of is None:
        message = "国有资产没有截止日期，请填写资产数据截至哪一天。"
        yield Finding("N13", "warning", "assets", message)
    elif dated_on is None:
        message = f"没有成文日期，资产截止日期 {as_of} 是否早于公开日期未作核对，请填写成文日期。"
        yield Finding("N13", "hint", "assets", message)
    elif as_of > dated_on:
        message = f"国有资产截止日期 {as_of} 晚于成文日期 {dated_on}，请改正。"
        yield Finding("N13", "warning", "assets", message)
