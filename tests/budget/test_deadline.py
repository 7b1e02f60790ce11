"""The clock of the 20 days."""

from datetime import date

import pytest

from disclosures.budget.deadline import deadline, due_on

APPROVED = date(2026, 2, 5)


def test_the_twentieth_day_after_the_approval_is_the_last() -> None:
    assert due_on(APPROVED) == date(2026, 2, 25)
    assert due_on(date(2025, 12, 20)) == date(2026, 1, 9)
    assert due_on(date(2028, 2, 15)) == date(2028, 3, 6)


@pytest.mark.parametrize(
    ("day", "left", "words"),
    [
        (date(2026, 2, 5), 20, "还剩 20 天"),
        (date(2026, 2, 19), 6, "还剩 6 天"),
        (date(2026, 2, 25), 0, "今天到期"),
        (date(2026, 2, 26), -1, "已逾期 1 天"),
        (date(2026, 3, 2), -5, "已逾期 5 天"),
    ],
)
def test_the_clock_says_how_many_days_are_left(day: date, left: int, words: str) -> None:
    clock = deadline(APPROVED, day)

    assert (clock.days_left, str(clock)) == (left, words)
    assert clock.is_missed is (left < 0)


def test_a_mistyped_year_does_not_run_out_of_the_calendar() -> None:
    assert due_on(date(9999, 12, 25)) == date.max
