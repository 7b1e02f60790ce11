"""The ways through the site: few, the same on every page, and each page says where it is."""

import pytest

from .library import CODE, PAGE, chosen, read

pytestmark = [pytest.mark.usefixtures("published"), pytest.mark.django_db]
WAYS = ["首页", "部门", "比较", "公开情况", "数据", "核验"]


def marked(path: str, within: str) -> dict[str, str]:
    """The entries that say that the page is they, or within them."""
    links = chosen(read(path), f"{within} a")
    return {one.text: one.get("aria-current") for one in links if one.get("aria-current")}


@pytest.mark.parametrize(
    ("path", "way", "page"),
    [
        ("/", {"首页": "page"}, {}),
        ("/disclosures/", {"部门": "page"}, {}),
        (f"/departments/{CODE}/", {"部门": "true"}, {}),
        (PAGE, {"部门": "true"}, {}),
        (f"{PAGE}figures/t3-total-1/", {"部门": "true"}, {}),
        ("/compare/", {"比较": "true"}, {"部门比较": "page"}),
        ("/functions/201/", {"比较": "true"}, {"钱花在哪里": "page"}),
        ("/api/", {"数据": "true"}, {"数据接口": "page"}),
        ("/verify/", {"核验": "page"}, {}),
        ("/about/", {}, {}),
    ],
)
def test_a_page_says_where_it_is(path: str, way: dict[str, str], page: dict[str, str]) -> None:
    assert [one.text for one in chosen(read(path), "nav[aria-label='主导航'] a")] == WAYS
    assert marked(path, "nav[aria-label='主导航']") == way
    assert marked(path, ".beside") == page


def test_the_home_page_leads_to_what_people_ask_about() -> None:
    links = {one.get("href") for one in chosen(read("/"), "#three-public ~ table a")}

    assert links == {
        f"/compare/?region=653000&measure={measure}&sort=-2026"
        for measure in ("three_public", "overseas", "reception", "vehicles")
    }
