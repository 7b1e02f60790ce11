"""What is made live, with many departments against few: time, queries, bytes."""

from collections.abc import Iterator
from typing import Final

from .measuring import Figure, at_most
from .options import Options
from .region import Page, region

PAGES: Final = {
    "home": "/",
    "list": "/disclosures/",
    "list of a year": "/disclosures/?year=2025",
    "name sought": "/disclosures/?q=教育局",
    "text sought": "/disclosures/?q=公务接待费",
    "status": "/status/",
    "department": "/departments/009900002/",
    "disclosure": "/departments/009900002/2026/",
    "compare": "/compare/?department=009900001&department=009900002",
    "compare a region": "/compare/?region=009900",
    "compare a code": "/compare/?region=009900&measure=function-208",
    "functions": "/functions/",
    "function": "/functions/208/",
    "item": "/functions/2080505/",
    "feed": "/feed.atom",
    "site map": "/sitemap.xml",
    "site map, departments": "/sitemap-departments.xml",
    "data": "/data/",
    "verify": "/verify/0123456789abcdef/",
    "api: departments": "/api/v1/departments",
    "api: publications": "/api/v1/publications",
    "api: line items": "/api/v1/line-items",
    "api: figures": "/api/v1/figures",
}
KILOBYTE: Final = 1000
WIRE, SCRIPT = 100 * KILOBYTE, 20 * KILOBYTE
# A page so quick that what is measured is chance.
NOTHING: Final = 1.0


def measure(options: Options) -> Iterator[Figure]:
    """Each page of both regions, one after the other."""
    few, many = region(options.few), region(options.many)
    said = f"{many.said['publications']:,} versions, {many.said['lines']:,} line items"
    yield Figure(f"{options.many:,} departments", said)
    for name, path in PAGES.items():
        base = few.page(path, options.requests)
        yield from _figures(name, base, many.page(path, options.requests))


def _figures(name: str, few: Page, many: Page) -> Iterator[Figure]:
    """Judged by the time on a processor, which a busy machine changes least."""
    if (few.status, many.status) != (200, 200):
        yield Figure(name, f"answers {many.status}", f"{few.status}", None, "200", False)
        return
    ratio = many.percentile("busy") / max(few.percentile("busy"), NOTHING)
    yield at_most(2, name, _told(many), _told(few), ratio)
    is_met = many.queries == few.queries and many.wire <= WIRE and many.script <= SCRIPT
    yield Figure(
        f"{name}: queries, bytes",
        f"{many.queries} queries, {many.wire / KILOBYTE:.0f} kB, "
        f"script {many.script / KILOBYTE:.0f} kB",
        f"{few.queries} queries, {few.wire / KILOBYTE:.0f} kB",
        None,
        "same, ≤ 100 kB, ≤ 20 kB",
        is_met,
    )


def _told(page: Page) -> str:
    wall, busy = page.percentile("wall"), page.percentile("busy")
    return f"p95 {busy:.1f} ms on a processor, {wall:.1f} ms by the clock"
