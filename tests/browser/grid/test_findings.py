"""The checks beside the grid: what is found in what is saved, where it stands, how it is mended."""

import re
from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Browser, Page, Route, expect

from .cells import (
    GENERAL,
    block,
    cell,
    checked,
    copied,
    many,
    mend,
    opened,
    pasted,
    saved,
    violations,
)
from .workbook import ROWS, TWICE, WRONG_CODES, WRONG_UNITS, with_three_hundred_lines
from .workdesk import Workdesk


@pytest.fixture
def book(tmp_path: Path) -> Worksheet:
    """A clerk's workbook of 300 lines with the faults that clerks make."""
    return with_three_hundred_lines(tmp_path)


def test_a_clerks_workbook_is_pasted_found_out_and_mended(grid: Page, book: Worksheet) -> None:
    pasted(grid, copied(book))

    expect(grid.locator("#grid tbody tr")).to_have_count(ROWS + 1)
    expect(grid.locator("#said")).to_contain_text("略过标题、合计 2 行")
    expect(grid.locator("#grid td[aria-invalid=true]")).to_have_count(4)
    expect(cell(grid, 10, 1)).to_contain_text("本年度没有此功能分类项级编码")
    expect(cell(grid, 100, 2)).to_contain_text("本年度没有此部门经济分类款级编码")
    expect(cell(grid, 200, 1)).to_contain_text("应为 7 位数字")
    expect(cell(grid, ROWS, 1)).to_contain_text("与第 1 行的科目、资金来源和项目都相同")
    saved(grid)
    checked(grid, re.compile("提示"))
    for row in (50, 150):
        expect(cell(grid, row, 5)).to_contain_text("提示 L13")
        expect(cell(grid, row, 5)).not_to_have_attribute("aria-invalid", "true")
    expect(grid.locator("#findings")).to_contain_text("请核对是否把万元当作元录入")
    expect(grid.locator("#findings")).to_contain_text("请核对是否把元当作万元录入")

    for row, column, _, text in (*WRONG_CODES, *WRONG_UNITS):
        mend(grid, row, column, text)
    mend(grid, *TWICE)
    expect(grid.locator("#grid td[aria-invalid=true]")).to_have_count(0)
    grid.keyboard.press("Control+s")
    saved(grid)

    expect(grid.locator("#grid").get_by_text("提示 L13")).to_have_count(0)
    expect(grid.locator("#findings")).not_to_contain_text("有误未入账")
    expect(grid.locator("[data-sum=waiting]")).to_have_text("无")


def test_a_finding_leads_to_its_cell_by_keys_and_goes_once_it_is_mended(grid: Page) -> None:
    pasted(grid, block(*many(40), ("2010303", "30901", GENERAL, "", "40,000")))
    saved(grid)
    checked(grid, re.compile("^错误 "))
    lead = grid.locator("#findings li.error button")
    expect(lead).to_have_text("第 41 行 经济科目编码")
    expect(cell(grid, 41, 2)).to_contain_text("错误 L6")

    lead.focus()
    grid.keyboard.press("Enter")
    expect(cell(grid, 41, 2)).to_be_focused()
    expect(cell(grid, 41, 2)).to_be_in_viewport()
    grid.keyboard.type("30201")
    grid.keyboard.press("Tab")
    grid.keyboard.press("Control+s")

    saved(grid)
    expect(grid.locator("#findings")).not_to_contain_text("L6", timeout=10_000)
    expect(grid.locator("#grid").get_by_text("错误 L6")).to_have_count(0)


def test_a_finding_leads_to_its_cell_even_while_another_is_edited(grid: Page) -> None:
    pasted(grid, block(("2010303", "30901", GENERAL, "", "40,000"), *many(3)))
    saved(grid)
    expect(cell(grid, 1, 2)).to_contain_text("错误 L6", timeout=10_000)
    cell(grid, 3, 5).focus()
    grid.keyboard.type("8")

    grid.locator("#findings li.error button").click()

    expect(cell(grid, 1, 2)).to_be_focused()
    expect(cell(grid, 3, 5)).to_have_text("8.00")


def test_a_finding_follows_its_row_when_others_are_put_above_it(grid: Page) -> None:
    pasted(grid, block(("2010303", "30901", GENERAL, "", "40,000")))
    saved(grid)
    expect(cell(grid, 1, 2)).to_contain_text("错误 L6", timeout=10_000)

    cell(grid, 1, 1).focus()
    grid.keyboard.press("Control+Enter")
    cell(grid, 1, 1).focus()
    grid.keyboard.press("Control+x")

    expect(grid.locator("#grid tbody tr")).to_have_count(3)
    expect(grid.locator("#findings li.error button")).to_have_text("第 1 行 经济科目编码")


def test_what_belongs_to_no_row_is_a_link_to_its_page(grid: Page) -> None:
    link = grid.locator("#findings").get_by_role("link", name="项目“设备购置”")

    expect(link).to_have_attribute("href", re.compile("/admin/disclosures/project/[0-9]+/change/"))


def test_what_another_clerk_saved_is_not_taken_for_ones_own(
    grid: Page, desk: Workdesk, browser: Browser
) -> None:
    pasted(grid, block(*many(3)))
    grid.keyboard.press("Control+s")
    saved(grid)
    context = browser.new_context()
    desk.log_in(context, clerk=1)

    def faster(route: Route) -> None:
        other = opened(context.new_page(), grid.url)
        mend(other, 1, 5, "7")
        other.keyboard.press("Control+s")
        saved(other)
        context.close()
        route.continue_()

    grid.route("**/findings", faster)
    mend(grid, 2, 5, "8")
    grid.keyboard.press("Control+s")

    checked(grid, "未检查：他人已修改本表，保存时合并后再检查")


def test_where_the_check_does_not_answer_it_says_so(grid: Page) -> None:
    grid.route("**/findings", lambda route: route.fulfill(status=302, headers={"Location": "/"}))

    pasted(grid, block(*many(3)))

    saved(grid)
    checked(grid, "未检查：连不上服务器或登录已失效")


@pytest.mark.parametrize("width", [375, 1280])
def test_findings_beside_the_grid_are_accessible(
    width: int, examined: Page, desk: Workdesk, book: Worksheet
) -> None:
    examined.set_viewport_size({"width": width, "height": 900})
    opened(examined, desk.fresh())
    pasted(examined, copied(book))
    saved(examined)
    expect(cell(examined, 50, 5)).to_contain_text("提示 L13", timeout=10_000)

    assert violations(examined) == []
