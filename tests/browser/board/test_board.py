"""The board on a desk and on a phone: read, narrowed, reminded from; without scripts too."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from .office import Office

PAGES = ("board", "board_dates", "board_publication")


def violations(page: Page) -> list[str]:
    """What breaks WCAG 2.1, levels A and AA, on the page as it stands."""
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
    found = Axe().run(page, options=rules).response
    assert found["passes"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found["violations"]]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [375, 1280])
def test_the_pages_are_accessible(office: Office, examined: Page, name: str, width: int) -> None:
    examined.set_viewport_size({"width": width, "height": 900})

    examined.goto(office.page(name))

    assert violations(examined) == []
    examined.goto(office.address + "/admin/")
    expect(examined.get_by_role("heading", name="待办")).to_be_visible()
    assert violations(examined) == []


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [320, 375, 768, 1280])
def test_no_page_is_wider_than_the_screen(
    office: Office, officer: Page, name: str, width: int
) -> None:
    officer.set_viewport_size({"width": width, "height": 800})

    officer.goto(office.page(name))

    assert officer.evaluate("document.documentElement.scrollWidth") == width


def test_the_figures_lead_to_their_lines(office: Office, officer: Page) -> None:
    officer.goto(office.page("board"))
    late = officer.locator(".sums .late a")
    count = int(late.inner_text())

    late.click()

    expect(officer.locator(".lines tbody tr")).to_have_count(count)
    expect(officer.locator(".lines tbody tr.late")).to_have_count(count)
    expect(officer.locator(".lines caption")).to_have_text(f"共 {count} 份")


def test_the_chosen_are_reminded_by_keyboard_and_without_scripts(
    office: Office, browser: Browser
) -> None:
    context = browser.new_context(java_script_enabled=False)
    office.log_in(context)
    page = context.new_page()
    page.goto(office.page("board"))

    page.locator("input[name=chosen]").first.focus()
    page.keyboard.press("Space")
    page.get_by_label("附言").focus()
    page.keyboard.type("请抓紧办理")
    page.get_by_role("button", name="催办所选").focus()
    page.keyboard.press("Enter")

    expect(page.locator(".messagelist")).to_contain_text("已催办 1 份预算公开，通知 1 人。")
    context.close()


def test_progress_is_read_anew_until_it_is_over(office: Office, officer: Page) -> None:
    asked: list[str] = []

    def over(route: Route) -> None:
        asked.append(route.request.resource_type)
        if route.request.resource_type == "document":
            route.continue_()
        else:
            answer = route.fetch()
            text = answer.text().replace(" data-moving", "").replace("0 / 2", "2 / 2")
            route.fulfill(response=answer, body=text)

    officer.route("**/publication/", over)
    officer.goto(office.page("board_publication"))
    expect(officer.locator("#progress")).to_contain_text("已公开 0 / 2")

    expect(officer.locator("#progress")).to_contain_text("已公开 2 / 2", timeout=15_000)

    officer.wait_for_timeout(5000)
    assert asked == ["document", "fetch"]
