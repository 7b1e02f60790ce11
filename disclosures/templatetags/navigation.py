"""The ways through the site: six entries, and the pages that belong together within them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django import template
from django.template import Context
from django.urls import reverse

register = template.Library()


@dataclass(frozen=True, slots=True)
class Entry:
    """A name and the route it leads to.

    ``pages`` are those that belong together, it the first; ``within`` what else is found there.
    """

    label: str
    route: str
    pages: tuple[Entry, ...] = ()
    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """An entry on a page; ``current`` says in HTML's words whether the page is it or within it."""

    label: str
    address: str
    current: str


ENTRIES: Final = (
    Entry("首页", "home"),
    Entry("部门", "list", within=("department",)),
    Entry("比较", "compare", (Entry("部门比较", "compare"), Entry("钱花在哪里", "functions"))),
    Entry("公开情况", "status"),
    Entry("数据", "data_index", (Entry("数据包", "data_index"), Entry("数据接口", "api"))),
    Entry("核验", "verify"),
)


@register.simple_tag(takes_context=True)
def ways(context: Context) -> list[Link]:
    """The entries of every page."""
    return [_link(one, str(context.get("place", ""))) for one in ENTRIES]


@register.simple_tag(takes_context=True)
def beside(context: Context) -> list[Link]:
    """The pages that belong to the page; none where it stands for itself."""
    place = str(context.get("place", ""))
    together = (one.pages for one in ENTRIES if place in {page.route for page in one.pages})
    return [_link(one, place) for one in next(together, ())]


def _link(entry: Entry, place: str) -> Link:
    is_within = place in {*entry.within, *(page.route for page in entry.pages)}
    current = "page" if place == entry.route and not entry.pages else "true" if is_within else ""
    return Link(entry.label, reverse(f"disclosures:{entry.route}"), current)
