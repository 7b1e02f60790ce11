"""Rules S1 and D1: grounds of what is secret, and the 20 days."""

from dataclasses import replace
from datetime import date

import pytest

from disclosures.budget.checks import check
from disclosures.budget.checks.finding import Finding
from disclosures.budget.document import compose
from disclosures.budget.entries import Submission, Ungrounded

from .findings import changed, found
from .ledgers import HEAD, SCHOOL, line, submission, text

SALARY = line("2010301", "30101", "100.00")


def on_time(entered: Submission, day: date | None) -> list[Finding]:
    findings = check(entered, compose(entered), day)
    return [finding for finding in findings if finding.rule == "D1"]


def test_s1_marks_without_a_ground_are_counted_by_unit_and_nothing_else_is_told() -> None:
    lacking = (Ungrounded(HEAD.code, 2), Ungrounded(SCHOOL.code, 0, 1))
    entered = submission(SALARY, has_secret_content=True, ungrounded=lacking)

    lines, projects = found("S1", entered)

    assert (lines.severity, lines.place) == ("error", f"secret/lines/{HEAD.code}")
    assert "2 条收支明细标记为涉密而没有涉密依据" in lines.message
    assert (projects.severity, projects.place) == ("error", f"secret/projects/{SCHOOL.code}")
    assert "1 个项目" in projects.message


def test_s1_is_silent_where_every_mark_has_its_ground() -> None:
    assert found("S1", submission(SALARY, has_secret_content=True)) == []


def test_what_is_left_out_is_said_once_in_the_text_and_by_no_number() -> None:
    with_secret = compose(submission(SALARY, has_secret_content=True))
    without = compose(submission(SALARY))

    assert text(with_secret, 1)[:-1] == text(without, 1)
    assert text(with_secret, 1)[-1] == "按照国家保密规定，涉密内容未予公开，以上数据不含涉密支出。"
    assert with_secret.has_secret_content
    assert with_secret.statements == without.statements


def test_a_project_whose_lines_are_all_left_out_may_be_secret_itself() -> None:
    unpaid = replace(changed(), lines=())

    said = [one.message for one in found("L9", replace(unpaid, has_secret_content=True))]

    assert len(said) == 2
    assert all("把项目也标记涉密" in message for message in said)
    assert not any("涉密" in one.message for one in found("L9", unpaid))


@pytest.mark.parametrize("day", [date(2026, 1, 26), date(2026, 2, 15)])
def test_d1_is_silent_until_the_twentieth_day(day: date) -> None:
    assert on_time(changed(), day) == []


def test_d1_a_day_more_is_found_and_reads_the_same_the_day_after() -> None:
    (finding,) = on_time(changed(), date(2026, 2, 16))

    assert (finding.severity, finding.place) == ("warning", "approved_on")
    assert "批复日期为 2026-01-26，公开期限为 2026-02-15" in finding.message
    assert on_time(changed(), date(2026, 3, 1)) == [finding]


@pytest.mark.parametrize(
    ("approved_on", "day"), [(None, date(2026, 2, 1)), (date(2026, 1, 26), None)]
)
def test_d1_without_both_days_says_that_nothing_was_checked(
    approved_on: date | None, day: date | None
) -> None:
    (finding,) = on_time(changed(approved_on=approved_on), day)

    assert finding.severity == "hint"
    assert "未作核对" in finding.message
