"""The way to the public: submitted, commented on, returned, approved, published."""

from playwright.sync_api import Locator, Page, expect

from .department import Department


def submitted(page: Page, desk: Department, note: str = "") -> None:
    """The clerk hands it in; a correction says what it corrects."""
    page.goto(desk.at("review"))
    if note:
        page.get_by_label("更正说明").fill(note)
    page.get_by_role("button", name="送审").click()
    expect(page.locator(".messagelist")).to_contain_text("等待审核")
    expect(_state(page)).to_have_text("待审核")


def commented_on(page: Page, desk: Department, row: str, words: str) -> None:
    """The reviewer pins a comment to a cell of table 3 on the preview, by the keyboard."""
    page.goto(desk.at("preview"))
    page.locator(f"#t3-{row} td:not(.held, :empty)").first.focus()
    page.keyboard.press("Enter")
    form = page.locator("#comment-on")
    expect(form).to_contain_text(f"表 3 · {row}")
    form.get_by_label("审核意见").fill(words)


def comment_sent(page: Page, words: str) -> None:
    """What the reviewer wrote is kept, with the place it was pinned to."""
    page.get_by_role("button", name="提出意见").click()
    expect(page.locator("#comments .comments li")).to_contain_text(words)
    expect(page.locator("#comments .comments li")).to_contain_text("原文")


def returned(page: Page, desk: Department, reason: str) -> None:
    """The reviewer gives it back."""
    page.goto(desk.at("review"))
    page.get_by_label("原因").fill(reason)
    page.get_by_role("button", name="退回修改").click()
    expect(_state(page)).to_have_text("已退回")


def comment_answered(page: Page, desk: Department, words: str) -> None:
    """The clerk tells what was done about the one comment that waits."""
    page.goto(desk.at("review"))
    page.locator("#comments").get_by_role("checkbox").check()
    page.get_by_label("处理情况").fill(words)
    page.get_by_role("button", name="所选意见已处理").click()
    expect(page.locator("#comments")).to_contain_text("没有待处理的意见")


def approved(page: Page, desk: Department) -> None:
    """A second person passes it."""
    page.goto(desk.at("review"))
    page.get_by_role("button", name="审核通过").click()
    expect(_state(page)).to_have_text("待发布")


def published(page: Page, desk: Department, version: int) -> None:
    """It is made public, as this version, with its PDF."""
    page.goto(desk.at("review"))
    page.get_by_role("button", name=f"发布第 {version} 版").click()
    expect(page.locator(".messagelist")).to_contain_text(f"第 {version} 版已发布")
    expect(_state(page)).to_have_text(f"已公开第 {version} 版")


def _state(page: Page) -> Locator:
    return page.locator(".sums dd").first
