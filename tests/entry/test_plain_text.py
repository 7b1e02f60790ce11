"""What writers type and paste becomes plain text, and they are told what was left out."""

import pytest

from disclosures.budget.narrative.text import CLOSING
from disclosures.entry.plain_text import LINES_LIMIT, REASON_LIMIT, lines, reason, tidy


@pytest.mark.parametrize("mark", CLOSING)
def test_a_reason_ends_without_the_mark_that_the_sentence_has(mark: str) -> None:
    plain = reason(f"本年人员增加{mark}{mark} ")

    assert plain.text == "本年人员增加"
    assert plain.notes == ("已去掉末尾的标点，句末已有。",)


def test_a_good_reason_stays_as_it_is_and_nothing_is_said() -> None:
    words = "根据中央八项规定，“三公”经费只减不增；一、二两项（含 3.5% 部分）与上年持平"

    assert reason(f"  {words}\r\n").text == words
    assert reason(f"  {words}\r\n").notes == ()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\u2028", "\n \n\n"])
def test_lines_of_a_reason_are_joined_whatever_ends_them(end: str) -> None:
    plain = reason(f"人员增加{end}基数调整")

    assert plain.text == "人员增加基数调整"
    assert plain.notes == ("换行已合并，原因或用途写成一段。",)


def test_numbers_of_two_lines_do_not_become_one() -> None:
    assert reason("共 12\n34 人，GDP\n增长").text == "共 12 34 人，GDP增长"


@pytest.mark.parametrize("lead", ["主要原因是", "主要原因：", "主要用于", "主要原因是 "])
def test_what_the_sentence_says_already_is_not_said_twice(lead: str) -> None:
    assert reason(f"{lead}人员增加").text == "人员增加"
    assert reason(f"人员增加，{lead}调资").text == f"人员增加，{lead}调资"


@pytest.mark.parametrize(
    "mark", ["\0", "\x07", "\x1b", "\x7f", "\x9f", "\u00ad", "\u200b", "\u202e", "\u2066", "\ufeff"]
)
def test_what_nobody_sees_is_taken_out(mark: str) -> None:
    for plain in (reason(f"人员{mark}增加"), lines(f"人员{mark}增加")):
        assert plain.text == "人员增加"
        assert plain.notes == ("已去掉不可见的控制字符。",)


def test_a_tab_of_a_pasted_table_becomes_a_space() -> None:
    assert reason("人员\t增加").text == "人员 增加"


def test_lines_are_items_and_none_is_empty() -> None:
    assert lines(" 办公室 \r\n\r\n\u3000财务科。\n").text == "办公室\n财务科。"
    assert lines(" 办公室 \r\n\r\n\u3000财务科。\n").notes == ()


def test_what_is_too_long_is_whole_and_at_fault() -> None:
    assert reason("长" * REASON_LIMIT).fault == ""
    assert lines("长" * LINES_LIMIT).fault == ""

    plain = reason("长" * (REASON_LIMIT + 1))

    assert plain.text == "长" * 1001
    assert plain.fault == "有 1001 字，超过 1000 字，没有保存。请缩短到 1000 字以内。"
    assert lines("长" * (LINES_LIMIT + 1)).fault


def test_a_very_long_run_of_space_costs_no_time() -> None:
    typed = f"人员{' ' * 1_000_000}\n增加{' ' * 1_000_000}。"

    assert reason(typed).text == "人员增加"


def test_two_texts_are_compared_without_their_line_ends() -> None:
    assert tidy("甲\r\n乙\r丙 ") == "甲\n乙\n丙"
