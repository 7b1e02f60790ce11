"""What holds for every public address; a new one is found in the resolver by itself."""

from collections.abc import Iterator
from gzip import decompress
from typing import Any

import lxml.html
import pytest
from django.core.signals import request_finished
from django.db import close_old_connections
from django.test import Client
from pytest_django.fixtures import Settings

from tests.setup.test_headers import EXPECTED, FORGED

from .public import PUBLIC, UNKNOWN

pytestmark = pytest.mark.usefixtures("published")
KILOBYTE = 1024
# Pages of other sites may read the interface.
FOR_PROGRAMS = {"Cross-Origin-Resource-Policy": "cross-origin"}
MODES = "size=large&contrast=high"


def got(path: str, **headers: str) -> Any:  # noqa: ANN401 - the test client's answer
    """The answer with all its bytes as ``whole``, and no file left open."""
    response: Any = Client().get(path, headers=headers)
    response.whole = b"".join(response)
    request_finished.disconnect(close_old_connections)  # or the sample would be gone with it
    response.close()
    request_finished.connect(close_old_connections)
    return response


def pages() -> Iterator[str]:
    """The addresses that answer with a page for readers."""
    for path in PUBLIC:
        if got(path).headers["Content-Type"].startswith("text/html"):
            yield path


@pytest.mark.parametrize("path", PUBLIC)
def test_the_example_of_an_address_is_answered(path: str) -> None:
    assert got(path).status_code == (404 if path in UNKNOWN else 200)


@pytest.mark.parametrize("path", PUBLIC)
def test_no_reader_gets_a_cookie_and_every_answer_is_protected(path: str) -> None:
    for asked in (path, f"{path}?{MODES}"):
        response = got(asked)

        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")
        expected = EXPECTED | (FOR_PROGRAMS if "api/v1" in path or "nowhere" in path else {})
        assert {name: response.headers.get(name) for name in EXPECTED} == expected


@pytest.mark.parametrize("path", PUBLIC)
def test_who_has_the_bytes_is_not_sent_them_again(path: str) -> None:
    first = got(path, accept_encoding="gzip")
    if path in UNKNOWN:
        return
    if "no-store" in first.headers["Cache-Control"]:
        assert "ETag" not in first.headers
        return

    again = got(path, accept_encoding="gzip", if_none_match=first.headers["ETag"])

    assert again.status_code == 304
    assert again.whole == b""


@pytest.mark.parametrize("path", PUBLIC)
def test_who_keeps_an_answer_asks_again_soon(path: str) -> None:
    kept = got(path).headers.get("Cache-Control", "")

    if path not in UNKNOWN:
        assert "no-store" in kept or "must-revalidate" in kept


@pytest.mark.parametrize("path", PUBLIC)
def test_a_forged_host_is_refused_at_every_address(path: str, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

    for host in FORGED if path == "/" else FORGED[:3]:
        response = got(path, host=host)
        assert response.status_code == 400
        assert {name: response.headers.get(name) for name in EXPECTED} == EXPECTED
        assert host not in response.whole.decode() or len(host) < 5


def test_every_page_with_all_it_needs_is_light() -> None:
    weights = {path: weight_of(path) for path in pages()}

    assert weights
    assert {path: kept for path, kept in weights.items() if kept[0] > 100 * KILOBYTE} == {}
    assert {path: kept for path, kept in weights.items() if kept[1] > 20 * KILOBYTE} == {}


def weight_of(path: str) -> tuple[int, int]:
    """Bytes over the wire with all assets, and those of scripts before compression."""
    page = got(path, accept_encoding="gzip")
    root = lxml.html.document_fromstring(decompress(page.whole))
    wanted = set(
        root.xpath("//link[@rel='stylesheet' or @rel='icon']/@href | //script/@src | //img/@src")
    )
    assets = {link: got(link, accept_encoding="gzip") for link in wanted}
    assert {link: one.status_code for link, one in assets.items()} == dict.fromkeys(assets, 200)
    sent = {link: one.whole for link, one in assets.items()}
    scripts = sum(len(decompress(sent[link])) for link in sent if link.endswith(".js"))
    return len(page.whole) + sum(map(len, sent.values())), scripts


def test_text_is_sent_compressed_to_readers_and_never_from_the_desk() -> None:
    asset = got("/static/css/portal.css", accept_encoding="gzip")

    assert got("/", accept_encoding="gzip").headers["Content-Encoding"] == "gzip"
    assert asset.headers["Content-Encoding"] == "gzip"
    assert b"masthead" in decompress(asset.whole)
    assert "Content-Encoding" not in got("/admin/login/", accept_encoding="gzip").headers


def test_every_page_can_be_had_in_large_type_and_keeps_it_by_its_links() -> None:
    for path in pages():
        response = got(f"{path}?{MODES}", accept_encoding="gzip")
        root = lxml.html.document_fromstring(decompress(response.whole))

        assert root.get("class") == "large high"
        assert root.xpath("//link[contains(@href, 'appearance.css')]")
        inner = [
            link
            for link in root.xpath("//a/@href")
            if link.startswith(("/", "?"))
            and link.partition("?")[0].endswith("/")
            and not link.startswith("/admin/")
        ]
        assert inner
        assert [link for link in inner if MODES not in link] == []
        forms = root.xpath("//form[not(@method='post')]")
        assert all(len(form.xpath(".//input[@type='hidden']")) >= 2 for form in forms)


def test_a_page_in_its_usual_form_says_nothing_of_the_others() -> None:
    root = lxml.html.document_fromstring(got("/disclosures/?year=2026&size=odd").whole)

    assert root.get("class") is None
    assert "?year=2026&size=large" in root.xpath("//a/@href")
