"""Entering indicators in the grid: as the official form is copied, by keys, by two clerks."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Browser, Page, expect

from .cells import PASTE, cell, checked, copied, opened, saved, violations
from .workdesk import Workdesk

HEAD = [
    "一级指标",
    "二级指标",
    "三级指标",
    "指标值",
    "指标值设置依据",
    "上年完成值",
    "指标分值权重",
    "指标赋分规则",
    "佐证资料",
]
FORM: list[list[Any]] = [
    [
        "产出指标",
        "数量指标",
        "购置设备（台）",
        ">=14 台",
        "计划标准",
        "15 台",
        20,
        "按比例",
        "合同",
    ],
    [None, None, "培训人次", ">=260 人次", "计划标准", "", 20, "按比例", "签到表"],
    [None, "质量指标", "验收\n合格率", "=100%", "行业标准", "100%", 20, "按比例", '报告"终验"'],
    ["成本指标", "经济成本指标", "设备购置费（万元）", "<=20 万元", "预算", "", 20, "", ""],
    ["满意度指标", "满意度指标", "使用人满意度", ">=95%", "问卷", "", 10, "", ""],
]


@pytest.fixture
def form(tmp_path: Path) -> Worksheet:
    """The official form as a workbook: a title, a heading, merged cells, a sum, notes."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["项目支出绩效目标表", *[None] * 11])
    sheet.append([*HEAD, "备注", None, None])
    for row in FORM:
        sheet.append([*row, None, None, None])
    sheet.append(["合计", *[None] * 5, 90, *[None] * 5])
    for span in ("A1:I1", "A3:A5", "B3:B4"):
        sheet.merge_cells(span)
    book.save(tmp_path / "目标表.xlsx")
    return load_workbook(tmp_path / "目标表.xlsx").worksheets[0]


def pasted(page: Page, text: str) -> None:
    cell(page, 1, 1).focus()
    page.evaluate(PASTE, [text])


def test_the_official_form_is_pasted_as_it_is(targets: Page, form: Worksheet) -> None:
    pasted(targets, copied(form))

    expect(targets.locator("#grid tbody tr")).to_have_count(len(FORM) + 1)
    expect(targets.locator("#said")).to_contain_text("已粘贴 5 行，略过标题、合计 2 行")
    expect(targets.locator("#grid td[aria-invalid=true]")).to_have_count(0)
    expect(cell(targets, 3, 1)).to_have_text("产出指标")
    expect(cell(targets, 2, 2)).to_have_text("数量指标")
    expect(cell(targets, 3, 3)).to_have_text("验收合格率")
    expect(cell(targets, 3, 9)).to_have_text('报告"终验"')
    expect(targets.locator("[data-sum=total]")).to_have_text("90")
    expect(targets.locator("[data-sum=wanted]")).to_contain_text("另计的为 90")
    expect(targets.locator("[data-sum=difference]")).to_have_text("0")
    saved(targets)
    targets.reload()
    expect(cell(targets, 5, 3)).to_have_text("使用人满意度")
    expect(cell(targets, 5, 7)).to_have_text("10")


def test_the_sheet_of_a_workbook_is_pasted_with_its_column_of_projects(targets: Page) -> None:
    pasted(targets, "设备购置\t产出指标\t数量指标\t设备\t>=1\t计划\t\t8\t\t合同")

    expect(cell(targets, 1, 1)).to_have_text("产出指标")
    expect(cell(targets, 1, 7)).to_have_text("8")
    expect(cell(targets, 1, 9)).to_have_text("合同")


def test_weights_are_summed_beside_what_they_must_make(targets: Page, form: Worksheet) -> None:
    pasted(targets, copied(form))
    cell(targets, 5, 3).focus()
    targets.keyboard.type("预算执行率")
    targets.keyboard.press("Enter")

    expect(targets.locator("[data-sum=wanted]")).to_have_text("100")
    expect(targets.locator("[data-sum=difference]")).to_have_text("-10")
    expect(targets.locator("[data-sum=difference]")).to_have_class("is-off")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_a_target_is_entered_mended_and_checked_by_keys_alone(targets: Page) -> None:
    cell(targets, 1, 1).focus()
    for text in ("产出指标", "数量指标", "设备", ">=1", "计划", "", "120", "按比例", "合同"):
        targets.keyboard.type(text)
        targets.keyboard.press("Tab")
    expect(cell(targets, 1, 7)).to_contain_text("不在 0 至 100 之间")
    expect(cell(targets, 2, 1)).to_be_focused()
    press(targets, "Control+s")
    saved(targets)
    checked(targets, "错误 2 条")
    expect(targets.locator("#findings")).to_contain_text("1 行有误未入账")

    press(targets, *["Shift+Tab"] * 3)
    targets.keyboard.type("60")
    press(targets, "Enter", "ArrowUp", "Control+Shift+d")
    expect(cell(targets, 2, 7)).to_be_focused()
    targets.keyboard.type("40")
    press(targets, "Tab", *["Shift+Tab"] * 5)
    targets.keyboard.type("人员")
    press(targets, "Enter", "Control+z", "Control+y", "Control+s")
    saved(targets)

    expect(targets.locator("[data-sum=total]")).to_have_text("100")
    expect(cell(targets, 2, 3)).to_have_text("人员")
    checked(targets, "错误 1 条")
    expect(targets.locator("#findings")).to_contain_text("没有收支明细")


def test_chinese_is_composed_in_the_cell_from_the_first_letter_on(targets: Page) -> None:
    cell(targets, 1, 1).focus()
    typist = targets.context.new_cdp_session(targets)

    for letters in ("c", "chan", "产出"):
        composed = {"text": letters, "selectionStart": len(letters), "selectionEnd": len(letters)}
        typist.send("Input.imeSetComposition", composed)
    typist.send("Input.insertText", {"text": "产出"})
    targets.keyboard.type("指标")
    targets.keyboard.press("Tab")

    expect(cell(targets, 1, 1)).to_have_text("产出指标")
    expect(cell(targets, 1, 2)).to_be_focused()


def test_the_second_of_two_clerks_sees_the_difference_and_both_are_kept(
    targets: Page, form: Worksheet, desk: Workdesk, browser: Browser
) -> None:
    pasted(targets, copied(form))
    targets.keyboard.press("Control+s")
    saved(targets)
    context = browser.new_context()
    desk.log_in(context, clerk=1)
    other = opened(context.new_page(), targets.url)
    cell(other, 1, 4).focus()
    other.keyboard.type(">=99 台")
    other.keyboard.press("Enter")
    other.keyboard.press("Control+s")
    saved(other)

    cell(targets, 2, 4).focus()
    targets.keyboard.type(">=300 人次")
    targets.keyboard.press("Enter")
    targets.keyboard.press("Control+s")

    dialog = targets.locator("#conflict")
    expect(dialog.locator("tbody")).to_contain_text(">=14 台 → >=99 台")
    dialog.get_by_role("button", name="合并").click()
    saved(targets)
    other.reload()
    for page in (targets, other):
        expect(cell(page, 1, 4)).to_have_text(">=99 台")
        expect(cell(page, 2, 4)).to_have_text(">=300 人次")
    context.close()


def test_empty_cells_under_merged_ones_are_filled_down(targets: Page, form: Worksheet) -> None:
    """Where the form is pasted column by column, nothing tells which cells were merged."""
    pasted(targets, copied(form))
    for row in (2, 3):
        cell(targets, row, 1).focus()
        targets.keyboard.press("Delete")
    cell(targets, 1, 1).focus()
    for _ in range(4):
        targets.keyboard.press("Shift+ArrowDown")

    targets.keyboard.press("Control+d")

    for row, text in enumerate(("产出指标", "产出指标", "产出指标", "成本指标", "满意度指标"), 1):
        expect(cell(targets, row, 1)).to_have_text(text)


def test_indicators_are_entered_without_javascript(desk: Workdesk, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    desk.log_in(context)
    page = context.new_page()
    page.goto(desk.fresh("disclosure"))
    expect(page.locator("#findings")).to_be_visible()
    texts = zip(
        ("一级指标", "二级指标", "三级指标", "指标值"), ("甲", "乙", "丙", "丁"), strict=True
    )
    for label, text in texts:
        page.get_by_label(f"第 1 行{label}").fill(text)
    page.get_by_label("第 1 行分值权重").fill("80")

    page.get_by_role("button", name="保存本页").click()

    expect(page.locator(".messagelist")).to_contain_text("入账 1 行，分值权重合计 80.00")
    expect(page.locator("#findings")).to_contain_text("分值权重合计 80，应为 100")
    context.close()


@pytest.mark.parametrize("owner", ["project", "disclosure"])
@pytest.mark.parametrize("width", [375, 1280])
def test_the_grids_of_indicators_are_accessible(
    owner: str, width: int, examined: Page, desk: Workdesk, form: Worksheet
) -> None:
    examined.set_viewport_size({"width": width, "height": 900})
    found = violations(opened(examined, desk.fresh(owner)))
    pasted(examined, copied(form))
    cell(examined, 2, 3).focus()
    examined.keyboard.press("Delete")
    examined.keyboard.press("Control+s")
    saved(examined)
    expect(examined.locator("#findings li").first).to_be_visible()
    cell(examined, 1, 1).focus()
    examined.keyboard.press("F2")

    assert found + violations(examined) == []
