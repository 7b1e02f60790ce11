"""Entering line items in the grid: pasting, keys, errors at their cells, two clerks at once."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect
from pytest_django import DjangoDbBlocker

from .conftest import Complaints
from .workdesk import Workdesk

GENERAL = "一般公共预算（一般财力）"
PASTE = """([text]) => {
  const data = new DataTransfer();
  data.setData('text/plain', text);
  const paste = new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true});
  document.activeElement.dispatchEvent(paste);
}"""
COPY = """() => {
  const data = new DataTransfer();
  document.activeElement.dispatchEvent(
    new ClipboardEvent('copy', {clipboardData: data, bubbles: true, cancelable: true}));
  return data.getData('text/plain');
}"""


@pytest.fixture(scope="package")
def desk(
    django_db_setup: None,  # noqa: ARG001 - asked for
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Workdesk]:
    """The desk with two clerks."""
    desk = Workdesk()
    with django_db_blocker.unblock():
        desk.start()
        desk.is_ready.wait()
        if desk.failure:
            raise desk.failure
        yield desk
        desk.server.shutdown()
        desk.join()


@pytest.fixture
def grid(desk: Workdesk, context: BrowserContext, complaints: Complaints) -> Iterator[Page]:
    """An empty grid; when the test is over, the browser must not have complained."""
    desk.log_in(context)
    page = context.new_page()
    opened(page, desk.fresh())
    yield page
    assert [text for text in complaints.errors if "409" not in text] == []
    assert all(url.startswith(desk.address) for url in complaints.requests)


def opened(page: Page, address: str) -> Page:
    """The grid at an address, ready for keys."""
    page.goto(address)
    expect(page.locator("#grid")).to_be_visible()
    return page


def cell(page: Page, row: int, column: int):  # type: ignore[no-untyped-def] # noqa: ANN201
    """A cell by its numbers, both from 1."""
    return page.locator(f"#grid tbody tr:nth-child({row}) td:nth-child({column + 1})")


def pasted(page: Page, text: str, unit: str = "元") -> None:
    """Paste a block at the cell in use, its amounts being in the unit."""
    page.locator(f"#grid [name=unit][value={unit}]").check()
    cell(page, 1, 1).focus()
    page.evaluate(PASTE, [text])


def block(*rows: tuple[str, ...]) -> str:
    return "\r\n".join("\t".join(row) for row in rows) + "\r\n"


def saved(page: Page) -> None:
    expect(page.locator("#state")).to_have_text("已保存", timeout=10_000)


def many(count: int) -> list[tuple[str, ...]]:
    """Rows that all differ: items, sections and sources of the sample's catalogue."""
    functional = ["2010301", "2010302", "2010303", "2080505", "2101101", "2210201"]
    economic = ["30101", "30102", "30103", "30201", "30202", "30205", "30206", "30207", "30208"]
    sources = [
        GENERAL,
        "上级一般公共预算安排转移支付",
        "事业收入",
        "其他收入",
        "上级补助收入",
        "单位资金结转结余",
    ]
    every = [(f, e, s) for f in functional for e in economic for s in sources]
    return [(*codes, "", f"{number},000.50") for number, codes in enumerate(every[:count], 1)]


def with_faults(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The rows with three wrong codes, and with one amount in full-width digits."""
    rows[0] = (*rows[0][:4], "１２，３４５．６７")
    rows[9] = ("2019988", *rows[9][1:])
    rows[99] = (rows[99][0], "39988", *rows[99][2:])
    rows[199] = ("201", *rows[199][1:])
    return rows


def test_three_hundred_pasted_rows_show_what_is_wrong_at_its_cell(grid: Page) -> None:
    pasted(grid, block(*with_faults(many(300))))

    expect(grid.locator("#grid tbody tr")).to_have_count(301)
    expect(grid.locator("#grid td[aria-invalid=true]")).to_have_count(3)
    expect(cell(grid, 10, 1)).to_have_attribute("aria-invalid", "true")
    expect(cell(grid, 100, 2)).to_contain_text("39988")
    expect(cell(grid, 200, 1)).to_contain_text("应为 7 位数字")
    expect(cell(grid, 1, 5)).to_have_text("12,345.67")
    expect(grid.locator("#said")).to_contain_text("3 处有误")
    grid.locator("#faults li button").nth(1).click()
    expect(cell(grid, 100, 2)).to_be_focused()
    expect(cell(grid, 100, 2)).to_be_in_viewport()
    saved(grid)
    expect(grid.locator("[data-sum=waiting]")).to_contain_text("3 行")


def test_pasted_rows_are_mended_after_the_browser_was_closed(grid: Page) -> None:
    pasted(grid, block(*with_faults(many(300))))
    saved(grid)

    grid.reload()
    expect(grid.locator("#grid tbody tr")).to_have_count(301)
    expect(grid.locator("#grid td[aria-invalid=true]")).to_have_count(3)
    for row, column, code in ((10, 1, "2010350"), (100, 2, "30299"), (200, 1, "2010399")):
        cell(grid, row, column).focus()
        grid.keyboard.type(code)
        grid.keyboard.press("Enter")
    expect(grid.locator("#grid td[aria-invalid=true]")).to_have_count(0)
    grid.keyboard.press("Control+s")
    saved(grid)

    grid.reload()
    expect(grid.locator("#grid tbody tr")).to_have_count(301)
    expect(cell(grid, 10, 1)).to_contain_text("2010350")
    expect(cell(grid, 300, 5)).to_have_text("300,000.50")
    expect(grid.locator("#grid td[aria-invalid=true]")).to_have_count(0)
    total = sum(range(2, 301)) * 1000 + 299 * 0.5 + 12345.67
    expect(grid.locator("[data-sum=total]")).to_have_text(f"{total:,.2f}")


def test_the_unit_of_pasted_amounts_is_asked_once_and_never_guessed(grid: Page) -> None:
    cell(grid, 1, 1).focus()
    grid.evaluate(PASTE, [block(("2010301", "30101", GENERAL, "", "12.345678"))])
    dialog = grid.locator("#unit")
    expect(dialog).to_be_visible()
    expect(dialog.locator(":checked")).to_have_count(0)

    dialog.get_by_label("万元").check()
    dialog.get_by_role("button", name="粘贴").click()

    expect(cell(grid, 1, 5)).to_have_text("123,456.78")
    expect(grid.locator("#grid [name=unit]:checked")).to_have_value("万元")
    cell(grid, 2, 1).focus()
    grid.evaluate(PASTE, [block(("2010301", "30102", GENERAL, "", "0.1"))])
    expect(dialog).to_be_hidden()
    expect(cell(grid, 2, 5)).to_have_text("1,000.00")


def test_a_paste_without_amounts_asks_nothing_and_a_given_up_one_enters_nothing(grid: Page) -> None:
    cell(grid, 1, 1).focus()
    grid.evaluate(PASTE, [block(("2010301 行政运行", "基本工资"))])
    expect(cell(grid, 1, 2)).to_contain_text("30101")
    cell(grid, 2, 1).focus()

    grid.evaluate(PASTE, [block(("2010301", "30102", GENERAL, "", "1"))])
    grid.locator("#unit").get_by_role("button", name="取消").click()

    expect(cell(grid, 2, 1)).to_have_text("")
    expect(cell(grid, 2, 1)).to_be_focused()


def test_a_block_with_a_heading_is_entered_by_its_heading(grid: Page) -> None:
    head = ("预算数", "项目名称", "功能科目编码", "功能科目名称", "经济科目编码", "资金性质")
    row = ("5", "设备购置", "2010302", "一般行政管理事务", "31002", "其他收入")

    pasted(grid, block(head, row))

    expect(cell(grid, 1, 1)).to_contain_text("2010302")
    expect(cell(grid, 1, 4)).to_have_text("设备购置")
    expect(cell(grid, 1, 5)).to_have_text("5.00")


def test_a_row_is_entered_by_keys_alone(grid: Page) -> None:
    cell(grid, 1, 1).focus()
    grid.keyboard.type("xzyx")
    option = grid.locator("#choices [role=option]").first
    expect(option).to_contain_text("行政运行")
    grid.keyboard.press("ArrowDown")
    grid.keyboard.press("ArrowUp")
    grid.keyboard.press("Tab")
    expect(cell(grid, 1, 1)).to_contain_text("行政运行")
    grid.keyboard.press("F2")
    grid.keyboard.type("基本工资")
    grid.keyboard.press("Tab")
    expect(grid.locator("#grid td[aria-invalid=true]")).to_have_count(0)
    for typed in ("ybgg", "sbgz", "12,000"):
        grid.keyboard.type(typed)
        grid.keyboard.press("Tab")

    expect(cell(grid, 1, 2)).to_contain_text("30101")
    expect(cell(grid, 1, 3)).to_have_text(GENERAL)
    expect(cell(grid, 1, 4)).to_have_text("设备购置")
    expect(cell(grid, 1, 5)).to_have_text("12,000.00")
    expect(cell(grid, 2, 1)).to_be_focused()
    expect(grid.locator("[data-sum=project]")).to_have_text("12,000.00")
    saved(grid)


def test_keys_move_edit_give_up_and_leave(grid: Page) -> None:
    pasted(grid, block(*many(3)))
    cell(grid, 1, 5).focus()
    grid.keyboard.press("Enter")
    expect(cell(grid, 2, 5)).to_be_focused()
    grid.keyboard.press("Shift+Enter")
    grid.keyboard.press("F2")
    grid.keyboard.type("9")
    grid.keyboard.press("Escape")
    expect(cell(grid, 1, 5)).to_have_text("1,000.50")
    expect(cell(grid, 1, 5)).to_be_focused()
    grid.keyboard.press("Tab")
    expect(cell(grid, 2, 1)).to_be_focused()
    grid.keyboard.press("Shift+Tab")
    grid.keyboard.press("Home")
    expect(cell(grid, 1, 1)).to_be_focused()
    grid.keyboard.press("Control+End")
    expect(cell(grid, 4, 5)).to_be_focused()

    grid.keyboard.press("Escape")
    grid.keyboard.press("Tab")

    assert grid.evaluate("document.activeElement.closest('table')") is None


def test_rows_are_inserted_duplicated_filled_deleted_and_taken_back(grid: Page) -> None:
    pasted(grid, block(*many(3)))
    rows = grid.locator("#grid tbody tr")
    cell(grid, 1, 5).focus()
    grid.keyboard.press("Control+Shift+d")
    expect(rows).to_have_count(5)
    expect(cell(grid, 2, 1)).to_contain_text("与第 1 行的科目、资金来源和项目都相同")
    cell(grid, 2, 5).focus()
    grid.keyboard.press("Shift+ArrowDown")
    grid.keyboard.press("Control+d")
    expect(cell(grid, 3, 5)).to_have_text("1,000.50")
    grid.keyboard.press("Control+Enter")
    expect(rows).to_have_count(6)
    cell(grid, 2, 1).focus()
    grid.get_by_role("button", name="删除行").click()
    expect(rows).to_have_count(5)

    for _ in range(4):
        grid.keyboard.press("Control+z")

    expect(rows).to_have_count(4)
    expect(cell(grid, 2, 5)).to_have_text("2,000.50")
    grid.keyboard.press("Control+y")
    expect(rows).to_have_count(5)
    grid.keyboard.press("Control+z")
    grid.keyboard.press("Control+z")
    expect(rows).to_have_count(1)


def test_a_block_is_copied_as_a_spreadsheet_takes_it(grid: Page) -> None:
    pasted(grid, block(*many(3)))
    cell(grid, 1, 4).focus()
    grid.keyboard.press("Shift+ArrowDown")
    grid.keyboard.press("Shift+ArrowRight")

    assert grid.evaluate(COPY) == "\t1000.50\n\t2000.50"


def test_the_approved_total_stands_beside_the_entered_one(grid: Page) -> None:
    pasted(grid, block(*many(2)))
    grid.locator("#approved").fill("3，500")
    grid.keyboard.press("Tab")

    expect(grid.locator("[data-sum=difference]")).to_have_text("-499.00")
    saved(grid)
    grid.reload()
    expect(grid.locator("#approved")).to_have_value("3500.00")
    grid.locator("summary", has_text="按类合计").click()
    expect(grid.locator("[data-sums=functional]")).to_contain_text("201 一般公共服务支出3,001.00")


def test_a_project_that_is_missing_is_made_on_request(grid: Page) -> None:
    pasted(grid, block(("2010302", "30201", GENERAL, "新建办公楼", "5")))
    make = grid.get_by_role("button", name="新建项目：新建办公楼")
    expect(make).to_be_visible()

    make.click()

    saved(grid)
    expect(make).to_be_hidden()
    expect(grid.locator("#grid td[aria-invalid=true]")).to_have_count(0)


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

    expect(page.locator(".messagelist")).to_contain_text("入账 1 行，合计 5.00 元")
    expect(page.get_by_label("第 1 行金额（元）")).to_have_value("5.00")
    context.close()
