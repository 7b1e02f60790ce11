"""The grid among others: two clerks at once, unsaved work, no JavaScript, accessibility."""

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect

from .cells import (
    GENERAL,
    PASTE,
    block,
    cell,
    many,
    opened,
    pasted,
    saved,
    violations,
    with_faults,
)
from .workdesk import Workdesk


def test_leaving_with_unsaved_changes_asks_first(grid: Page) -> None:
    pasted(grid, block(*many(1)))
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    grid.on("dialog", answer)

    grid.reload()

    assert asked == ["beforeunload"]


def test_two_clerks_merge_and_nothing_is_lost(grid: Page, desk: Workdesk, browser: Browser) -> None:
    pasted(grid, block(*many(3)))
    grid.keyboard.press("Control+s")
    saved(grid)
    context = browser.new_context()
    desk.log_in(context, clerk=1)
    other = opened(context.new_page(), grid.url)
    for row, amount in ((1, "11"), (2, "22")):
        cell(other, row, 5).focus()
        other.keyboard.type(amount)
        other.keyboard.press("Enter")
    other.keyboard.press("Control+s")
    saved(other)

    for row, amount in ((2, "33"), (3, "44")):
        cell(grid, row, 5).focus()
        grid.keyboard.type(amount)
        grid.keyboard.press("Enter")
    grid.keyboard.press("Control+s")

    dialog = grid.locator("#conflict")
    expect(dialog).to_be_visible()
    expect(dialog.locator("tbody tr")).to_have_count(2)
    expect(dialog.locator("tbody")).to_contain_text("1000.50 → 11.00")
    expect(dialog.locator("fieldset")).to_have_count(1)
    dialog.get_by_role("button", name="合并").click()
    expect(dialog).to_be_visible()
    dialog.get_by_label(re.compile("保留我的")).check()
    dialog.get_by_role("button", name="合并").click()
    expect(dialog).to_be_hidden()
    saved(grid)
    other.reload()
    for page in (grid, other):
        amounts = [cell(page, row, 5) for row in (1, 2, 3)]
        for found, amount in zip(amounts, ("11.00", "33.00", "44.00"), strict=True):
            expect(found).to_have_text(amount)
    context.close()


@pytest.fixture
def own(desk: Workdesk, context: BrowserContext) -> Page:
    """An empty grid in a session that no other test goes on with."""
    page = context.new_page()
    desk.log_in_again(page, clerk=0)
    return opened(page, desk.fresh())


def test_a_grid_whose_session_ended_keeps_its_rows_and_saves_them_after_the_next_login(
    own: Page, desk: Workdesk
) -> None:
    pasted(own, block(*many(3)))
    other = own.context.new_page()
    other.goto(f"{desk.address}/admin/")
    other.get_by_role("button", name="退出").click()
    expect(other.get_by_role("heading", name="已退出登录")).to_be_visible()

    own.keyboard.press("Control+s")

    told = "未保存：登录已过期，请在新窗口登录后再保存，未保存的内容仍在本页"
    expect(own.locator("#state")).to_have_text(told)
    expect(cell(own, 3, 5)).to_have_text("3,000.50")
    desk.log_in_again(other, clerk=0)
    own.keyboard.press("Control+s")
    saved(own)
    own.reload()
    expect(cell(own, 3, 5)).to_have_text("3,000.50")


def test_a_grid_is_not_saved_under_the_name_of_who_logs_in_next(own: Page, desk: Workdesk) -> None:
    pasted(own, block(*many(1)))
    desk.log_in_again(own.context.new_page(), clerk=1)

    own.keyboard.press("Control+s")

    expect(own.locator("#state")).to_contain_text("未保存：没有权限，或登录已更换")
    expect(cell(own, 1, 5)).to_have_text("1,000.50")


def test_the_plain_form_works_without_javascript(desk: Workdesk, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    desk.log_in(context)
    page = context.new_page()
    page.goto(desk.fresh())

    expect(page.locator("#grid")).to_be_hidden()
    for label, text in (
        ("功能科目编码", "2010302"),
        ("经济科目编码", "30201"),
        ("金额（元）", "5"),
    ):
        page.get_by_label(f"第 1 行{label}").fill(text)
    page.get_by_label("第 1 行资金来源").select_option(GENERAL)
    page.get_by_role("button", name="保存本页").click()

    expect(page.locator(".messagelist")).to_contain_text("入账 1 行，金额（元）合计 5.00")
    expect(page.get_by_label("第 1 行金额（元）")).to_have_value("5.00")
    context.close()


@pytest.mark.parametrize("width", [375, 1280])
def test_the_grid_is_accessible_empty_asking_wrong_and_edited(
    examined: Page, desk: Workdesk, width: int
) -> None:
    page = examined
    page.set_viewport_size({"width": width, "height": 900})
    found = violations(opened(page, desk.fresh()))
    cell(page, 1, 1).focus()
    page.evaluate(PASTE, [block(*with_faults(many(300)))])
    expect(page.locator("#unit")).to_be_visible()
    found += violations(page)
    page.locator("#unit").get_by_label("元（原样录入）").check()
    page.locator("#unit").get_by_role("button", name="粘贴").click()
    expect(page.locator("#grid td[aria-invalid=true]")).to_have_count(3)
    found += violations(page)
    cell(page, 10, 1).focus()
    page.keyboard.type("xzyx")
    expect(page.locator("#choices")).to_be_visible()

    assert found + violations(page) == []


def test_the_plain_form_is_accessible(examined: Page, desk: Workdesk) -> None:
    examined.route("**/grid.js", lambda route: route.abort())

    examined.goto(desk.fresh())

    expect(examined.locator("#plain")).to_be_visible()
    assert violations(examined) == []
