"""Last year by this year's codes: what the text says of it, beside the ledgers that call for it."""

from disclosures.budget.document import Document

from .ledgers import document, line, text
from .moves import moved

GENERAL_ITEM = "一般公共服务支出（类）政府办公厅（室）及相关机构事务（款）行政运行（项）"
CONGRESS_ITEM = "一般公共服务支出（类）人大事务（款）行政运行（项）"
FUND = "政府性基金收入"
FUND_ITEM = "2120801"


def items(of: Document, number: int = 5) -> list[str]:
    """The items that a section compares."""
    section = of.sections[number - 1]
    told = [one.text for one in section.paragraphs if one.style == "item"]
    return [one for one in told if "预算数为" in one]


def test_an_item_moved_whole_neither_falls_nor_rises_and_says_where_its_money_stood() -> None:
    last = line("2010101", "30101", "6600.00")
    this = line("2010301", "30101", "6600.00")
    of = document(
        this,
        last=(last,),
        reclassifications=(moved(last, this, note="上年科目列报有误，本年更正。"),),
        explanations={"general/2010301": "与上年持平"},
    )

    assert items(of) == [
        (
            f"1、{GENERAL_ITEM}：2026 年预算数为 0.66 万元，比上年预算增加 0.00 万元，"
            "增长 0.00%，主要原因是与上年持平。上年预算数已按 2026 年科目口径调整："
            f"由“{CONGRESS_ITEM}”调入 0.66 万元，上年科目列报有误，本年更正。"
        )
    ]


def test_an_item_moved_in_part_says_so_on_both_sides() -> None:
    last = line("2010101", "30101", "30000.00")
    stays, goes = line("2010101", "30101", "20000.00"), line("2010301", "30101", "15000.00")
    of = document(
        stays, goes, last=(last,), reclassifications=(moved(last, goes, "10000.00", "职能划转"),)
    )

    first, second = items(of)

    assert "2026 年预算数为 2.00 万元，比上年预算增加 0.00 万元，增长 0.00%" in first
    assert first.endswith(
        f"上年预算数已按 2026 年科目口径调整：向“{GENERAL_ITEM}”调出 1.00 万元，职能划转。"
    )
    assert "2026 年预算数为 1.50 万元，比上年预算增加 0.50 万元，增长 50.00%" in second
    assert second.endswith(f"由“{CONGRESS_ITEM}”调入 1.00 万元，职能划转。")


def test_lines_of_one_item_that_move_together_are_one_sum_in_the_sentence() -> None:
    last = tuple(line("2010101", code, "5000.00") for code in ("30101", "30102"))
    this = tuple(line("2010301", code, "5000.00") for code in ("30101", "30102"))
    of = document(*this, last=last, reclassifications=tuple(map(moved, last, this)))

    (only,) = items(of)

    assert only.count("调入") == 1
    assert "调入 1.00 万元，机构改革职能划转。" in only


def test_money_moved_between_funds_is_told_wherever_the_fund_is_compared() -> None:
    last = line(FUND_ITEM, "30201", "20000.00", FUND, project="甲")
    this = line("2010301", "30201", "20000.00", project="甲")
    of = document(this, last=(last,), reclassifications=(moved(last, this, note="基金转列"),))
    sentence = "上年预算数已按 2026 年科目口径调整：调入 2.00 万元，基金转列。"

    assert [sentence in paragraph for paragraph in text(of, 2)[1:3]] == [True, False]
    assert "政府性基金预算未安排。上年预算数已按 2026 年科目口径调整：调出 2.00 万元" in "".join(
        text(of, 2)
    )
    assert [one for one in text(of, 5) if one.startswith("项目支出") and sentence in one]
    assert "（政府性基金收入）调入 2.00 万元，基金转列。" in items(of)[0]
    # Last year's item of the other fund is gone with its money: nothing there fell to zero.
    assert items(of, 8) == []


def test_money_moved_from_projects_to_operation_is_told_where_these_are_compared() -> None:
    last = line("2010301", "30201", "10000.00", project="甲")
    this = line("2010301", "30201", "10000.00")
    of = document(this, last=(last,), reclassifications=(moved(last, this),))

    assert "调入 1.00 万元，机构改革职能划转。" in text(of, 3)[1]
    assert "调出 1.00 万元，机构改革职能划转。" in text(of, 3)[2]
    assert [one for one in text(of, 12) if "机关运行经费" in one and "调入 1.00 万元" in one]
    assert "调整" not in items(of)[0]


def test_a_reclassified_reception_does_not_read_as_never_planned() -> None:
    last, this = line("2010301", "30217", "10000.00"), line("2010301", "30201", "10000.00")
    of = document(this, last=(last,), reclassifications=(moved(last, this),))

    told = text(of, 10)[1]

    assert "均未安排公务接待费" not in told
    assert told.endswith(
        "公务接待费上年预算数已按 2026 年科目口径调整：调出 1.00 万元，机构改革职能划转。"
    )


def test_the_figures_are_marked_and_the_note_is_nobody_s_debt() -> None:
    last, this = line("2010101", "30101", "6600.00"), line("2010301", "30101", "6600.00")
    of = document(this, last=(last,), reclassifications=(moved(last, this, note="更正"),))
    item = next(one for one in of.sections[4].paragraphs if "调入" in one.text)

    assert [getattr(run, "text", "") for run in item.runs][-4:] == ["0.66 万元", "", "更正", ""]
    assert [owed.key for owed in item.owed] == ["general/2010301"]


def test_without_reclassifications_no_sentence_speaks_of_them() -> None:
    of = document(line("2010301", "30101", "1.00"), last=(line("2010101", "30101", "1.00"),))

    assert not [one for number in range(1, 13) for one in text(of, number) if "口径调整" in one]
