"""Every kind of public page in a browser: it asks nobody else, breaks no rule, fits any screen."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.web.public import PUBLIC

from .accessible import violations
from .conftest import Complaints

MODES = "?size=large&contrast=high"
# What reaches beyond the screen where the page can be scrolled sideways.
BEYOND = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
    [...document.querySelectorAll("body *")]
        .filter((one) => one.getBoundingClientRect().right > innerWidth)
        .map((one) => one.outerHTML.slice(0, 200))"""
PAGES = (*(path for path in PUBLIC if path.endswith("/")), "/nowhere/")


@pytest.fixture(scope="module")
def scanned(browser: Browser) -> Iterator[Page]:
    """A page on which axe may put its own styles, which the policy rightly forbids."""
    context = browser.new_context(bypass_csp=True)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("mode", ["", MODES])
def test_a_page_asks_nobody_else_and_keeps_the_policy(
    portal: str, context: BrowserContext, complaints: Complaints, path: str, mode: str
) -> None:
    page = context.new_page()

    page.goto(portal + path + mode)
    page.wait_for_load_state("networkidle")

    missing = [one for one in complaints.errors if path != "/nowhere/" or "404" not in one]
    assert missing == []
    assert [one for one in complaints.requests if not one.startswith(portal)] == []
    assert context.cookies() == []


@pytest.mark.parametrize("path", [path for path in PAGES if "/v1/" not in path])
@pytest.mark.parametrize(("width", "mode"), [(1280, ""), (375, MODES)])
def test_a_page_is_accessible_and_no_wider_than_the_screen(
    portal: str, scanned: Page, path: str, width: int, mode: str
) -> None:
    for other in (640, width):  # 640 is a screen of 1280 at 200 %
        scanned.set_viewport_size({"width": other, "height": 900})
        scanned.goto(portal + path + mode)
        assert scanned.evaluate(BEYOND) == []

    assert violations(scanned) == []


def test_large_type_is_larger_and_stays_from_page_to_page(portal: str, page: Page) -> None:
    page.goto(portal + "/")
    usual = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")

    page.get_by_role("link", name="大字版").click()
    page.get_by_role("link", name="部门", exact=True).click()
    page.locator(".listing tbody th a").first.click()

    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 1.4 * usual
    assert page.evaluate("[document.cookie, localStorage.length, sessionStorage.length]") == [
        *("", 0, 0),
    ]
    page.get_by_role("link", name="标准字号").click()
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") == usual
