"""Findings answered for: which reason holds, for how long, and what stays open."""

from datetime import UTC, datetime

from disclosures.budget.checks.acknowledgement import Acknowledgement, Judged, judged, unused
from disclosures.budget.checks.finding import Finding, Severity

AT = datetime(2026, 2, 5, tzinfo=UTC)
SHORT = Finding("N2", "warning", "s五/12/general/2010301", "只有 3 个字")
OTHER_FUND = Finding("N2", "warning", "s五/12/general/2010301", "说的是其他资金")
MOBILE = Finding("P1", "error", "target/telephone", "手机号码 138****8000")
HINT = Finding("L2", "hint", "line/1/30208", "见于往年目录")


def reason(rule: str, place: str, message: str) -> Acknowledgement:
    return Acknowledgement(rule, place, message, "与公开原件一致，照录。", "张三", AT)


def only(findings: list[Finding], *reasons: Acknowledgement) -> Judged:
    (one,) = judged(findings, reasons)
    return one


def test_a_warning_is_open_until_there_is_a_reason() -> None:
    kept = reason("N2", "s五/general/2010301", SHORT.message)

    assert only([SHORT]).is_open
    assert only([SHORT], kept).is_acknowledged
    assert not only([SHORT], kept).is_open


def test_a_reason_stays_where_paragraphs_are_added_before_its_place() -> None:
    moved = Finding("N2", "warning", "s五/17/general/2010301", SHORT.message)

    kept = reason(*only([SHORT]).key, SHORT.message)

    assert only([moved], kept).is_acknowledged
    assert Finding("N8", "error", "s十二/4", "").spot == "s十二/4"
    assert Finding("N7", "warning", "duties/7", "").spot == "duties/7"


def test_several_findings_of_a_rule_at_a_place_have_one_reason() -> None:
    both = only([SHORT, OTHER_FUND])

    assert both.message == f"{SHORT.message}\n{OTHER_FUND.message}"
    kept = reason(*both.key, both.message)
    assert only([SHORT, OTHER_FUND], kept).is_acknowledged
    assert not only([SHORT, OTHER_FUND], kept).has_changed
    assert only([SHORT], kept).has_changed


def test_a_warning_whose_figures_changed_is_still_acknowledged_and_says_so() -> None:
    kept = reason("N2", "s五/general/2010301", "只有 2 个字")

    one = only([SHORT], kept)

    assert (one.has_changed, one.is_acknowledged, one.is_open) == (True, True, False)


def test_an_overridden_error_is_open_again_once_it_is_another() -> None:
    kept = reason("P1", "target/telephone", MOBILE.message)
    another = Finding("P1", "error", "target/telephone", "手机号码 139****9000")

    assert only([MOBILE], kept).is_acknowledged
    assert only([another], kept).is_open


def test_no_other_error_is_overridden() -> None:
    error: Severity = "error"
    owed = Finding("N1", error, "s二/2/income/general", "未填写")

    one = only([owed], reason("N1", "s二/income/general", "未填写"))

    assert one.is_open
    assert not one.may_be_acknowledged


def test_a_hint_is_never_open_and_needs_no_reason() -> None:
    one = only([HINT], reason("L2", HINT.place, HINT.message))

    assert not one.is_open
    assert not one.may_be_acknowledged
    assert one.acknowledgement is None


def test_reasons_for_what_is_no_longer_found_are_kept_apart() -> None:
    gone = reason("N7", "duties/7", "缺少句号")
    used = reason("N2", "s五/general/2010301", SHORT.message)

    assert unused(judged([SHORT], (gone, used)), (gone, used)) == (gone,)


def test_findings_stay_in_the_order_of_the_rule_book() -> None:
    rules = [one.first.rule for one in judged([HINT, SHORT, MOBILE, OTHER_FUND], ())]

    assert rules == ["L2", "N2", "P1"]
