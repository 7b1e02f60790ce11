"""Reasons against the changes they explain, beside the ledgers that call for them."""

import pytest

from disclosures.budget.entries import Submission

from .findings import changed, explained, found
from .ledgers import line, submission
from .reference import reference


def test_n1_a_change_without_its_reason_is_found_where_it_is_owed() -> None:
    findings = found("N1", explained("general/2080505", " "))

    assert [finding.place for finding in findings] == ["s五/14/general/2080505"]
    assert findings[0].severity == "error"
    assert "2080505" in findings[0].message


def test_n1_is_silent_where_everything_is_explained() -> None:
    assert found("N1", reference()) == []


# The key, the amounts of last year and this, a reason that does not fit, what is wrong with it.
UNFIT = [
    ("general/2010301", "20000", "10000", "厉行节约压减", "只有 6 个字"),
    ("general/2010301", "20000", "10000", "政府性基金安排的资金减少较多", "政府性基金"),
    ("general/2010301", "20000", "10000", "本年其他收入减少造成支出下降", "其他收入"),
    ("operating", "20000", "10000", "国有资本经营预算安排减少", "国有资本经营"),
    ("general/2010301", "20000", "10000", "本年人员增加，工资调增", "金额减少 1.00 万元"),
    ("general/2010301", "10000", "20000", "压减一般性支出，会议费减少", "金额增加 1.00 万元"),
    ("income/general", "10000", "20000", "财政专户管理资金比上年增加", "财政专户"),
]


@pytest.mark.parametrize(("key", "last", "this", "reason", "fault"), UNFIT)
def test_n2_a_reason_that_does_not_fit_its_change_is_found(
    key: str, last: str, this: str, reason: str, fault: str
) -> None:
    (finding,) = found("N2", compared(key, last, this, reason))

    assert finding.severity == "warning"
    assert finding.place.endswith(f"/{key}")
    assert fault in finding.message


FIT = [
    ("general/2010301", "20000", "10000", "在职人员增加但会议费减少较多"),
    ("general/2010301", "10000", "20000", "办公经费只减不增，人员工资调增"),
    ("general/2010301", "20000", "10000", "本年不再新增办公设备购置"),
    ("general/2010301", "10000", "10000", "工作经费压减后与上年持平"),
    ("general/2010301", "20000", "10000", "一般公共预算改由政府性基金安排"),
    ("expenditure/basic", "20000", "10000", "本年其他收入安排的支出减少"),
    ("use/general/201", "10000", "20000", "工资"),
]


@pytest.mark.parametrize(("key", "last", "this", "reason"), FIT)
def test_n2_is_silent_on_a_reason_that_fits(key: str, last: str, this: str, reason: str) -> None:
    assert found("N2", compared(key, last, this, reason)) == []


def compared(key: str, last: str, this: str, wording: str) -> Submission:
    """One item of basic expenditure in both years, with one reason."""
    return submission(
        line("2010301", "30201", this),
        last=(line("2010301", "30201", last),),
        explanations={key: wording},
    )


def test_n2_one_reason_pasted_for_different_changes_is_found_once_with_all_places() -> None:
    same = "根据年度工作安排据实编列预算"
    entered = changed(
        explanations={
            **reference().explanations,
            **dict.fromkeys(("general/2080505", "general/2101101", "general/2210201"), same),
        }
    )

    pasted = [finding for finding in found("N2", entered) if "完全相同" in finding.message]

    assert [finding.place for finding in pasted] == ["s五/14/general/2080505"]
    assert "2101101" in pasted[0].message
    assert "2210201" in pasted[0].message


def test_n2_one_change_told_in_three_sections_may_have_one_reason() -> None:
    wording = reference().explanations
    keys = ("income/general", "expenditure/basic", "general/basic")

    assert len({wording[key] for key in keys}) == 1
    assert not [one for one in found("N2", reference()) if "完全相同" in one.message]


def test_n5_a_rise_from_zero_names_the_item_that_fell_by_as_much() -> None:
    entered = submission(
        line("2101101", "30110", "100000.00"),
        line("2101103", "30111", "5000.00"),
        last=(line("2100101", "30110", "103000.00"), line("2100102", "30201", "900.00")),
    )

    hints = {hint.place.partition("/general/")[2]: hint for hint in found("N5", entered)}

    assert "科目 2100101" in hints["2100101/2101101"].message
    assert "减少 10.30 万元，金额相近" in hints["2100101/2101101"].message
    assert "金额相近" not in hints["2101103"].message
    assert all(hint.severity == "hint" for hint in hints.values())


def test_n5_is_silent_where_last_year_had_money() -> None:
    entered = submission(line("2101101", "30110", "1.00"), last=(line("2101101", "30110", "2.00"),))

    assert found("N5", entered) == []


def test_n5_without_last_year_s_ledger_says_once_that_nothing_was_compared() -> None:
    entered = submission(line("2101101", "30110", "1.00"), has_comparison=False)

    (hint,) = found("N5", entered)

    assert "没有 2025 年的对比数据" in hint.message
    assert "未作核对" in hint.message
