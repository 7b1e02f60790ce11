"""Where a publication and its files are found."""

from collections.abc import Collection, Mapping
from types import MappingProxyType

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from disclosures.models import Publication

register = template.Library()
NOTHING: Mapping[str, int | str] = MappingProxyType({})


@register.simple_tag
def page_of(publication: Publication, *, version: int | None = None) -> str:
    """The page of a disclosure: its current version, or the given one for ever."""
    return _address(publication, "disclosure", version)


@register.simple_tag
def file_of(publication: Publication, name: str, *, version: int | None = None) -> str:
    """A file of a disclosure: ``pdf``, ``data`` or ``changes_data``."""
    return _address(publication, name, version)


@register.simple_tag
def changes_of(publication: Publication, *, version: int | None = None) -> str:
    """What the corrections of a disclosure changed: all of them, or the given version's."""
    return _address(publication, "changes", version)


@register.simple_tag
def csv_of(publication: Publication, number: int, *, version: int | None = None) -> str:
    """One of the eleven tables as CSV."""
    return _address(publication, "table", version, {"number": number})


@register.simple_tag
def years_of(publication: Publication, *, version: int | None = None) -> str:
    """A year beside the one before it."""
    return _address(publication, "years", version)


@register.simple_tag
def figure_of(publication: Publication, place: str, *, version: int | None = None) -> str:
    """How a figure came about, or the figures of a table to choose from."""
    return _address(publication, "figure", version, {"place": place})


@register.simple_tag
def cell_mark(anchor: str, column: int, changed: Collection[str] = ()) -> SafeString:
    """The address of a cell as its id, and whether a correction changed it."""
    address = f"{anchor}-{column}"
    if address in changed:
        return format_html(' id="{}" class="changed"', address)
    return format_html(' id="{}"', address)


def _address(
    publication: Publication,
    name: str,
    version: int | None,
    of_file: Mapping[str, int | str] = NOTHING,
) -> str:
    """A unit's address says so, because a department may have the same code."""
    disclosure = publication.disclosure
    parts = {"code": disclosure.code, "year": disclosure.year, **of_file}
    if version is not None:
        parts["version"] = version
    query = {"kind": "unit"} if disclosure.kind == "unit" else None
    return reverse(f"disclosures:{name}", kwargs=parts, query=query)
