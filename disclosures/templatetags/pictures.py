"""Pictures on a page."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString, mark_safe

from disclosures.models import Publication
from disclosures.pictures import svg as drawing
from disclosures.pictures.shapes import Picture
from disclosures.pictures.trend import Published, trend

register = template.Library()


@register.filter
def svg(picture: Picture) -> SafeString:
    """The picture as SVG."""
    return mark_safe(drawing.svg(picture))  # noqa: S308 - written by an XML library, escaped


@register.simple_tag
def trend_of(publications: Iterable[Publication]) -> Picture | None:
    """How the totals of a department's current publications went over the years."""
    return trend([Published(one.disclosure.year, one.total) for one in publications])
