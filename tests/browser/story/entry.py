"""What the clerk does: paste, mend, write, answer for warnings, answer the reviewer."""

import re

from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Page, expect

from tests.browser.grid.cells import cell, checked, copied, mend, opened, pasted, saved
from tests.browser.grid.workbook import ROWS, TWICE, WRONG_CODES, WRONG_UNITS
from tests.browser.text_desk.pages import field, missing
from tests.browser.text_desk.pages import saved as text_saved

from .department import Department

DUTIES = "贯彻执行有关法律法规和方针政策。\n承担机关日常运转和服务保障工作。"


def pasted_and_found_out(page: Page, desk: Department, book: Worksheet) -> None:
    """300 lines are pasted; each fault stands at its cell."""
    pasted(opened(page, desk.grid), copied(book))
    expect(page.locator("#grid tbody tr")).to_have_count(ROWS + 1)
    saved(page)
    checked(page, re.compile("提示"))
    faults = page.locator("#grid td[aria-invalid=true]")
    expect(faults).to_have_count(len(WRONG_CODES) + 1)
    for row, column, *_ in (*WRONG_CODES, TWICE):
        expect(cell(page, row, column)).to_have_attribute("aria-invalid", "true")
    for row, column, *_ in WRONG_UNITS:
        expect(cell(page, row, column)).to_contain_text("提示 L13")


def mended(page: Page) -> None:
    """Every fault is typed over, and is gone."""
    for row, column, _, text in (*WRONG_CODES, *WRONG_UNITS):
        mend(page, row, column, text)
    mend(page, *TWICE)
    page.keyboard.press("Control+s")
    saved(page)
    expect(page.locator("#grid td[aria-invalid=true]")).to_have_count(0)
    expect(page.locator("#grid").get_by_text("提示 L13")).to_have_count(0)
    expect(page.locator("[data-sum=waiting]")).to_have_text("无")


def comment_read(page: Page, desk: Department, words: str) -> None:
    """The clerk reads beside the text what the reviewer said, and follows it to its row."""
    page.goto(desk.at("explanations"))
    said = page.locator("#said-in-review")
    expect(said).to_contain_text("1 条待处理")
    expect(said.locator("li")).to_contain_text(words)
    said.get_by_role("link", name="表 3 · 2010301").click()
    expect(page.locator("#t3-2010301 .comment-note")).to_have_text(f"意见：{words}")


def line_changed(page: Page, desk: Department, row: int, amount: str) -> None:
    """One line has another amount."""
    mend(opened(page, desk.grid), row, 5, amount)
    page.keyboard.press("Control+s")
    saved(page)
    page.reload()
    expect(cell(page, row, 5)).to_have_text(amount)


def resources_entered(page: Page, desk: Department) -> None:
    """The posts, and the day of the assets: the findings lead to where they are missing."""
    page.goto(desk.at("findings"))
    page.get_by_role("link", name="编制与人员").click()
    page.get_by_role("spinbutton", name="编制数").fill("30")
    page.get_by_role("spinbutton", name="在职人数:").fill("28")
    _kept(page)
    page.goto(desk.at("findings"))
    page.get_by_role("link", name="国有资产与车辆").click()
    page.get_by_role("link", name="填写国有资产与车辆").click()
    page.get_by_label("截止日期").fill("2035-12-31")
    _kept(page)


def _kept(page: Page) -> None:
    """What was typed into a form is saved."""
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def written(page: Page, desk: Department) -> None:
    """Every text that the document asks for is written, each in its own words."""
    page.goto(desk.at("explanations"))
    field(page, "duties").fill(DUTIES)
    field(page, "offices").fill("办公室\n财务科")
    for one in page.locator("textarea[aria-required]").all():
        subject = str(one.get_attribute("aria-label")).partition("：")[0]
        one.fill(f"{subject}按核定的人员编制和本年任务安排")
    page.keyboard.press("Control+s")
    text_saved(page)
    assert missing(page) == 0


def answered_for(page: Page, desk: Department) -> None:
    """No error is left, and each warning has its reason."""
    page.goto(desk.at("findings"))
    expect(page.locator(".group.error")).to_have_count(0)
    for one in page.locator(".group.open .finding textarea").all():
        one.fill("与单位核对无误，属本年实际安排，照录。")
    page.get_by_role("button", name="保存理由").click()
    expect(page.locator(".messagelist")).to_contain_text("已保存")
    expect(page.locator(".group.open")).to_have_count(0)
