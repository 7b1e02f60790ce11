"""Until when an approved budget is disclosed (公开期限): the clock of the 20 days."""

from dataclasses import dataclass
from datetime import date, timedelta

# 预算法 (2018) art. 14: within 20 days of the approval, whose own day does not count.
DAYS = timedelta(20)


@dataclass(frozen=True, slots=True)
class Deadline:
    """How a day stands to the last day of disclosure; it may be the day it was disclosed on."""

    due_on: date
    day: date

    @property
    def days_left(self) -> int:
        """Days until the last one; none left on that day, fewer than none after it."""
        return (self.due_on - self.day).days

    @property
    def is_missed(self) -> bool:
        """Whether the last day has passed."""
        return self.days_left < 0

    def __str__(self) -> str:
        if self.is_missed:
            return f"已逾期 {-self.days_left} 天"
        return f"还剩 {self.days_left} 天" if self.days_left else "今天到期"


def due_on(approved_on: date) -> date:
    """The last day on which a budget approved (批复) that day is disclosed in time."""
    return approved_on + min(DAYS, date.max - approved_on)


def deadline(approved_on: date, day: date) -> Deadline:
    """The clock of a budget approved on a day, as it stands on another."""
    return Deadline(due_on(approved_on), day)
