"""Pictures on a page."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from disclosures.pictures import svg as drawing
from disclosures.pictures.shapes import Picture

register = template.Library()


@register.filter
def svg(picture: Picture) -> SafeString:
    """The picture as SVG."""
    return mark_safe(drawing.svg(picture))  # noqa: S308 - written by an XML library, escaped
