"""The twelve sections of 部门预算情况说明: every figure computed, reasons and uses entered."""

from collections.abc import Callable, Iterator

from .account import Account
from .funds import fiscal, general, government_fund, state_capital
from .numerals import numeral
from .other_matters import other_matters
from .overall import expenditure, income, overall
from .spending import basic, carry_over, projects, three_public
from .text import Paragraph, Section

# In published order: what a section is about, and the paragraphs it consists of.
SECTIONS: tuple[tuple[str, Callable[[Account], Iterator[Paragraph]]], ...] = (
    ("收支预算情况总体说明", overall),
    ("收入预算情况说明", income),
    ("支出预算情况说明", expenditure),
    ("财政拨款收支预算情况的总体说明", fiscal),
    ("一般公共预算当年拨款情况说明", general),
    ("一般公共预算基本支出情况说明", basic),
    ("一般公共预算项目支出情况说明", projects),
    ("政府性基金预算拨款情况说明", government_fund),
    ("国有资本经营预算拨款情况说明", state_capital),
    ("财政拨款“三公”经费预算情况说明", three_public),
    ("上年结转结余预算情况说明", carry_over),
    ("其他重要事项的情况说明", other_matters),
)


def told(account: Account) -> tuple[Section, ...]:
    """All twelve sections; the last one's title names nobody, as in the official form."""
    return tuple(
        Section(
            numeral(number),
            title if write is other_matters else f"关于{account.who} {account.year} 年{title}",
            tuple(write(account)),
        )
        for number, (title, write) in enumerate(SECTIONS, 1)
    )
