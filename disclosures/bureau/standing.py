"""Where one department or unit stands in a year: its step, its clock, what it waits for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import TextChoices

from disclosures.budget.deadline import Deadline
from disclosures.models import Department, Disclosure, Examination, Reminder, Unit


class Stage(TextChoices):
    """The step that a disclosure has reached."""

    ABSENT = "absent", "未建立"
    ENTRY = "entry", "录入中"
    DELIVERED = "delivered", "已报送"
    RETURNED = "returned", "已退回"
    SUBMITTED = "submitted", "待审核"
    APPROVED = "approved", "待发布"
    PUBLISHED = "published", "已公开"


BEFORE_REVIEW = frozenset({Stage.ABSENT, Stage.ENTRY, Stage.DELIVERED, Stage.RETURNED})


@dataclass(frozen=True, slots=True)
class Step:
    """Something that was done: what, by whom, when."""

    what: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """One line of the board: a department, or a unit that discloses on its own.

    ``unbudgeted`` and ``undelivered`` are the units that it waits for, until it is submitted.
    """

    owner: Department | Unit
    disclosure: Disclosure | None
    stage: Stage
    version: int | None
    units: int
    unbudgeted: tuple[Unit, ...]
    undelivered: tuple[Unit, ...]
    approved_on: date | None
    clock: Deadline | None
    step: Step | None
    reminder: Reminder | None

    @property
    def is_unit(self) -> bool:
        """Whether a unit discloses its own budget (单位预算)."""
        return isinstance(self.owner, Unit)

    @property
    def is_public(self) -> bool:
        """Whether a version is public; a correction may be under way."""
        return self.version is not None

    @property
    def is_late(self) -> bool:
        """Whether the last day has passed without a public version."""
        return not self.is_public and self.clock is not None and self.clock.is_missed

    def is_due_within(self, days: int) -> bool:
        """Whether it is still to be published, on one of the next days."""
        clock = None if self.is_public else self.clock
        return clock is not None and 0 <= clock.days_left <= days

    @property
    def examination(self) -> Examination | None:
        """What was found in the draft, when it was last looked at."""
        return getattr(self.disclosure, "examination", None)

    @property
    def state(self) -> str:
        """How far it has come, in words."""
        if self.stage == Stage.PUBLISHED:
            return f"已公开第 {self.version} 版"
        if self.stage == Stage.DELIVERED:
            delivered = self.units - len(self.unbudgeted) - len(self.undelivered)
            return f"已报送单位 {delivered} / {self.units}"
        return f"更正{self.stage.label}" if self.is_public else str(self.stage.label)

    @property
    def time(self) -> str:
        """How the clock of the 20 days stands, in words."""
        if self.clock is None:
            return ""
        if not self.is_public:
            return str(self.clock)
        return f"逾期 {-self.clock.days_left} 天公开" if self.clock.is_missed else "按期公开"


def called(unit: Unit) -> str:
    """A unit as those call it who know its department."""
    return "本级" if unit.is_head else unit.short_name or unit.name
