"""三公: what is planned for travel abroad, receptions and cars, from table 10."""

from collections.abc import Mapping
from decimal import Decimal

from disclosures.budget.amounts import figure, total
from disclosures.budget.statements.form import Statement

from . import bars
from .figures import Named, amounts_of, leading, name_of, percent, said
from .shapes import Picture

ITEMS = ("overseas", "reception", "vehicle_purchase", "vehicle_operation")
TITLE = "财政拨款“三公”经费（万元）"
NOTHING = "没有安排"


def three_public(statements: Mapping[int, Statement]) -> Picture | None:
    """A bar for each item; an item without money keeps its line and says so."""
    statement = statements[10]
    names = [
        Named(name_of(statement, row).removeprefix("其中："), amounts_of(statement, row)[:1])
        for row in statement.rows
        if row.key in ITEMS
    ]
    whole = total(one.amount for one in names)
    if whole <= 0:
        return Picture("three-public", TITLE, f"{NOTHING}财政拨款“三公”经费。", table=10)
    rows = [bars.Row(one.name, _said(one, whole), one.amounts) for one in names]
    return Picture(
        key="three-public",
        title=TITLE,
        sentence=f"“三公”经费 {figure(whole)} 万元，{_sentence(names, whole)}。",
        drawing=bars.drawn(rows),
        header=("项目", "金额", "占比"),
        rows=tuple((one.name, figure(one.amount), percent(one.amount, whole)) for one in names),
        table=10,
    )


def _said(one: Named, whole: Decimal) -> str:
    return said(one.amount, whole) if one.amount else NOTHING


def _sentence(names: list[Named], whole: Decimal) -> str:
    nothing = [one.name for one in names if not one.amount]
    most = leading(names, whole)
    return f"{most}；{'、'.join(nothing)}{NOTHING}" if nothing else most
