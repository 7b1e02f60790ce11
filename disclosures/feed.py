"""The Atom feed (RFC 4287): what was published and corrected, with tombstones (RFC 6721).

Ids are tag URIs (RFC 4151) that never change; a feed is told in pages (RFC 5005).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.utils.feedgenerator import rfc3339_date
from django.utils.xmlutils import SimplerXMLGenerator

from .models import Disclosure, Publication, Withdrawal
from .templatetags.addresses import changes_of, file_of, page_of

ATOM: Final = "http://www.w3.org/2005/Atom"
TOMBSTONES: Final = "http://purl.org/atompub/tombstones/1.0"
# The year in the ids is that of the scheme, not of a publication: it stays.
SCHEME: Final = "2026"
CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
NO_ATTRIBUTES: Final[Mapping[str, str]] = MappingProxyType({})
NOTHING_YET: Final = datetime(2026, 1, 1, tzinfo=UTC)


class Xml(SimplerXMLGenerator):
    """XML whose texts have no characters that XML does not know."""

    def start(self, name: str, attributes: Mapping[str, str] = NO_ATTRIBUTES) -> None:
        """Open an element."""
        self.startElement(name, AttributesImpl(dict(attributes)))

    def characters(self, content: str) -> None:
        """Write a text, leaving control characters out."""
        super().characters(CONTROL.sub("", content))


@dataclass(frozen=True, slots=True)
class Feed:
    """A page of a feed; ``path`` is the address of its first page."""

    title: str
    path: str
    page: int
    pages: int
    publications: tuple[Publication, ...]
    tombstones: tuple[Withdrawal, ...]

    @property
    def updated(self) -> datetime:
        """When what it tells last changed."""
        times = [one.published_at for one in self.publications]
        times += [one.withdrawn_at for one in self.tombstones]
        return max(times, default=NOTHING_YET)


def written(feed: Feed) -> bytes:
    """The feed as XML, the same bytes for the same content."""
    text = StringIO()
    xml = Xml(text, "utf-8", short_empty_elements=True)
    xml.startDocument()
    xml.start("feed", {"xmlns": ATOM, "xmlns:at": TOMBSTONES, "xml:lang": "zh-CN"})
    xml.addQuickElement("id", _tag(feed.path.strip("/")))
    xml.addQuickElement("title", feed.title)
    xml.addQuickElement("updated", rfc3339_date(feed.updated))
    _author(xml, settings.PORTAL_OPERATOR or settings.PORTAL_NAME)
    xml.addQuickElement("rights", settings.DATA_LICENCE["title"])
    for relation, page in _places(feed):
        xml.addQuickElement("link", attrs={"rel": relation, "href": _page(feed, page)})
    xml.addQuickElement("link", attrs={"rel": "alternate", "href": _absolute("/disclosures/")})
    for one in feed.tombstones:
        _tombstone(xml, one)
    for publication in feed.publications:
        _entry(xml, publication)
    xml.endElement("feed")
    xml.endDocument()
    return text.getvalue().encode()


def _entry(xml: Xml, publication: Publication) -> None:
    disclosure, version = publication.disclosure, publication.version
    when = rfc3339_date(publication.published_at)
    is_correction = version > 1
    xml.start("entry")
    xml.addQuickElement("id", entry_id(disclosure, version))
    xml.addQuickElement("title", f"{disclosure}{f'（第 {version} 版）' if is_correction else ''}")
    xml.addQuickElement("updated", when)
    xml.addQuickElement("published", when)
    _author(xml, disclosure.name)
    kind = "更正" if is_correction else "公开"
    xml.addQuickElement("category", attrs={"term": kind})
    xml.addQuickElement("category", attrs={"term": str(disclosure.year)})
    page = _absolute(page_of(publication, version=version))
    xml.addQuickElement("link", attrs={"rel": "alternate", "type": "text/html", "href": page})
    data = _absolute(file_of(publication, "data", version=version))
    enclosure = {"rel": "enclosure", "type": "application/json", "href": data}
    xml.addQuickElement("link", attrs=enclosure)
    if is_correction:
        related = _absolute(changes_of(publication, version=version))
        xml.addQuickElement("link", attrs={"rel": "related", "type": "text/html", "href": related})
    xml.addQuickElement("summary", _summary(publication))
    xml.endElement("entry")


def _summary(publication: Publication) -> str:
    if publication.version > 1:
        return f"更正说明：{publication.note}"
    disclosure = publication.disclosure
    return f"{disclosure.department.region.name} {disclosure.name} {disclosure.year} 年预算公开。"


def _tombstone(xml: Xml, one: Withdrawal) -> None:
    """Which entry is gone, when and by what law; no more."""
    publication = one.publication
    reference = entry_id(publication.disclosure, publication.version)
    when = rfc3339_date(one.withdrawn_at)
    xml.start("at:deleted-entry", {"ref": reference, "when": when})
    xml.addQuickElement("at:comment", f"依法撤下，依据：{one.ground}")
    xml.endElement("at:deleted-entry")


def _author(xml: Xml, name: str) -> None:
    xml.start("author")
    xml.addQuickElement("name", name)
    xml.endElement("author")


def _places(feed: Feed) -> Iterable[tuple[str, int]]:
    """Where this page is, and those beside it."""
    yield "self", feed.page
    yield "first", 1
    yield "last", feed.pages
    if feed.page > 1:
        yield "previous", feed.page - 1
    if feed.page < feed.pages:
        yield "next", feed.page + 1


def _page(feed: Feed, number: int) -> str:
    return _absolute(feed.path + (f"?page={number}" if number > 1 else ""))


def entry_id(disclosure: Disclosure, version: int) -> str:
    """The name of a version for ever."""
    return _tag(f"{disclosure.kind}/{disclosure.code}/{disclosure.year}/v{version}")


def _tag(specific: str) -> str:
    return f"tag:{urlsplit(settings.PORTAL_URL).hostname},{SCHEME}:{specific}"


def _absolute(path: str) -> str:
    return f"{settings.PORTAL_URL}{path}"
