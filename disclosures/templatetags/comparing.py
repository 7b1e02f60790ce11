"""How a comparison is shown: headings that sort, and cells that lead to where they stand."""

from collections.abc import Sequence
from decimal import Decimal

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from disclosures.budget.amounts import EXACT, HUNDRED, rounded
from disclosures.budget.measures import MEASURE_BY_KEY
from disclosures.comparing.choice import Choice
from disclosures.comparing.table import Cell
from disclosures.models import Department

register = template.Library()


@register.simple_tag
def sorted_heading(choice: Choice, column: str | int, words: str | int) -> SafeString:
    """A heading that sorts by its column; it says in which direction it is sorted now."""
    name = str(column)
    state, mark = "", ""
    if choice.sort.lstrip("-") == name:
        is_falling = choice.sort.startswith("-")
        state, mark = ("descending", " ↓") if is_falling else ("ascending", " ↑")
    return format_html(
        '<th scope="col"{}><a href="?{}">{}{}</a></th>',
        format_html(' aria-sort="{}"', state) if state else "",
        choice.sorted_by(name).query,
        words,
        mark,
    )


@register.filter
def last_value(cells: Sequence[Cell]) -> Decimal | None:
    """The value of the last year."""
    return cells[-1].value if cells else None


@register.simple_tag
def bar(value: Decimal | None, most: Decimal | None) -> SafeString | str:
    """A bar beneath a name, as long as its value is of the largest; the table has the figures."""
    if not value or not most or value < 0:
        return ""
    return format_html(
        '<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">'
        '<rect width="{}" height="4"/></svg>',
        rounded(EXACT.divide(value * HUNDRED, most)),
    )


@register.simple_tag
def compared_cell(cell: Cell, choice: Choice, department: Department | None) -> SafeString:
    """A value that leads to its place in the disclosure, or the word for why there is none."""
    if cell.value is None:
        return format_html('<td class="missing">{}</td>', cell.word)
    figure = _written(cell, choice)
    if department and cell.year:
        page = reverse("disclosures:disclosure", args=[department.code, cell.year])
        address = f"{page}#{_anchor(choice)}"
        figure = format_html('<a href="{}">{}</a>', address, figure)
    rate = format_html("<small>{}</small>", f"{cell.rate:+.2f}%") if cell.rate is not None else ""
    return format_html("<td>{}{}</td>", figure, rate)


def _written(cell: Cell, choice: Choice) -> str:
    sign = "+" if choice.way == "change" else ""
    places = ",.2f" if choice.is_of_money else ",.0f"
    return f"{cell.value:{sign}{places}}" + ("%" if choice.way == "share" else "")


def _anchor(choice: Choice) -> str:
    """The table, and where it lists the code its row."""
    kind, code = choice.classification
    if kind == "function":
        return f"t3-{code}"
    return "t6" if kind else MEASURE_BY_KEY[choice.measure].place
