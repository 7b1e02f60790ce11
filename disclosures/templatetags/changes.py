"""How a difference becomes HTML: marked words and signed amounts."""

from collections.abc import Sequence
from decimal import Decimal

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from disclosures.budget.difference.shape import Run

register = template.Library()


@register.filter
def marked(runs: Sequence[Run]) -> SafeString:
    """The text with what is gone and what is new, said in words beside the colour: 原, 现."""
    return format_html_join("", "{}", ((_run(runs, place),) for place in range(len(runs))))


def _run(runs: Sequence[Run], place: int) -> str:
    """A change has both sides; what is only gone is 删, what is only new is 增."""
    run = runs[place]
    if run.mark == "kept":
        return conditional_escape(run.text)
    if run.mark == "removed":
        is_replaced = [one.mark for one in runs[place + 1 : place + 2]] == ["added"]
        word = "原" if is_replaced else "删"
        return format_html('<del><b class="mark">{}</b>{}</del>', word, run.text)
    is_replacing = [one.mark for one in runs[max(place - 1, 0) : place]] == ["removed"]
    word = "现" if is_replacing else "增"
    return format_html('<ins><b class="mark">{}</b>{}</ins>', word, run.text)


@register.filter
def signed(yuan: Decimal) -> str:
    """An amount of yuan with its sign, thousands separated: +12,345.67."""
    return f"{yuan:+,.2f}"


@register.filter
def exact(yuan: Decimal | None) -> str:
    """An amount of yuan, thousands separated; a dash where there is none."""
    return "—" if yuan is None else f"{yuan:,.2f}"
