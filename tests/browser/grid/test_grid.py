"""Entering line items in the grid: pasting, keys, errors at their cells, totals."""

from playwright.sync_api import Page, expect

from .cells import COPY, GENERAL, PASTE, block, cell, many, pasted, saved, with_faults


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


def test_a_heading_that_says_another_unit_than_chosen_is_asked_about(grid: Page) -> None:
    head = ("功能科目编码", "经济科目编码", "资金来源", "项目", "预算数（万元）")
    row = ("2010302", "31002", "其他收入", "", "1.5")

    pasted(grid, block(("2031 年预算表",), head, row, ("合计", "", "", "", "1.5")))

    dialog = grid.locator("#unit")
    expect(dialog).to_contain_text("粘贴内容的表头写的是“万元”")
    expect(dialog.locator(":checked")).to_have_count(0)
    dialog.get_by_label("万元").check()
    dialog.get_by_role("button", name="粘贴").click()
    expect(cell(grid, 1, 5)).to_have_text("15,000.00")
    expect(grid.locator("#grid tbody tr")).to_have_count(2)
    expect(grid.locator("#said")).to_contain_text("略过标题、合计 2 行")


def test_cells_beyond_the_last_column_are_not_lost_in_silence(grid: Page) -> None:
    row = ("2010302", "30201", GENERAL, "", "5", "备注", "", "")

    pasted(grid, block(row))

    expect(cell(grid, 1, 5)).to_have_text("5.00")
    expect(grid.locator("#said")).to_contain_text("右侧 1 列超出表格，没有粘贴")


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


def test_a_row_whose_twin_is_deleted_comes_right_and_stays_one_row(grid: Page) -> None:
    row = many(1)[0]
    pasted(grid, block(row, row))
    expect(cell(grid, 2, 1)).to_contain_text("与第 1 行的科目、资金来源和项目都相同")
    grid.keyboard.press("Control+s")
    saved(grid)
    cell(grid, 1, 1).focus()
    grid.keyboard.press("Control+Shift+k")
    grid.keyboard.press("Control+s")
    saved(grid)
    expect(grid.locator("#grid td[aria-invalid=true]")).to_have_count(0)

    cell(grid, 1, 5).focus()
    grid.keyboard.type("7")
    grid.keyboard.press("Enter")
    grid.keyboard.press("Control+s")

    saved(grid)
    grid.reload()
    expect(grid.locator("#grid tbody tr")).to_have_count(2)
    expect(cell(grid, 1, 5)).to_have_text("7.00")


def test_an_entry_of_the_list_leads_to_its_cell_even_while_another_is_edited(grid: Page) -> None:
    pasted(grid, block(*with_faults(many(300))))
    cell(grid, 1, 5).focus()
    grid.keyboard.type("8")

    grid.locator("#faults li button").nth(2).click()

    expect(cell(grid, 200, 1)).to_be_focused()
    expect(cell(grid, 1, 5)).to_have_text("8.00")
