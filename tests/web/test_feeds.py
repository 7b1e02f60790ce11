"""Feeds, site map and robots.txt: what follows the portal without anybody reading it."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib import robotparser

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from lxml import etree
from pytest_django import DjangoAssertNumQueries

from disclosures.models import Publication
from disclosures.views import crawling, feeds

from .library import CODE, PAGE, another_department, next_version, withdrawn

pytestmark = [pytest.mark.usefixtures("published"), pytest.mark.django_db]
PORTAL = "http://127.0.0.1:8000"
NAMES = {
    "a": "http://www.w3.org/2005/Atom",
    "at": "http://purl.org/atompub/tombstones/1.0",
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
}
RULES = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))
TAG = re.compile(r"^tag:[a-z0-9.-]+,\d{4}:[\w/.-]+$")
FEEDS = ("/feed.atom", "/regions/653000/feed.atom", f"/departments/{CODE}/feed.atom")


def told(path: str) -> Any:  # noqa: ANN401 - lxml has no types
    return etree.fromstring(Client().get(path).content)


def found(root: Any, path: str) -> list[str]:  # noqa: ANN401 - lxml has no types
    return [str(one) for one in root.xpath(path, namespaces=NAMES)]


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_is_valid_atom_with_stable_ids_and_whole_addresses(
    published: Publication, path: str
) -> None:
    newer = next_version(published, "更正 <表 3> & 说明\x0b")
    withdrawn(next_version(newer))

    root = told(path)

    RULES.assertValid(root)
    ids = found(root, "//a:id/text()")
    assert len(ids) == len(set(ids)) == 3
    assert all(map(TAG.match, ids))
    assert all(one.startswith(f"{PORTAL}/") for one in found(root, "//a:link/@href"))
    for when in found(root, "//a:updated/text()"):
        assert datetime.fromisoformat(when).tzinfo
    assert found(root, "/a:feed/a:link[@rel='self']/@href") == [PORTAL + path]
    assert found(root, "//a:entry/a:summary/text()")[0] == "更正说明：更正 <表 3> & 说明"


def test_a_correction_has_an_entry_of_its_own_and_leads_to_what_changed(
    published: Publication,
) -> None:
    before = found(told("/feed.atom"), "//a:entry/a:id/text()")

    next_version(published)

    root = told("/feed.atom")
    assert found(root, "//a:entry/a:id/text()")[1:] == before
    assert found(root, "//a:entry[1]/a:link[@rel='related']/@href") == [
        f"{PORTAL}{PAGE}v2/changes/"
    ]
    assert found(root, "//a:entry[1]/a:category/@term") == ["更正", "2026"]


def test_a_withdrawn_entry_leaves_a_tombstone_and_nothing_else(published: Publication) -> None:
    (entry,) = found(told("/feed.atom"), "//a:entry/a:id/text()")

    withdrawn(published)

    for path in FEEDS:
        content = Client().get(path).content.decode()
        root = etree.fromstring(content.encode())
        assert not found(root, "//a:entry/a:id/text()")
        assert found(root, "//at:deleted-entry/@ref") == [entry]
        assert "保守国家秘密法" in found(root, "//at:comment/text()")[0]
        assert "内部备注不公开" not in content
        assert published.sha256 not in content


def test_a_feed_tells_only_of_its_own(published: Publication) -> None:
    another_department(published, "653022001", "阿克陶县财政局", region="653022")

    assert len(found(told("/feed.atom"), "//a:entry/a:id/text()")) == 2
    assert len(found(told("/regions/653022/feed.atom"), "//a:entry/a:id/text()")) == 1
    assert (
        "阿克陶县财政局"
        in found(told("/departments/653022001/feed.atom"), "/a:feed/a:title/text()")[0]
    )


@pytest.mark.parametrize("path", ["/regions/999999/feed.atom", "/departments/999999/feed.atom"])
def test_a_feed_of_nobody_is_not_found(path: str) -> None:
    assert Client().get(path).content == Client().get("/departments/1/").content


def test_a_long_feed_is_told_in_pages_and_has_an_end(
    published: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "PER_PAGE", 2)
    monkeypatch.setattr(feeds, "PAGES", 2)
    for number in range(5):
        another_department(published, f"65309{number:04}", f"部门{number:02}")

    first, second = told("/feed.atom"), told("/feed.atom?page=2")

    assert found(first, "a:link[@rel='next']/@href") == [f"{PORTAL}/feed.atom?page=2"]
    assert found(second, "a:link[@rel='previous']/@href") == [f"{PORTAL}/feed.atom"]
    assert found(second, "a:link[@rel='next']/@href") == []
    ids = [*found(first, "//a:entry/a:id/text()"), *found(second, "//a:entry/a:id/text()")]
    assert len(set(ids)) == 4
    RULES.assertValid(second)


@pytest.mark.parametrize("path", FEEDS)
def test_who_has_a_feed_gets_304_until_something_is_published(
    published: Publication, path: str
) -> None:
    etag = Client().get(path).headers["ETag"]
    again = Client().get(path, headers={"If-None-Match": etag})
    next_version(published)

    assert again.status_code == 304
    assert Client().get(path, headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize("path", [*FEEDS, "/sitemap.xml", "/sitemap-disclosures.xml"])
def test_the_number_of_queries_does_not_grow(
    published: Publication, path: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(9):
        another_department(published, f"65309{number:04}", f"部门{number:02}", region="653000")

    with django_assert_max_num_queries(4):
        assert Client().get(path).status_code == 200


def test_the_site_map_names_every_page_once_in_parts(
    published: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crawling.OwnAddress, "limit", 2)
    next_version(published)
    for number in range(3):
        another_department(published, f"65309{number:04}", f"部门{number:02}")

    parts = found(told("/sitemap.xml"), "//s:loc/text()")

    named = [
        one for part in parts for one in found(told(part.removeprefix(PORTAL)), "//s:loc/text()")
    ]
    assert len(named) == len(set(named))
    assert f"{PORTAL}{PAGE}" in named
    assert f"{PORTAL}/departments/{CODE}/" in named
    assert f"{PORTAL}/" in named
    for one in named:
        assert Client().get(one.removeprefix(PORTAL)).status_code == 200


def test_a_withdrawn_disclosure_is_in_no_site_map(published: Publication) -> None:
    withdrawn(published)

    assert not found(told("/sitemap-disclosures.xml"), "//s:loc/text()")
    assert not found(told("/sitemap-departments.xml"), "//s:loc/text()")


@override_settings(ALLOWED_HOSTS=["*"])
def test_addresses_are_those_of_the_portal_whatever_host_is_asked() -> None:
    for path in ("/sitemap.xml", "/sitemap-fixed.xml", "/feed.atom", "/robots.txt"):
        answer = Client().get(path, headers={"Host": "evil.example"})
        assert b"evil.example" not in answer.content


def test_robots_may_read_what_is_public() -> None:
    rules = robotparser.RobotFileParser()
    rules.parse(Client().get("/robots.txt").content.decode().splitlines())

    assert rules.can_fetch("*", PAGE)
    assert not rules.can_fetch("*", reverse("admin:index"))
    assert rules.site_maps() == [f"{PORTAL}/sitemap.xml"]
