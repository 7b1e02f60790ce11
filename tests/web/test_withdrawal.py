"""Withdrawn by law: every public address answers as if nothing had ever been there."""

import ast
import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, URLResolver
from django.utils import timezone

from disclosures import urls
from disclosures.models import Artefact, Publication, Unit, Withdrawal

from .library import (
    CODE,
    PAGE,
    UNIT_CODE,
    another_department,
    chosen,
    correction,
    next_version,
    read,
    texts,
    unit_s_own,
    withdrawn,
)

pytestmark = [pytest.mark.usefixtures("published"), pytest.mark.django_db]
GROUND = "《中华人民共和国保守国家秘密法》"
UNKNOWN = "/departments/1/2026/"
VIEWS = sorted((Path(settings.BASE_DIR) / "disclosures" / "views").glob("*.py"))
LISTS = ("/", "/disclosures/", f"/departments/{CODE}/", f"/disclosures/?q={CODE}&year=2026")


def routes(patterns: list[URLPattern | URLResolver], before: str = "") -> list[str]:
    """Every public address that the resolver knows, as it is written there."""
    found = []
    for one in patterns:
        route = before + str(one.pattern)
        found += routes(one.url_patterns, route) if isinstance(one, URLResolver) else [route]
    return found


OF_A_DISCLOSURE = [
    route for route in routes(urls.urlpatterns) if route.startswith("departments/<slug:code>/<int:")
]
OF_A_VERSION = [route for route in OF_A_DISCLOSURE if "<int:version>" in route]
OF_THE_CURRENT = [route for route in OF_A_DISCLOSURE if "<int:version>" not in route]


def address(route: str, version: int = 1) -> str:
    for part, value in (
        ("<slug:code>", CODE),
        ("<int:year>", "2026"),
        ("<int:version>", str(version)),
        ("<int:number>", "3"),
        ("<str:place>", "t3-total-1"),
    ):
        route = route.replace(part, value)
    assert "<" not in route, f"what to put into {route}?"
    return f"/{route}"


def assert_not_found(path: str) -> None:
    unknown = Client().get(UNKNOWN)
    for query in ("", "?kind=department"):
        answer = Client().get(path + query)
        assert answer.status_code == unknown.status_code == 404, path
        assert answer.content == unknown.content, path
        assert dict(answer.headers) == dict(unknown.headers), path


def test_every_address_of_a_disclosure_is_among_those_tried() -> None:
    assert len(OF_THE_CURRENT) == len(OF_A_VERSION) == 10


@pytest.mark.parametrize("route", OF_A_DISCLOSURE)
def test_a_withdrawn_version_answers_like_an_unknown_one(
    published: Publication, route: str
) -> None:
    assert Client().get(address(route)).status_code == 200
    etag = Client().get(address(route)).headers["ETag"]

    withdrawn(published)

    assert_not_found(address(route))
    again = Client().get(address(route), headers={"If-None-Match": etag})
    assert again.status_code == 404


@pytest.mark.parametrize("route", OF_THE_CURRENT)
def test_where_the_newest_is_withdrawn_nothing_before_it_becomes_current(
    published: Publication, route: str
) -> None:
    withdrawn(correction(published))

    assert_not_found(address(route))


@pytest.mark.parametrize("route", OF_A_VERSION)
def test_the_versions_before_a_withdrawn_one_stay_at_their_addresses(
    published: Publication, route: str
) -> None:
    second = correction(published)
    kept = {name: Client().get(address(name)).content for name in (route,)}

    withdrawn(second)

    assert_not_found(address(route, 2))
    answer = Client().get(address(route))
    assert answer.status_code == 200
    is_page = route.endswith("/v<int:version>/")
    assert is_page or answer.content == kept[route]


def test_an_earlier_page_says_that_what_corrected_it_is_withdrawn(published: Publication) -> None:
    withdrawn(correction(published))

    (notice,) = texts(read(f"{PAGE}v1/"), ".notice")

    assert notice.startswith("本版已被第 2 版更正，第 2 版已依法撤下，目前没有现行版本。")
    assert_links_work(f"{PAGE}v1/")


def test_a_later_page_leads_no_more_to_what_is_withdrawn(published: Publication) -> None:
    correction(published)
    assert f'href="{PAGE}v1/"' in Client().get(PAGE).content.decode()

    withdrawn(published)

    body = Client().get(PAGE).content.decode()
    assert f'href="{PAGE}v1/"' not in body
    assert "上一版本（第 1 版）已依法撤下" in body
    for path in (PAGE, f"{PAGE}changes/", f"/departments/{CODE}/"):
        assert_links_work(path)


def assert_links_work(path: str) -> None:
    """Every link but that to the PDF, which the versions made here are without."""
    links = {link.get("href").partition("#")[0] for link in chosen(read(path), "main a")}
    for link in links - {"", f"{PAGE}disclosure.pdf"}:
        assert Client().get(link, follow=True).status_code == 200, link


def test_a_tombstone_says_which_version_when_and_by_what_law_and_no_more(
    published: Publication,
) -> None:
    second = correction(published)
    withdrawn(published, second)

    page = read(f"/departments/{CODE}/")

    assert texts(page, ".tombstones p") == [
        f"第 2 版于 2026年4月1日依法撤下，依据：{GROUND}\n",
        f"第 1 版于 2026年4月1日依法撤下，依据：{GROUND}\n",
    ]
    words = page.text_content()
    assert f"{published.disclosure.name} 2026 年部门预算公开" in words
    for secret in ("490.16", "491.39", second.note, "内部备注", published.sha256, second.sha256):
        assert secret not in words
    assert not chosen(page, ".listing")


def test_the_history_keeps_a_tombstone_in_the_place_of_a_version(published: Publication) -> None:
    second = correction(published)
    third = next_version(second, "第三版")
    withdrawn(second)

    page = read(f"{PAGE}changes/")

    assert texts(page, "h2") == ["第 3 版更正第 2 版", "第 2 版", "第 1 版，首次公开"]
    assert texts(page, ".tombstone") == [
        "第 2 版已依法撤下，不再列出两版之间的差异。",
        f"第 2 版于 2026年4月1日依法撤下，依据：{GROUND}\n",
    ]
    assert second.note not in page.text_content()
    assert second.sha256 not in page.text_content()
    assert third.note in page.text_content()
    record = json.loads(Client().get(f"{PAGE}changes.json").content)
    assert record["corrections"] == []


def test_versions_that_are_still_readable_are_named(published: Publication) -> None:
    withdrawn(correction(published))

    page = read(f"/departments/{CODE}/")

    links = [link.get("href") for link in chosen(page, ".tombstones a")]
    assert links == [f"{PAGE}v1/"]
    assert "目前没有现行版本" in page.text_content()


def test_lists_and_sums_count_what_is_public_only(published: Publication) -> None:
    another_department(published, "653022001", "阿克陶县财政局", region="653022")
    own = unit_s_own(published, Unit.objects.get(code=UNIT_CODE))

    withdrawn(published, own)

    assert texts(read("/"), ".highlights .amount") == ["490.16", "1", "0", "0"]
    for path in ("/", "/disclosures/"):
        assert texts(read(path), ".listing tbody th a") == ["阿克陶县财政局"]
    regions = texts(read("/disclosures/"), "select[name=region] option")
    assert regions == ["全部", "地区653022"]


def test_a_year_in_which_everything_is_withdrawn_is_not_offered(published: Publication) -> None:
    withdrawn(published)

    assert texts(read("/disclosures/"), "select[name=year] option") == ["全部"]
    assert texts(read("/"), ".years a") == []
    for path in LISTS:
        assert "490.16" not in Client().get(path).content.decode()


def test_a_unit_s_disclosure_stays_where_the_department_s_is_withdrawn(
    published: Publication,
) -> None:
    unit_s_own(published, Unit.objects.get(code=UNIT_CODE))

    withdrawn(published)

    assert Client().get(f"/departments/{UNIT_CODE}/2026/?kind=unit").status_code == 200
    assert texts(read(f"/departments/{UNIT_CODE}/"), ".tombstones") == []
    page = read(f"/departments/{CODE}/")
    assert len(chosen(page, ".listing tbody tr")) == len(chosen(page, ".tombstones li")) == 1


def test_a_new_version_may_follow_and_goes_on_with_the_chain(published: Publication) -> None:
    withdrawn(published)

    second = correction(published)

    assert second.sha256_of_previous == published.sha256
    assert Client().get(PAGE).status_code == 200
    assert Client().get(f"{PAGE}v2/").status_code == 200
    assert_not_found(f"{PAGE}v1/")
    assert len(chosen(read(f"/departments/{CODE}/"), ".listing tbody tr")) == 1
    body = Client().get(f"{PAGE}changes/").content.decode()
    assert published.sha256 not in body
    assert "412.26" not in body


def test_what_is_withdrawn_is_kept_and_verified(
    published: Publication, capsys: pytest.CaptureFixture[str]
) -> None:
    (made,) = withdrawn(published)

    call_command("verify_publications")

    assert "1 个已公开版本的数据、文件与哈希链全部相符" in capsys.readouterr().out
    assert Artefact.objects.get(publication=published, name="disclosure.pdf").size > 0
    assert made.withdrawn_at < timezone.now()
    assert Withdrawal.objects.count() == 1


# What the public views may ask a model for; no query of theirs sees withdrawn versions.
ALLOWED = {
    "Publication.objects.published",
    "Publication.objects.addressed",  # of what is published
    "Publication.objects.withdrawn",  # its keys, for the tombstones
    "Withdrawal.objects.tombstones",
    "Artefact.objects.filter",  # of a publication that was found
    "Region.objects.filter",  # of publications that are published
    "Department.objects.values_list",  # the register: who owes a disclosure
    "Unit.objects.filter",  # the register: of what nature a unit is
    "PublishedFigure.objects.filter",  # of publications that are published
    # What is current is kept by triggers, which take away what is withdrawn.
    "CurrentVersion.objects.all",
    "CurrentVersion.objects.filter",
    "CurrentVersion.objects.values",
    "CurrentVersion.objects.values_list",
}
BY_OTHER_WAYS = {"publications", "withdrawal", "_default_manager", "_base_manager"}


@pytest.mark.parametrize("file", VIEWS, ids=lambda file: file.stem)
def test_no_public_view_reaches_versions_but_through_what_is_published(file: Path) -> None:
    attributes = [
        node
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
    ]

    asked = {
        ast.unparse(node) for node in attributes if ast.unparse(node.value).endswith("objects")
    }

    assert asked <= ALLOWED
    assert not BY_OTHER_WAYS & {node.attr for node in attributes}
