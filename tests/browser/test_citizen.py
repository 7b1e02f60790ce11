"""A citizen with a phone asks what an office plans to spend on cars."""

import pytest
from playwright.sync_api import Page, expect

from tests.web.library import PAGE

from .accessible import violations

NAME = "驻乌鲁木齐办事处"


@pytest.fixture
def phone(page: Page) -> Page:
    page.set_viewport_size({"width": 375, "height": 800})
    return page


def test_two_clicks_lead_from_the_home_page_to_the_cars_of_an_office(
    portal: str, phone: Page
) -> None:
    phone.goto(portal)
    phone.get_by_role("searchbox").fill(f"{NAME} 公车")

    phone.get_by_role("button", name="查找").click()
    found = phone.locator(".hits li").first
    expect(found).to_contain_text("公务用车购置及运行费（小计） 20.00 万元")
    expect(found.locator("mark")).to_have_text("公务用车")
    found.get_by_role("link").click()

    expect(phone).to_have_url(f"{portal}{PAGE}#t10-vehicles")
    expect(phone.locator("#t10-vehicles")).to_be_in_viewport()
    expect(phone.locator("#t10-vehicles")).to_contain_text("20.00")


def test_one_click_on_a_common_question_finds_it(portal: str, phone: Page) -> None:
    phone.goto(portal)

    phone.get_by_role("link", name="公车", exact=True).click()

    expect(phone.locator(".hits .of-hit").first).to_have_text("20.00 万元")


@pytest.mark.parametrize(
    "path", ["/", "/disclosures/?q=公车", "/disclosures/?q=龘龘", "/status/", "/status/?year=2050"]
)
@pytest.mark.parametrize("width", [375, 1280])
def test_pages_of_finding_are_accessible_and_fit(
    portal: str, page: Page, path: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})

    page.goto(portal + path)

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
