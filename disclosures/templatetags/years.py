"""How a change against last year is written in the columns of a table."""

from decimal import Decimal

from django import template

from disclosures.budget.amounts import Change, figure, rounded, wan, written
from disclosures.budget.narrative.account import compared
from disclosures.budget.narrative.text import paragraph

register = template.Library()
MINUS = "−"


@register.filter
def in_wan_or_dash(yuan: Decimal) -> str:
    """An amount of yuan in 万元; a dash where there is none."""
    return figure(yuan) if yuan else "—"


@register.filter
def difference(change: Change) -> str:
    """What this year has more, in 万元, with its sign."""
    return signed_wan(wan(change.difference))


@register.filter
def in_words(change: Change) -> str:
    """A change in the words of the text: 增加 13.17 万元，增长 3.54%."""
    return paragraph("{change}", change=compared(change)).text


@register.filter
def signed_wan(value: Decimal) -> str:
    """A rounded value in 万元 with its sign."""
    return f"{_sign(value)}{written(abs(value))}"


@register.filter
def two_decimals(value: Decimal) -> str:
    """A rounded value in 万元."""
    return written(value)


@register.filter
def rate(change: Change) -> str:
    """The rate with its sign; against nothing there is none."""
    if not change.last_year:
        return "新增" if change.this_year else "—"
    return f"{_sign(rounded(change.difference))}{written(change.rate)}%"


def _sign(value: Decimal) -> str:
    return MINUS if value < 0 else "+" if value > 0 else ""
