"""Two people who write at once, and the page for everybody: axe, narrow screens."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.accessible import violations

from .pages import beside, field, saved, written
from .writing_room import WritingRoom


@pytest.fixture
def other(text: Page, room: WritingRoom, browser: Browser) -> Iterator[Page]:
    """The same text, open before a second writer."""
    context = browser.new_context()
    room.log_in(context, clerk=1)
    page = context.new_page()
    page.goto(text.url)
    yield page
    context.close()


def both_wrote(text: Page, other: Page) -> None:
    """The other was faster at one place, and each wrote at another."""
    field(other, "operating").fill("她所写的原因说明")
    field(other, "income/general").fill("她写的另一处说明")
    other.keyboard.press("Control+s")
    saved(other)
    field(text, "operating").fill("我所写的原因说明")
    field(text, "expenditure/basic").fill("我写的另一处说明")
    text.keyboard.press("Control+s")
    expect(beside(text, "operating").locator(".conflict")).to_contain_text("她所写的原因说明")
    expect(field(text, "operating")).to_have_value("我所写的原因说明")
    expect(text.locator("#state")).to_contain_text("有 1 处没有保存")


def test_who_was_slower_sees_both_texts_and_keeps_the_own(text: Page, other: Page) -> None:
    both_wrote(text, other)
    field(text, "operating").press("End")
    text.keyboard.type("，补充一句")
    text.keyboard.press("Control+s")
    text.wait_for_timeout(500)
    assert written(other)["operating"] == "她所写的原因说明"

    text.get_by_role("button", name="保留我的并保存").click()

    saved(text)
    kept = written(other)
    assert kept["operating"] == "我所写的原因说明，补充一句"
    assert kept["income/general"] == "她写的另一处说明"
    assert kept["expenditure/basic"] == "我写的另一处说明"


def test_who_was_slower_takes_the_words_of_the_other(text: Page, other: Page) -> None:
    both_wrote(text, other)

    text.get_by_role("button", name="采用他人的").click()

    expect(field(text, "operating")).to_have_value("她所写的原因说明")
    expect(beside(text, "operating")).to_be_empty()
    saved(text)


def test_a_conflict_without_a_script_shows_both_texts(
    other: Page, room: WritingRoom, browser: Browser
) -> None:
    context = browser.new_context(java_script_enabled=False)
    room.log_in(context)
    page = context.new_page()
    page.goto(other.url)
    field(other, "operating").fill("她所写的原因说明")
    other.keyboard.press("Control+s")
    saved(other)

    field(page, "operating").fill("我所写的原因说明")
    page.get_by_role("button", name="保存", exact=True).click()

    expect(beside(page, "operating")).to_contain_text("她所写的原因说明")
    expect(field(page, "operating")).to_have_value("我所写的原因说明")
    page.get_by_role("button", name="保留我的并保存").click()
    assert written(other)["operating"] == "我所写的原因说明"
    context.close()


@pytest.fixture
def examined(room: WritingRoom, browser: Browser) -> Iterator[BrowserContext]:
    """Pages on which axe may put its own styles, which the policy rightly forbids."""
    context = browser.new_context(bypass_csp=True)
    room.log_in(context)
    yield context
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
def test_the_desk_is_accessible_empty_proposed_refused_and_in_conflict(
    examined: BrowserContext, room: WritingRoom, browser: Browser, width: int, scheme: str
) -> None:
    page = examined.new_page()
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(room.fresh())
    found = violations(page)
    page.get_by_role("button", name="采用到此处：机关运行经费").click()
    found += violations(page)
    theirs = browser.new_context()
    room.log_in(theirs, clerk=1)
    other = theirs.new_page()
    other.goto(page.url)
    field(other, "income/general").fill("她所写的原因说明")
    other.keyboard.press("Control+s")
    saved(other)
    theirs.close()

    field(page, "income/general").fill("我所写的原因说明")
    field(page, "expenditure/basic").fill("长" * 1001)
    page.keyboard.press("Control+s")

    expect(page.locator(".conflict")).to_have_count(1)
    expect(page.locator(".fault")).to_have_count(1)
    assert found + violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
