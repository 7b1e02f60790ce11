"""The desk speaks Chinese: no word of a library is left in English on any page."""

import gettext
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from django.test import Client
from lxml import html

from disclosures import models
from disclosures.authorship import operator
from disclosures.models import User
from tests.login.persons import (
    CHANGE,
    CODE,
    DEVICE,
    LOGIN,
    at_the_desk,
    password_given,
    reviewer,
)

from .people import superuser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ours")]
CATALOGUE = Path(models.__file__).parent.parent / "locale" / "zh_Hans" / "LC_MESSAGES"
ENTRY = re.compile(r'^msgid "(.+)"\nmsgstr "(.+)"$', re.M)
WORD = re.compile(r"[A-Za-z]{2,}")
SPOKEN = ("title", "placeholder", "aria-label", "alt")
# Formats, algorithms, units, and what stands on the keys of a keyboard.
FORMATS = {
    "BY",  # the licence CC BY
    "CC",
    "CSV",
    "Cookie",
    "Excel",
    "ID",
    "JSON",
    "MB",
    "PDF",
    "SHA",
    "TOTP",
    "WPS",
    "XLSX",
    "pbkdf",
    "sha",
}
KEYS = {"Ctrl", "Delete", "End", "Enter", "Esc", "Home", "PageDown", "PageUp", "Shift", "Tab"}


def said(page: bytes) -> Iterator[str]:
    """What a reader sees or hears of a page."""
    tree = html.document_fromstring(page.decode())
    for unheard in tree.xpath(
        "//script | //style | //svg | //code | //td[contains(@class, 'agent')]"
    ):
        unheard.drop_tree()
    yield from tree.itertext(with_tail=True)
    for name in SPOKEN:
        yield from tree.xpath(f"//@{name}")
    yield from tree.xpath("//input[@type='submit' or @type='button']/@value")


def foreign(page: bytes) -> set[str]:
    """The English words of a page."""
    accounts = User.objects.values_list("username", flat=True)
    names = "|".join((*accounts, operator().name))
    # Places of findings and wordings are addresses, as the log keeps them.
    address = r"\S+/\S+|approved_on|operating"
    texts = (re.sub(f"{names}|{address}", "", text) for text in said(page))
    return {word for text in texts for word in WORD.findall(text)} - FORMATS - KEYS


def pages(client: Client) -> Iterator[tuple[str, bytes]]:
    """Every page of the desk that a link leads to, one of each kind."""
    waiting, seen = ["/admin/"], set()
    while waiting:
        address = waiting.pop(0)
        parts = urlsplit(address)
        kind = re.sub(r"\d+", "1", parts.path), tuple(parse_qs(parts.query))
        if kind in seen or len(kind[1]) > 1:
            continue
        seen.add(kind)
        response = client.get(address, follow=True)
        if response.headers["Content-Type"].startswith("text/html"):
            yield address, response.content
            links = html.document_fromstring(response.content).xpath("//a/@href")
            targets = (urljoin(address, link).partition("#")[0] for link in links)
            waiting += [target for target in targets if target.startswith("/admin/")]


def test_no_page_that_a_link_of_the_desk_leads_to_has_an_english_word() -> None:
    found = {address: foreign(page) for address, page in pages(superuser())}

    assert {address: words for address, words in found.items() if words} == {}
    assert len(found) > 60


def emptied(form: html.FormElement) -> dict[str, str]:
    """What a form sends when everything that is typed or chosen in it is left out."""
    hidden = {one.name: one.value for one in form.inputs if getattr(one, "type", "") == "hidden"}
    return {name: value or "" for name, value in hidden.items() if name}


def test_no_form_that_is_sent_empty_answers_in_english() -> None:
    client = superuser()
    forms = [one for one in pages(client) if re.search("/(add|change|password)/$", one[0])]
    found = {}
    for address, page in forms:
        # What is only read, as an entry of the log, has no form.
        for form in html.document_fromstring(page).xpath("//div[@id='content']//form"):
            found[address] = foreign(client.post(address, emptied(form), follow=True).content)

    assert {address: words for address, words in found.items() if words} == {}
    assert len(found) > 15


def entrance() -> Iterator[bytes]:
    """The pages before the desk, with everything that may be wrong on them."""
    client = Client(enforce_csrf_checks=True)
    yield client.post(LOGIN).content
    client = Client()
    yield client.get(LOGIN).content
    for _ in range(5):
        yield client.post(LOGIN, {"username": "wangming", "password": "x"}).content
    reviewer("shenhe")
    waiting = password_given("shenhe", address="10.0.0.1")
    for code in ("", "000000", "000000"):
        yield waiting.get(f"{CODE}?recovery").content
        yield waiting.post(CODE, {"code": code}).content
    reviewer("fuhe", has_device=False)
    User.objects.filter(username="fuhe").update(password_chosen_at=None)
    waiting = password_given("fuhe", address="10.0.0.2")
    for password in ("", "short", "password1234"):
        sent = {"new_password1": password, "new_password2": password[1:]}
        yield waiting.post(CHANGE, sent).content
    waiting.post(CHANGE, {"new_password1": "Fu-he-mima-77", "new_password2": "Fu-he-mima-77"})
    yield waiting.post(DEVICE, {"code": "1"}).content


def outside_of_what_is_allowed() -> Iterator[bytes]:
    """What somebody is told who asks for too much, or goes."""
    client = at_the_desk(reviewer("shenji"), address="10.0.0.3")
    for address in ("/admin/disclosures/user/", "/admin/meiyou/", "/admin/disclosures/unit/9/"):
        yield client.get(address, follow=True).content
    yield client.post("/admin/password_change/", {"old_password": "x"}).content
    yield client.post("/admin/logout/").content


def test_no_page_of_the_entrance_has_an_english_word() -> None:
    found = [foreign(page) - {"wangming"} for page in entrance()]

    assert found == [set()] * len(found)
    assert len(found) > 15
    assert {word for page in outside_of_what_is_allowed() for word in foreign(page)} == set()


def test_the_compiled_words_are_those_that_are_written() -> None:
    written = dict(ENTRY.findall((CATALOGUE / "django.po").read_text(encoding="utf-8")))
    with (CATALOGUE / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)

    assert len(written) > 10
    assert {word: compiled.gettext(word) for word in written} == written
