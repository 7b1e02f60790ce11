"""The pages of review are for everybody: on any screen, by ear, by keyboard."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.accessible import violations

from .under_review import UnderReview

TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SCREENS = [(375, "light"), (375, "dark"), (1280, "light"), (1280, "dark")]


@pytest.fixture(params=SCREENS, ids=str)
def page(request: pytest.FixtureRequest, examined: BrowserContext) -> Page:
    """A page of a width, by day or by night."""
    width, scheme = request.param
    page = examined.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    return page


@pytest.mark.parametrize("name", ["review", "explanations", "findings"])
def test_a_page_of_the_desk_is_accessible_and_keeps_to_its_width(
    page: Page, reviewed: UnderReview, name: str
) -> None:
    page.goto(reviewed.at(name))
    for closed in page.locator("details:not([open]) > summary").all():
        closed.click()

    assert violations(page) == []
    assert page.evaluate(TOO_WIDE) == 0


def test_the_preview_is_accessible_with_the_form_of_a_comment(
    page: Page, reviewed: UnderReview
) -> None:
    page.goto(reviewed.at("preview"))
    expect(page.locator("#t3-2010301 .comment-note")).to_have_text("意见：与批复数不符")

    page.locator("#t3-2010301 td:not(.held, :empty)").first.focus()
    page.keyboard.press("Enter")

    expect(page.locator("#comment-words")).to_be_focused()
    expect(page.locator("#comment-on")).to_be_in_viewport(ratio=1)
    expect(page.locator("#comment-on [data-quote]")).to_have_text("100.00")
    assert violations(page) == []
    assert page.evaluate(TOO_WIDE) == 0
    page.keyboard.press("Escape")
    expect(page.locator("#comment-on")).to_be_hidden()
