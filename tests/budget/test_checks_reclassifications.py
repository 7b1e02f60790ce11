"""Rule L12, and the question of N5 that a reclassification answers."""

import pytest

from disclosures.budget.entries import Reclassification, Submission

from .findings import found
from .ledgers import GENERAL, line, submission
from .moves import moved

LAST = line("2010101", "30101", "10000.00")
THIS = line("2010301", "30101", "10000.00")
CARRIED = line("2010301", "30101", "10000.00", "一般公共预算拨款结转")


def entered(*moves: Reclassification) -> Submission:
    return submission(THIS, CARRIED, last=(LAST,), reclassifications=moves)


# The reclassifications, what the message says, and how often.
UNFIT = [
    ((moved(LAST, THIS, "10000.01"),), "调出 10,000.01 元，而 2025 年该明细只有 10,000.00 元"),
    (
        (moved(LAST, THIS, "6000.00"), moved(LAST, CARRIED, "5000.00")),
        "调出 11,000.00 元，而 2025 年该明细只有 10,000.00 元，多调 1,000.00 元",
    ),
    ((moved(line("2010102", "30101", "1.00"), THIS),), "而 2025 年没有这条明细"),
    ((moved(LAST, line("2010302", "30101", "1.00")),), "2026 年没有科目 2010302"),
    ((moved(LAST, line("2010301", "30101", "1", "其他收入")),), "2010301（其他收入）的明细"),
    ((moved(LAST, THIS, note=" "),), "没有填写调整说明"),
    ((moved(LAST, LAST),), "都相同"),
    ((moved(LAST, CARRIED),), "结转结余与当年资金不是同一口径"),
]


@pytest.mark.parametrize(("moves", "said"), UNFIT)
def test_l12_a_reclassification_that_does_not_fit_the_ledgers_is_found(
    moves: tuple[Reclassification, ...], said: str
) -> None:
    findings = found("L12", entered(*moves))

    assert [one for one in findings if said in one.message]
    assert {(one.severity, one.place) for one in findings} == {("error", "reclassification/100001")}


def test_l12_is_silent_where_money_moves_whole_or_in_part_to_a_line_of_the_year() -> None:
    assert found("L12", entered(moved(LAST, THIS))) == []
    assert found("L12", entered(moved(LAST, THIS, "0.01"))) == []
    # The item goes on under other economic codes: the ledger of the year need not have each.
    assert found("L12", entered(moved(LAST, line("2010301", "30201", "1")))) == []
    assert found("L12", entered()) == []


def test_n5_asks_for_a_reclassification_where_it_is_entered_and_is_silent_after() -> None:
    (hint,) = [one for one in found("N5", entered()) if "是否由该科目调整而来" in one.message]

    assert hint.place == "reclassification/100001/general/2010101/2010301"
    assert "登记“科目调整”" in hint.message
    assert not [
        one
        for one in found("N5", entered(moved(LAST, THIS, "9000.00")))
        if "2010301" in one.message
    ]


def test_the_note_is_read_by_the_rules_for_what_staff_typed() -> None:
    noted = entered(moved(LAST, THIS, note="咨询 13812345678"))

    (finding,) = found("P1", noted)

    assert finding.place == "reclassification/100001"
    assert "第 1 条科目调整的说明" in finding.message
    assert GENERAL not in finding.message
