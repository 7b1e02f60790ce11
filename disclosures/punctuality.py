"""Who has published in a year of a region, when, and how long after the approval (公开情况).

Everything is read from what is public: the register of departments, the versions and what is
left of those withdrawn by law. Of a department that has published nothing only that is said.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.db.models import TextChoices
from django.db.models.functions import Substr
from django.utils import timezone

from .budget.deadline import due_on
from .models import Department, Publication, Region, Unit, Withdrawal

# A record begins with the day of the approval: its keys are in order.
APPROVAL: Final = '{"approved_on":"'
BEGINNING: Final = len(APPROVAL) + len("2026-01-16")


class State(TextChoices):
    """What the public sees of a disclosure that is due."""

    ON_TIME = "on-time", "按期公开"
    PUBLISHED = "published", "已公开"
    LATE = "late", "逾期公开"
    WITHDRAWN = "withdrawn", "依法撤下"
    PENDING = "pending", "尚未公开"
    OVERDUE = "overdue", "逾期未公开"


PUBLIC: Final = frozenset({State.ON_TIME, State.PUBLISHED, State.LATE})


@dataclass(frozen=True, slots=True)
class Version:
    """A published version: its day, and the approval that its record names."""

    number: int
    published_on: date
    approved_on: date | None


@dataclass(frozen=True, slots=True)
class Line:
    """A department, or a unit that published its own budget, and what is public of it."""

    owner: Department | Unit
    is_unit: bool
    versions: Sequence[Version]
    withdrawn: Sequence[Withdrawal]
    is_overdue: bool = False

    @property
    def current(self) -> Version | None:
        """The newest version, unless it is withdrawn: those before it do not come back."""
        gone = max((one.publication.version for one in self.withdrawn), default=0)
        newest = max(self.versions, key=lambda one: one.number, default=None)
        return newest if newest and newest.number > gone else None

    @property
    def first(self) -> Version | None:
        """The first version that can be read."""
        return min(self.versions, key=lambda one: one.number, default=None)

    @property
    def days(self) -> int | None:
        """Days from the approval to the first version."""
        first = self.first
        if first is None or first.approved_on is None:
            return None
        return (first.published_on - first.approved_on).days

    @property
    def is_corrected(self) -> bool:
        """Whether a later version took the place of the first."""
        return self.current is not None and self.current.number > 1

    @property
    def state(self) -> State:
        """What is public of it."""
        if self.current is None and self.withdrawn:
            return State.WITHDRAWN
        first = self.first
        if first is None:
            return State.OVERDUE if self.is_overdue else State.PENDING
        if first.approved_on is None:
            return State.PUBLISHED
        return State.LATE if first.published_on > due_on(first.approved_on) else State.ON_TIME


@dataclass(frozen=True, slots=True)
class Punctuality:
    """A year of a region."""

    lines: Sequence[Line]
    counts: Mapping[State, int] = field(default_factory=dict)

    @property
    def departments(self) -> int:
        """How many departments owe a disclosure."""
        return sum(self.counts.values())

    @property
    def published(self) -> int:
        """How many of them have a current version."""
        return sum(self.counts.get(state, 0) for state in PUBLIC)

    @property
    def pending(self) -> int:
        """How many of them have published nothing yet."""
        return self.counts.get(State.PENDING, 0) + self.counts.get(State.OVERDUE, 0)

    @property
    def late(self) -> int:
        """How many published, or have not published, after the last day."""
        return self.counts.get(State.LATE, 0) + self.counts.get(State.OVERDUE, 0)

    @property
    def corrected(self) -> int:
        """How many departments corrected what they had published."""
        return sum(line.is_corrected for line in self.lines if not line.is_unit)


def punctuality(region: Region, year: int, today: date) -> Punctuality:
    """Every department of the region in order of codes, each followed by its public units."""
    versions, withdrawn = _versions(region, year), _withdrawn(region, year)
    approvals = [one.approved_on for some in versions.values() for one in some if one.approved_on]
    # The approval is of the whole region: what others published tells everyone's last day.
    is_over = bool(approvals) and today > due_on(max(approvals))
    owners: list[tuple[Department | Unit, tuple[int, int | None]]] = []
    units = _units({key[1] for key in (*versions, *withdrawn) if key[1]})
    for department in Department.objects.filter(region=region).order_by("code"):
        owners.append((department, (department.pk, None)))
        owners += [(unit, (department.pk, unit.pk)) for unit in units[department.pk]]
    lines = [
        Line(owner, key[1] is not None, versions[key], withdrawn[key], is_over)
        for owner, key in owners
    ]
    counts = Counter(line.state for line in lines if not line.is_unit)
    return Punctuality(lines, counts)


def _units(keys: Iterable[int]) -> Mapping[int, list[Unit]]:
    """The units by their departments."""
    units: dict[int, list[Unit]] = defaultdict(list)
    for unit in Unit.objects.filter(pk__in=keys).order_by("code"):
        units[unit.department_id].append(unit)
    return units


def _versions(region: Region, year: int) -> Mapping[tuple[int, int | None], list[Version]]:
    rows = Publication.objects.published().filter(
        disclosure__department__region=region, disclosure__year=year
    )
    columns = ("disclosure__department", "disclosure__unit", "version", "published_at", "start")
    found: dict[tuple[int, int | None], list[Version]] = defaultdict(list)
    here = timezone.get_current_timezone()
    beginnings = rows.annotate(start=Substr("snapshot", 1, BEGINNING))
    for department, unit, number, published_at, start in beginnings.values_list(*columns):
        day = published_at.astimezone(here).date()
        found[department, unit].append(Version(number, day, _approved_on(start)))
    return found


def _approved_on(start: str) -> date | None:
    """The day of the approval, from the beginning of a record; none where it names none."""
    return date.fromisoformat(start[len(APPROVAL) :]) if start.startswith(APPROVAL) else None


def _withdrawn(region: Region, year: int) -> Mapping[tuple[int, int | None], list[Withdrawal]]:
    rows = Withdrawal.objects.tombstones().filter(
        publication__disclosure__department__region=region, publication__disclosure__year=year
    )
    found: dict[tuple[int, int | None], list[Withdrawal]] = defaultdict(list)
    for one in rows.order_by("publication__version", "pk"):
        disclosure = one.publication.disclosure
        found[disclosure.department_id, disclosure.unit_id].append(one)
    return found
