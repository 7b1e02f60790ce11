"""What every page says of the site: its footer, its help, and the pages of errors."""

import lxml.html
import pytest
from django.http import HttpRequest
from django.test import Client
from django.views.defaults import bad_request, server_error
from pytest_django.fixtures import Settings

from disclosures.appearance import MODES, carrying, dressed

from .library import chosen, read, texts

pytestmark = pytest.mark.django_db


def test_the_footer_shows_what_the_operator_has_filled_in(settings: Settings) -> None:
    settings.PORTAL_OPERATOR = "某州财政局"
    settings.SITE_CODE = "6530000001"
    settings.SITE_ICP_NUMBER = "新ICP备00000001号"
    settings.SITE_POLICE_NUMBER = "新公网安备 65300002000001 号"
    settings.SITE_FAULTS_URL = "https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=6530000001"

    page = read("/about/")

    assert texts(page, ".footer li") == [
        "主办单位：某州财政局",
        "网站标识码：6530000001",
        "ICP备案号：新ICP备00000001号",
        "公安备案号：新公网安备 65300002000001 号",
        "我为政府网站找错",
        "关于本站与使用帮助",
    ]
    links = [link.get("href") for link in chosen(page, ".footer a")]
    assert links[1] == "https://beian.mps.gov.cn/#/query/webSearch?code=65300002000001"
    assert links[2] == settings.SITE_FAULTS_URL


def test_an_empty_footer_bears_the_name_of_the_portal(settings: Settings) -> None:
    assert texts(read("/about/"), ".footer li")[0] == settings.PORTAL_NAME


def test_the_help_says_how_to_read_whom_to_ask_and_which_keys() -> None:
    assert texts(read("/about/"), "h2") == [
        "本站是什么",
        "怎样读一份预算",
        "下载与使用许可",
        "联系",
        "无障碍说明",
        "键盘操作",
    ]


def test_an_unknown_address_offers_a_search() -> None:
    response = Client().get("/nowhere/")

    root = lxml.html.document_fromstring(response.content)
    assert response.status_code == 404
    assert chosen(root, "form[action='/disclosures/'] input[name=q]")


def test_pages_of_errors_look_like_the_site() -> None:
    pages = {
        500: server_error(HttpRequest()),
        400: bad_request(HttpRequest(), Exception("secret")),
    }

    for status, response in pages.items():
        root = lxml.html.document_fromstring(response.content)
        assert response.status_code == status
        assert chosen(root, ".masthead .brand")
        assert chosen(root, "main h1")
        assert "secret" not in root.text_content()


@pytest.mark.parametrize(
    ("link", "carried"),
    [
        ("/", "/?size=large&amp;contrast=high"),
        ("/a/?q=1&amp;page=2", "/a/?q=1&amp;page=2&amp;size=large&amp;contrast=high"),
        ("?size=usual", "?size=usual&amp;contrast=high"),
    ],
)
def test_a_link_keeps_the_modes_that_it_does_not_set(link: str, carried: str) -> None:
    assert carrying(link, MODES) == carried


@pytest.mark.parametrize(
    "link", ["#t3", "/static/a.css", "/admin/", "/a/data.json", "https://b.example/", "//b/", "c/"]
)
def test_a_link_that_leads_to_no_page_of_the_site_stays(link: str) -> None:
    html = f'<html lang="zh"><head></head><a href="{link}">'

    assert f'<a href="{link}">' in dressed(html, MODES, "/s.css")


def test_the_place_on_a_page_is_kept() -> None:
    html = dressed('<a href="/a/?q=1#t3">', MODES, "/s.css")

    assert html == '<a href="/a/?q=1&amp;size=large&amp;contrast=high#t3">'


def test_a_redirect_keeps_the_modes() -> None:
    response = Client().get("/about?size=large")

    assert response.headers["Location"] == "/about/?size=large"
