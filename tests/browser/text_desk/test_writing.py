"""Writing the text: by keys alone, saved by itself, counted, checked, taken over, mended."""

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from .pages import beside, field, missing, saved, written
from .writing_room import LAST_YEAR, WritingRoom

PASTE = """([field, text, html]) => {
  const data = new DataTransfer();
  data.setData('text/plain', text);
  data.setData('text/html', html);
  const paste = new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true});
  document.querySelector(`[data-key="${field}"]`).dispatchEvent(paste);
}"""


def test_everything_missing_is_filled_and_saved_by_keys_alone(text: Page) -> None:
    count = missing(text)
    assert count > 8

    for number in range(count):
        assert missing(text) == count - number
        text.keyboard.press("F8")
        expect(text.locator("textarea:focus")).to_be_in_viewport()
        text.keyboard.type(f"第 {number + 1} 处的原因或用途说明")
    text.keyboard.press("F8")
    text.keyboard.press("Control+s")

    expect(text.locator("#missing")).to_have_text(f"{count} 处均已填写")
    expect(text.locator("#next")).to_be_hidden()
    saved(text)
    kept = [one for key, one in written(text).items() if key not in {"duties", "offices"}]
    assert kept[:count] == [f"第 {number + 1} 处的原因或用途说明" for number in range(count)]
    assert missing(text) == 0


def test_the_next_missing_place_is_found_from_where_the_writer_is(text: Page) -> None:
    keys = [one.get_attribute("data-key") for one in text.locator("[aria-required]").all()]
    field(text, str(keys[2])).focus()

    text.keyboard.press("F8")
    expect(field(text, str(keys[3]))).to_be_focused()
    text.keyboard.press("Shift+F8")
    text.keyboard.press("Shift+F8")
    expect(field(text, str(keys[1]))).to_be_focused()
    field(text, str(keys[-1])).focus()
    text.locator("#next").click()

    expect(field(text, str(keys[0]))).to_be_focused()


def test_a_pause_saves_and_the_checks_follow(text: Page) -> None:
    found = text.locator("aside [data-live=findings] li")
    before = found.count()
    place = text.locator("p:has([data-key='expenditure/basic'])").get_attribute("data-place")
    said = text.locator(f'[data-live="{place}"] .said')
    expect(said.first).to_contain_text("N1")

    field(text, "expenditure/basic").fill("太短")

    saved(text)
    expect(said.first).to_contain_text("N2")
    expect(found).to_have_count(before)
    field(text, "other_matters").fill("咨询请拨 13812345678。")
    saved(text)
    entry = found.filter(has_text="138****5678")
    entry.locator("a").click()
    expect(field(text, "other_matters")).to_be_in_viewport()
    expect(text.locator("[data-live=other_matters]")).to_contain_text("手机号码")


@pytest.mark.parametrize("width", [375, 1280])
def test_a_field_grows_with_its_text_and_stays_on_the_page(text: Page, width: int) -> None:
    text.set_viewport_size({"width": width, "height": 900})
    reason = field(text, "operating")
    before = reason.bounding_box()

    reason.fill("人员增加、基数调整、物价上涨，" * 12)

    after = reason.bounding_box()
    assert before is not None
    assert after is not None
    assert after["height"] > 2 * before["height"]
    assert reason.evaluate("one => one.scrollHeight <= one.clientHeight + 1")
    assert text.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_is_mended_is_said_and_shown_once_the_writer_is_elsewhere(text: Page) -> None:
    field(text, "operating").fill("主要原因是人员增加\n基数调整。")
    expect(beside(text, "operating")).to_contain_text("换行已合并", timeout=10_000)
    expect(beside(text, "operating")).to_contain_text("已去掉末尾的标点")
    expect(field(text, "operating")).to_have_value("主要原因是人员增加\n基数调整。")

    field(text, "duties").focus()

    expect(field(text, "operating")).to_have_value("人员增加基数调整")
    saved(text)


def test_an_overlong_text_stays_and_is_not_tried_again_until_it_is_changed(text: Page) -> None:
    field(text, "operating").fill("长" * 1001)
    expect(beside(text, "operating")).to_contain_text("超过 1000 字", timeout=10_000)
    expect(text.locator("#state")).to_contain_text("有 1 处没有保存")
    expect(field(text, "operating")).to_have_attribute("aria-invalid", "true")

    for one in text.locator("[aria-required]").all():
        if one.input_value() == "":
            one.fill("先把其他各处写完，再来缩短")
    field(text, "duties").focus()
    text.locator("#next").click()
    expect(field(text, "operating")).to_be_focused()

    field(text, "operating").fill("缩短以后的原因说明")

    saved(text)
    expect(text.locator("#next")).to_be_hidden()
    expect(beside(text, "operating")).to_be_empty()


def test_a_paste_from_a_word_processor_leaves_the_words_alone(text: Page) -> None:
    text.evaluate(PASTE, ["operating", "人员增加", "<p><b>人员</b>增加</p>"])
    expect(beside(text, "operating")).to_contain_text("只保留文字")

    text.evaluate(PASTE, ["duties", "", "<img src=x>"])
    expect(beside(text, "duties")).to_contain_text("只能粘贴文字")


def test_last_years_wording_is_taken_over_by_one_click_as_a_proposal(text: Page) -> None:
    count = missing(text)
    expect(field(text, "operating")).to_have_value("")

    text.get_by_role("button", name="采用到此处：机关运行经费").click()

    expect(field(text, "operating")).to_be_focused()
    expect(field(text, "operating")).to_have_value(LAST_YEAR)
    expect(beside(text, "operating")).to_contain_text("上年措辞，尚未保存")
    assert missing(text) == count - 1
    text.wait_for_timeout(3500)
    expect(text.locator("#state")).to_have_text("未保存")
    text.keyboard.press("Control+z")
    expect(field(text, "operating")).to_have_value("")
    text.keyboard.press("Control+y")
    text.get_by_role("button", name="保存", exact=True).click()
    saved(text)
    assert written(text)["operating"] == LAST_YEAR


def test_the_offices_stand_in_their_sentence_at_once(text: Page) -> None:
    field(text, "offices").fill("办公室\n财务科\n")

    expect(text.locator("#organisation-1")).to_contain_text("下设 2 个科室，分别是：办公室、财务科")
    expect(text.locator("#organisation-1 .figure")).to_have_text("2 个")
    expect(text.locator("#moved")).to_be_hidden()


def test_leaving_with_unsaved_text_asks_first(text: Page) -> None:
    field(text, "operating").fill("刚刚开始写")
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    text.on("dialog", answer)

    text.reload()

    assert asked == ["beforeunload"]


def test_a_server_that_is_away_is_said_and_tried_again(text: Page) -> None:
    text.route("**/explanations/", lambda route: route.abort())
    field(text, "operating").fill("断线时写的原因说明")
    expect(text.locator("#state")).to_contain_text("连不上服务器", timeout=10_000)

    text.unroute("**/explanations/")
    text.keyboard.press("Control+s")

    saved(text)


@pytest.mark.parametrize("width", [375, 1280])
def test_the_page_without_a_script_is_a_plain_form(
    room: WritingRoom, browser: Browser, width: int
) -> None:
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": width, "height": 900}
    )
    room.log_in(context)
    page = context.new_page()
    page.goto(room.fresh())
    count = missing(page)

    page.locator("#next").click()
    page.keyboard.type("写在第一处的原因说明")
    page.get_by_role("button", name="采用到此处：机关运行经费").click()
    expect(field(page, "operating")).to_have_value(LAST_YEAR)
    page.get_by_role("button", name="保存", exact=True).click()

    expect(page.locator(".messagelist")).to_contain_text("已保存 2 处")
    assert missing(page) == count - 2
    context.close()
