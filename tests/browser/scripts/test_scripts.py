"""S7, in short: no text is executed and the policy reports nothing. The long one is in prove."""

from itertools import cycle
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import Page

from tests.admin.people import superuser
from tests.prove.scripts import BARE, PAYLOADS
from tests.web.library import CODE, PAGE, published_sample

from .scripted import Watched, entered_with, pages_of_the_desk, published_with


@pytest.mark.django_db
def test_no_text_is_executed(page: Page, tmp_path: Path) -> None:
    assert len(set(PAYLOADS)) == 1000
    texts = cycle(" ".join(PAYLOADS[start : start + 5]) for start in range(0, 1000, 5))
    with published_sample(tmp_path) as publication:
        published_with(publication, texts, 2)
        assert len(entered_with(texts)) > 40
        watched = Watched(page, superuser())

        for path in (PAGE, f"{PAGE}changes/", f"/departments/{CODE}/", "/disclosures/"):
            watched.read(path)
        for path in pages_of_the_desk(watched.client)[::4]:
            watched.read(path)

    assert watched.faults == []


@pytest.mark.parametrize("policy", ["", "default-src 'none'"])
def test_what_is_executed_or_reported_is_noticed(page: Page, policy: str) -> None:
    watched = Watched(page, Client())
    answer = HttpResponse(PAYLOADS[len(BARE)], headers={"Content-Security-Policy": policy})

    watched.show("/control/", answer)

    assert len(watched.faults) == 1
