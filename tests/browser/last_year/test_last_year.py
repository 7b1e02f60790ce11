"""A new year started in a real browser, with the keyboard alone and no script of ours."""

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.accessible import violations
from tests.browser.conftest import Complaints

from .two_years import GONE, TwoYears


def entered(page: Page) -> Page:
    """Press Enter on what has the focus, and wait for the page that follows."""
    with page.expect_navigation():
        page.keyboard.press("Enter")
    return page


def test_a_year_is_started_compared_and_reclassified_by_keyboard(
    desk: TwoYears, context: BrowserContext, complaints: Complaints
) -> None:
    desk.log_in(context)
    page = context.new_page()

    page.goto(desk.at("copy"))
    page.get_by_label("只复制结构，金额填 0.00，由本年录入").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="更新预览").focus()
    entered(page)
    expect(page.locator(".sums")).to_contain_text("2 条，0.00 元")
    expect(page.locator(".sums")).to_contain_text("1 条，5,000.00 元")
    page.get_by_role("button", name="确认复制").focus()
    entered(page)
    expect(page.locator(".messagelist")).to_contain_text("收支明细 2 条，合计 0.00 元")
    expect(page.locator(".ways")).to_contain_text("明细录入表（1 行有误未入账）")

    page.goto(desk.at("comparison", standing="gone"))
    gone = page.get_by_role("row").filter(has_text=GONE)
    gone.get_by_role("link", name="科目调整").focus()
    entered(page)
    page.get_by_label("本年科目").select_option("2010301")
    page.get_by_role("button", name="列出明细").focus()
    entered(page)
    expect(page.get_by_label("第 1 行", exact=True)).to_be_checked()
    page.get_by_label("调整说明").fill("科目修订，改列行政运行")
    entered(page)
    expect(page.locator(".messagelist")).to_contain_text("已登记科目调整 1 条，合计 5,000.00 元")

    page.goto(desk.at("comparison"))
    expect(page.get_by_role("row").filter(has_text=GONE)).to_contain_text("已调出 5,000.00")
    assert complaints.errors == []
    assert all(url.startswith(desk.address) for url in complaints.requests)


def test_every_page_about_last_year_is_accessible_and_keeps_to_its_width(
    desk: TwoYears, examined: Page
) -> None:
    pages = (
        desk.at("copy"),
        desk.at("comparison"),
        desk.at("reclassify", **{"from": "2010301", "to": "2010301"}),
        desk.texts(),
    )
    found = []
    for width in (375, 1280):
        examined.set_viewport_size({"width": width, "height": 900})
        for address in pages:
            examined.goto(address)
            found += [f"{address}: {one}" for one in violations(examined)]
            wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert examined.evaluate(wider) == 0, address

    assert found == []
