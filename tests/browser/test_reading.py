"""Reading a disclosure: on a desk, on a phone, on paper, with and without JavaScript."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.web.library import CODE, PAGE

from .conftest import CORRECTED, Complaints

CHANGES = f"/departments/{CORRECTED}/2026/changes/"
PATHS = (
    *("/", "/disclosures/", "/api/", f"/departments/{CODE}/", PAGE, f"{PAGE}v1/"),
    *(f"{PAGE}changes/", CHANGES, "/nowhere"),
)


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A small screen without JavaScript."""
    context = browser.new_context(viewport={"width": 375, "height": 800}, java_script_enabled=False)
    yield context
    context.close()


def width_of(page: Page) -> int:
    """How wide the page is that the browser would let a reader scroll to."""
    width: int = page.evaluate("document.documentElement.scrollWidth")
    return width


def left_of(locator: Locator) -> float:
    """Where an element starts on the screen."""
    box = locator.bounding_box()
    assert box is not None
    return box["x"]


def scrolled(frame: Locator, pixels: int) -> int:
    """Scroll a frame sideways; how far it went."""
    went: int = frame.evaluate(f"frame => (frame.scrollLeft = {pixels}, frame.scrollLeft)")
    return went


@pytest.mark.parametrize("path", PATHS)
def test_no_page_complains_or_asks_anyone_else(
    portal: str, complaints: Complaints, page: Page, path: str
) -> None:
    page.goto(portal + path)
    page.mouse.wheel(0, 4000)
    page.wait_for_timeout(200)

    unexpected = [text for text in complaints.errors if "404" not in text]
    assert unexpected == []
    assert complaints.requests
    assert [url for url in complaints.requests if not url.startswith(portal)] == []
    assert page.context.cookies() == []


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("width", [320, 375, 768, 1280])
def test_no_page_is_wider_than_the_screen(portal: str, page: Page, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})

    page.goto(portal + path)

    assert width_of(page) == width


def test_a_wide_table_scrolls_inside_its_frame_and_keeps_the_names(portal: str, page: Page) -> None:
    page.set_viewport_size({"width": 375, "height": 800})
    page.goto(portal + PAGE)
    frame = page.locator("#t2 .frame")
    name = page.locator("#t2-2010301 th")
    last = page.locator("#t2-2010301 td").last

    name.scroll_into_view_if_needed()
    went = scrolled(frame, 5000)

    assert went > 300
    assert abs(left_of(name) - left_of(frame)) <= 20
    expect(last).to_be_in_viewport()
    assert width_of(page) == 375


def test_codes_and_names_stay_when_a_desk_scrolls_a_wide_table(portal: str, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(portal + PAGE)
    cells = page.locator("#t2-2010301 > *")
    before = [left_of(cells.nth(column)) for column in range(4)]

    assert scrolled(page.locator("#t2 .frame"), 300) == 300

    assert [left_of(cells.nth(column)) for column in range(4)] == before


def test_no_held_column_overlaps_its_neighbour(portal: str, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(portal + PAGE)

    boxes = [cell.bounding_box() for cell in page.locator("#t2-2010301 > *").all()[:4]]

    edges = [(box["x"], box["x"] + box["width"]) for box in boxes if box]
    assert len(edges) == 4
    assert all(abs(end - start) < 1 for (_, end), (start, _) in pairwise(edges))


def test_tables_of_two_sides_hold_no_name_beside_the_other_side(portal: str, page: Page) -> None:
    page.set_viewport_size({"width": 375, "height": 800})
    page.goto(portal + PAGE)
    name = page.locator("#t1-1 th").first
    before = left_of(name)

    went = scrolled(page.locator("#t1 .frame"), 60)

    assert left_of(name) == before - went


def test_a_frame_can_be_scrolled_by_keyboard(portal: str, page: Page) -> None:
    page.set_viewport_size({"width": 375, "height": 800})
    page.goto(portal + PAGE)
    frame = page.locator("#t2 .frame")

    frame.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(400)

    assert frame.evaluate("frame => frame.scrollLeft") > 0


def test_the_contents_stay_in_view_and_mark_what_is_read(portal: str, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(portal + PAGE)

    page.evaluate("document.getElementById('t5').scrollIntoView({behavior: 'instant'})")

    link = page.locator(".rail a[href='#t5']")
    expect(link).to_be_in_viewport()
    expect(link).to_have_attribute("aria-current", "true")
    expect(page.locator(".rail [aria-current]")).to_have_count(1)


def test_the_contents_lead_to_their_places(portal: str, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(portal + PAGE)

    page.locator(".rail a[href='#s10']").click()

    expect(page.locator("#s10 h3")).to_be_in_viewport()


def test_on_a_phone_the_contents_close_after_a_choice(portal: str, page: Page) -> None:
    page.set_viewport_size({"width": 375, "height": 800})
    page.goto(portal + PAGE)
    page.locator(".contents-bar summary").click()

    page.locator(".contents-bar a[href='#t6']").click()

    expect(page.locator(".contents-bar")).not_to_have_attribute("open", "")
    expect(page.locator("#t6 h3")).to_be_in_viewport()


def test_a_phone_without_javascript_reads_everything(portal: str, phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto(portal + PAGE)

    expect(page.locator("h1")).to_be_visible()
    for number in range(1, 12):
        expect(page.locator(f"#t{number} thead")).to_be_visible()
    expect(page.locator("#s12 h3")).to_be_visible()
    expect(page.locator(".contents-bar a").first).to_be_hidden()
    page.locator(".contents-bar summary").click()
    expect(page.locator(".contents-bar a").first).to_be_visible()


def test_on_paper_the_site_around_the_document_is_left_out(portal: str, page: Page) -> None:
    page.goto(portal + PAGE)

    page.emulate_media(media="print")

    for chrome in (".masthead", ".rail", ".contents-bar", ".footer", ".downloads"):
        expect(page.locator(chrome)).to_be_hidden()
    frame = page.locator("#t2 .frame")
    assert frame.evaluate("frame => getComputedStyle(frame).overflowX") == "visible"
    expect(page.locator("#t2")).to_be_visible()


def test_a_reader_finds_a_department_by_keyboard(portal: str, page: Page) -> None:
    page.goto(portal)

    page.locator("input[name=q]").focus()
    page.keyboard.type("乌鲁木齐")
    page.keyboard.press("Enter")
    page.get_by_role("main").get_by_role("link", name="驻乌鲁木齐办事处").first.focus()
    page.keyboard.press("Enter")

    expect(page).to_have_url(portal + PAGE)


def test_the_first_stop_of_the_keyboard_skips_to_the_text(portal: str, page: Page) -> None:
    page.goto(portal + PAGE)

    page.keyboard.press("Tab")

    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()


def test_a_correction_leads_to_its_place_without_javascript(
    portal: str, phone: BrowserContext
) -> None:
    page = phone.new_page()
    page.goto(portal + CHANGES)

    expect(page.locator(".step").first).to_contain_text("更正总计，补充说明。")
    expect(page.locator("ins").first).to_be_visible()
    page.locator(".figures th a").first.click()

    expect(page).to_have_url(f"{portal}/departments/{CORRECTED}/2026/v2/#t3-total")
    expect(page.locator("#t3-total th")).to_be_in_viewport()


@pytest.mark.parametrize("width", [375, 1280])
def test_a_correction_is_accessible(portal: str, browser: Browser, width: int) -> None:
    context = browser.new_context(bypass_csp=True, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(portal + CHANGES)

    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
    found = Axe().run(page, options=rules).response

    assert found["passes"]
    assert [f"{one['id']}: {one['nodes'][0]['html']}" for one in found["violations"]] == []
    context.close()


def test_on_paper_a_change_is_told_without_colour(portal: str, page: Page) -> None:
    page.goto(portal + CHANGES)

    page.emulate_media(media="print")

    for element, line in (("del", "line-through"), ("ins", "underline")):
        change = page.locator(element).first
        assert change.evaluate("one => getComputedStyle(one).textDecorationLine") == line
        expect(change.locator(".mark")).to_be_visible()
    expect(page.locator(".masthead")).to_be_hidden()
