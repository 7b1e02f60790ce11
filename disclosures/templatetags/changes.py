"""How a difference becomes HTML: marked words and signed amounts."""

from collections.abc import Sequence
from decimal import Decimal

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from disclosures.budget.difference.shape import Run

register = template.Library()
SHORT = 12


@register.filter
def marked(runs: Sequence[Run]) -> SafeString:
    """The text with what is gone and what is new, said in words beside the colour: 原, 现."""
    return format_html_join("", "{}", ((_run(runs, place),) for place in range(len(runs))))


def _run(runs: Sequence[Run], place: int) -> str:
    """A change bears its word; a short one stays on one line with it."""
    run = runs[place]
    if run.mark == "kept":
        return conditional_escape(run.text)
    element = "del" if run.mark == "removed" else "ins"
    whole = mark_safe(' class="whole"') if len(run.text) <= SHORT else ""
    html = '<{0}{1}><b class="mark">{2}</b>{3}</{0}>'
    return format_html(html, element, whole, _word(runs, place), run.text)


def _word(runs: Sequence[Run], place: int) -> str:
    """What replaces something has both sides, the old before the new; else it is only one."""
    is_gone = runs[place].mark == "removed"
    if len(runs) == 1:
        return "删除" if is_gone else "新增"
    if is_gone:
        return "原" if place + 1 < len(runs) and runs[place + 1].mark == "added" else "删"
    return "现" if place and runs[place - 1].mark == "removed" else "增"


@register.filter
def signed(yuan: Decimal) -> str:
    """An amount of yuan with its sign, thousands separated: +12,345.67."""
    return f"{yuan:+,.2f}"


@register.filter
def exact(yuan: Decimal | None) -> str:
    """An amount of yuan, thousands separated; a dash where there is none."""
    return "—" if yuan is None else f"{yuan:,.2f}"
