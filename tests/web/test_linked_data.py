"""What pages say of themselves to programs: addresses, feeds, data sets, and the licence."""

import json
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from disclosures.models import Department, Publication

from .library import CODE, PAGE, chosen, next_version, read

pytestmark = [pytest.mark.usefixtures("published"), pytest.mark.django_db]
PORTAL = "http://127.0.0.1:8000"


def described(path: str) -> dict[str, Any]:
    (script,) = chosen(read(path), 'script[type="application/ld+json"]')
    found: dict[str, Any] = json.loads(script.text)
    return found


def test_a_disclosure_is_a_data_set_whose_files_are_there(published: Publication) -> None:
    data = described(PAGE)

    assert (data["@context"], data["@type"]) == ("https://schema.org", "Dataset")
    assert data["identifier"] == f"sha256:{published.sha256}"
    assert data["license"] == settings.DATA_LICENCE["path"]
    assert data["creator"]["@type"] == "GovernmentOrganization"
    for one in data["distribution"]:
        answer = Client().get(one["contentUrl"].removeprefix(PORTAL))
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith(one["encodingFormat"])


def test_a_department_is_a_body_of_government() -> None:
    data = described(f"/departments/{CODE}/")

    assert (data["@type"], data["identifier"]) == ("GovernmentOrganization", CODE)


def test_a_name_cannot_end_the_data_it_stands_in() -> None:
    name = "</script><script>alert(1)</script>"
    Department.objects.filter(code=CODE).update(name=name)

    assert described(f"/departments/{CODE}/")["name"] == name


def test_each_content_has_one_canonical_address(published: Publication) -> None:
    next_version(published)

    def canonical(path: str) -> list[str]:
        return [one.get("href") for one in chosen(read(path), 'link[rel="canonical"]')]

    assert canonical(PAGE) == canonical(f"{PAGE}v2/") == [PORTAL + PAGE]
    assert canonical(f"{PAGE}v1/") == [f"{PORTAL}{PAGE}v1/"]
    assert canonical(f"/departments/{CODE}/") == [f"{PORTAL}/departments/{CODE}/"]


@pytest.mark.parametrize("path", ["/", "/disclosures/", "/data/", PAGE, f"/departments/{CODE}/"])
def test_every_page_leads_to_a_feed_and_names_the_licence(path: str) -> None:
    root = read(path)

    feeds = [one.get("href") for one in chosen(root, 'link[type="application/atom+xml"]')]
    assert "/feed.atom" in feeds
    assert all(Client().get(one).status_code == 200 for one in feeds)
    assert settings.DATA_LICENCE["title"] in root.text_content()
