"""Rows in pages: each page begins after the last row of the one before, whatever came since."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from .parameters import CURSOR, USUAL_ROWS, Wanted

Row = TypeVar("Row", bound=Model)
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
Json = dict[str, Any]


def page(rows: QuerySet[Row], asked: Wanted, told: Callable[[Row], Json]) -> Json:
    """The rows after the cursor, as many as asked for, and the cursor of the next page."""
    limit = asked.get("limit", USUAL_ROWS)
    after = int(asked.get(CURSOR.name, "0"), len(DIGITS))
    found = list(rows.filter(pk__gt=after).order_by("pk")[: limit + 1])
    has_more = len(found) > limit
    shown = found[:limit]
    return {
        "next": _cursor(shown[-1].pk) if has_more else None,
        "items": [told(row) for row in shown],
    }


def _cursor(number: int) -> str:
    """A key in as few digits as an address can bear."""
    text = ""
    while number:
        number, digit = divmod(number, len(DIGITS))
        text = DIGITS[digit] + text
    return text
