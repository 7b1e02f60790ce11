"""A reader without a mouse: from the home page to a figure and its file, by keys alone."""

from playwright.sync_api import Locator, Page, expect

from tests.web.library import CODE, PAGE

MOST = 120


def reach(page: Page, wanted: Locator) -> None:
    """Press Tab until the wanted element has the focus, which must be seen wherever it stands."""
    for _ in range(MOST):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            "(() => { const one = document.activeElement, look = getComputedStyle(one);"
            " return look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 1; })()"
        )
        assert seen, page.evaluate("document.activeElement.outerHTML")
        if wanted.evaluate("one => one === document.activeElement"):
            expect(wanted).to_be_in_viewport()
            return
    raise AssertionError(f"{wanted} cannot be reached by Tab")


def test_a_figure_is_found_explained_and_downloaded_by_keyboard(portal: str, page: Page) -> None:
    page.goto(portal + "/")
    reach(page, page.locator("input[name=q]"))
    page.keyboard.type(CODE)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{portal}/disclosures/?q={CODE}")

    reach(page, page.locator(".listing tbody th a").first)
    page.keyboard.press("Enter")
    expect(page).to_have_url(portal + PAGE)

    figure = page.locator(".highlights a").first
    reach(page, figure)
    page.keyboard.press("Enter")
    cell = page.locator("#t3-total-1")
    expect(cell).to_be_focused()
    expect(cell).to_be_in_viewport()

    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("怎样得来")
    reach(page, dialog.get_by_role("link", name="数据 JSON"))
    page.keyboard.press("Escape")
    expect(cell).to_be_focused()

    download = page.locator(f"a[href='{PAGE}tables/3.csv']")
    reach(page, download)
    with page.expect_download() as file:
        page.keyboard.press("Enter")
    assert file.value.suggested_filename.endswith("表3.csv")


def test_the_figures_of_a_picture_open_by_keyboard(portal: str, page: Page) -> None:
    page.goto(portal + PAGE)
    summary = page.locator("#picture-flow summary")

    reach(page, summary)
    page.keyboard.press("Enter")

    expect(page.locator("#picture-flow table")).to_be_visible()
    expect(page.get_by_role("img", name="钱从哪里来，用到哪里去")).to_be_visible()


def test_the_kinds_of_appearance_are_chosen_by_keyboard(portal: str, page: Page) -> None:
    page.goto(portal + "/about/")

    reach(page, page.locator(".to-high"))
    page.keyboard.press("Enter")

    expect(page).to_have_url(f"{portal}/about/?contrast=high")
    expect(page.locator("html")).to_have_class("high")
