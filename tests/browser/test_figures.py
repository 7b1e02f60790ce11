"""How a figure came about: by mouse, by keyboard, on a phone, with and without JavaScript."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.web.library import PAGE

from .accessible import violations
from .conftest import Complaints

FIGURE = f"{PAGE}figures/t3-2010301-2/"
PAGES = (FIGURE, f"{PAGE}figures/t3-total-2/", f"{PAGE}figures/t2/", f"{PAGE}compare-years/")


@pytest.fixture(scope="module")
def without_javascript(browser: Browser) -> Iterator[BrowserContext]:
    """A small screen without JavaScript."""
    context = browser.new_context(viewport={"width": 375, "height": 800}, java_script_enabled=False)
    yield context
    context.close()


def test_a_figure_explains_itself_where_it_stands(
    portal: str, complaints: Complaints, page: Page
) -> None:
    page.goto(portal + PAGE)

    page.locator("#t3-2010301-2").click()

    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("功能分类科目 2010301 行政运行")
    expect(dialog.locator(".lines tfoot")).to_contain_text("1,922,574.00")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert complaints.errors == []
    assert [url for url in complaints.requests if not url.startswith(portal)] == []


def test_a_figure_is_explained_by_keyboard(portal: str, page: Page) -> None:
    page.goto(portal + PAGE)

    page.locator(".summary dd a").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#t3-total-1")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#t3-201-2")).to_be_focused()
    page.keyboard.press("Enter")

    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("功能分类科目 201 一般公共服务支出")
    page.keyboard.press("Escape")
    expect(page.locator("#t3-201-2")).to_be_focused()


def test_an_arrow_pressed_before_the_page_hears_of_the_address_is_not_lost(
    portal: str, page: Page
) -> None:
    page.goto(portal + PAGE)
    page.locator("#t3-total-1").evaluate(
        """(cell) => {
            location.hash = cell.id;
            cell.dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowRight", bubbles: true}));
            addEventListener("hashchange", () => document.body.classList.add("heard"));
        }"""
    )

    expect(page.locator("body.heard")).to_be_attached()
    expect(page.locator("#t3-total-2")).to_be_focused()


def test_an_address_leads_from_one_figure_to_another(portal: str, page: Page) -> None:
    page.goto(portal + PAGE)
    page.locator("#t3-total-1").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#t3-total-2")).to_be_focused()

    page.evaluate("location.hash = 't3-201-1'")

    expect(page.locator("#t3-201-1")).to_be_focused()


def test_a_part_of_a_figure_leads_on_within_the_dialog(portal: str, page: Page) -> None:
    page.goto(portal + PAGE)
    page.locator("#t3-total-1").click()
    dialog = page.get_by_role("dialog")

    dialog.locator("section a").first.click()

    expect(dialog.locator("h1")).to_contain_text("基本支出")
    dialog.get_by_role("link", name="原文", exact=True).click()
    expect(dialog).to_be_hidden()
    expect(page.locator("#s3-2")).to_be_in_viewport()


def test_a_figure_opens_on_a_phone_within_the_screen(portal: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 375, "height": 800}, has_touch=True)
    page = context.new_page()
    page.goto(portal + PAGE)

    page.locator("#t3-2010301-2").tap()

    dialog = page.get_by_role("dialog")
    expect(dialog.locator(".lines tbody tr").first).to_contain_text("基本工资")
    assert dialog.evaluate("one => one.scrollWidth <= one.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    dialog.get_by_role("button", name="关闭").click()
    expect(dialog).to_be_hidden()
    context.close()


def test_without_javascript_a_figure_is_a_page_of_its_own(
    portal: str, without_javascript: BrowserContext
) -> None:
    page = without_javascript.new_page()
    page.goto(portal + PAGE)
    expect(page.locator("[data-figures]")).to_be_hidden()

    page.get_by_role("link", name="表 3 各数来历").click()
    page.locator("#t3-2010301-2 a").click()

    expect(page).to_have_url(portal + FIGURE)
    expect(page.locator(".conditions")).to_contain_text("基本支出")
    expect(page.locator(".copy")).to_be_hidden()
    page.get_by_role("link", name="在表中查看").click()
    expect(page.locator("#t3-2010301-2")).to_be_in_viewport()


def test_a_citation_is_copied(portal: str, browser: Browser) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(portal + FIGURE)

    page.get_by_role("button", name="复制引用").click()

    expect(page.locator(".copy [role=status]")).to_have_text("已复制")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator(".citation").text_content()
    context.close()


def test_a_term_is_explained_where_it_stands(portal: str, page: Page) -> None:
    page.goto(portal + PAGE)

    page.locator(".terms a", has_text="基本支出").first.focus()
    page.keyboard.press("Enter")

    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("包括人员经费、公用经费")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [320, 375, 640, 1280])
def test_no_page_of_figures_is_wider_than_the_screen(
    portal: str, page: Page, path: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})

    page.goto(portal + path)

    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("path", [PAGE, *PAGES])
@pytest.mark.parametrize("width", [375, 1280])
def test_every_page_of_figures_is_accessible(
    portal: str, browser: Browser, path: str, width: int
) -> None:
    context = browser.new_context(bypass_csp=True, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(portal + path)

    assert violations(page) == []
    context.close()


def test_the_dialog_of_a_figure_is_accessible(portal: str, browser: Browser) -> None:
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(portal + PAGE)
    page.locator("#t3-2010301-2").click()
    expect(page.get_by_role("dialog")).to_be_visible()

    assert violations(page) == []
    context.close()
