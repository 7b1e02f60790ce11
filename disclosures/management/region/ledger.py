"""The made-up ledgers: what a unit spends in a year, growing plausibly from the year before."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from random import Random
from typing import Final

from disclosures.budget.classification import SOURCE_BY_KEY, FundingSource
from disclosures.budget.entries import LineItem

from .kinds import Task
from .organisation import DepartmentPlan, UnitPlan

FIRST_YEAR: Final = 2021
# Yuan a head and year, in 2021: pay of civil servants and of institutions.
PAY: Final = (
    (("30101", 46_000), ("30102", 38_000), ("30103", 31_000)),
    (("30101", 43_000), ("30102", 9_000), ("30107", 48_000)),
)
# What is paid into funds, by 项 and 款, as shares of the pay; civil servants, institutions.
CONTRIBUTIONS: Final = (
    (
        ("2080505", "30108", "0.16"),
        ("2080506", "30109", "0.08"),
        ("2101101", "30110", "0.075"),
        ("2101103", "30111", "0.03"),
        ("2210201", "30113", "0.12"),
    ),
    (
        ("2080505", "30108", "0.16"),
        ("2080506", "30109", "0.08"),
        ("2101102", "30110", "0.075"),
        ("2210201", "30113", "0.12"),
    ),
)
OPERATION: Final = (
    *(("30201", 3_200), ("30202", 620), ("30205", 260), ("30206", 980), ("30207", 760)),
    *(("30211", 1_900), ("30213", 840), ("30215", 300), ("30216", 720), ("30217", 210)),
    *(("30214", 260), ("30226", 940), ("30228", 1_350), ("30229", 1_480), ("30231", 1_250)),
    *(("30239", 2_600), ("30299", 540), ("31002", 680)),
)
RETIRED: Final = (("30302", 5_200), ("30307", 480), ("30309", 190), ("30299", 240))
# How a project is spent: shares of its amount by 款.
PATTERNS: Final = (
    (("30201", 12), ("30202", 6), ("30211", 9), ("30226", 18), ("30227", 43), ("30299", 12)),
    (("30213", 34), ("30227", 22), ("31003", 26), ("31007", 18)),
    (("30305", 72), ("30201", 8), ("30227", 14), ("30216", 6)),
    (("31005", 64), ("30227", 21), ("31099", 15)),
    (("30214", 14), ("30218", 33), ("30226", 24), ("30227", 29)),
)


@dataclass(frozen=True, slots=True)
class ProjectPlan:
    """A project of a unit in a year: its task, its amount and the number of its pattern."""

    task: Task
    amount: Decimal
    pattern: int

    @property
    def source(self) -> FundingSource:
        """Where its money comes from."""
        return SOURCE_BY_KEY[self.task.source]

    @property
    def parts(self) -> tuple[tuple[str, Decimal], ...]:
        """Its amount by 款; the last takes what rounding left."""
        shares = PATTERNS[self.pattern]
        first = [(code, _round(self.amount * share / 100)) for code, share in shares[:-1]]
        rest = self.amount - sum(amount for _, amount in first)
        return (*first, (shares[-1][0], rest))


def lines(department: DepartmentPlan, year: int, revision: int = 0) -> tuple[LineItem, ...]:
    """The ledger of a department; a ``revision`` moves one amount, as a correction does."""
    entered = [line for unit in department.units for line in of_unit(department, unit, year)]
    if revision:
        first = entered[0]
        entered[0] = first.posting.of(first.amount + 10_000 * revision)
    return tuple(entered)


@cache
def of_unit(department: DepartmentPlan, unit: UnitPlan, year: int) -> tuple[LineItem, ...]:
    """The ledger of one unit."""
    return (*_basic(unit, year), *_of_projects(department, unit, year))


def people(unit: UnitPlan, year: int) -> int:
    """How many work there in a year: a few more or less than planned."""
    return max(6, unit.people + Random(f"{unit.code}/{year}").randint(-2, 2))  # noqa: S311


def _basic(unit: UnitPlan, year: int) -> Iterator[LineItem]:
    source = SOURCE_BY_KEY["general"]
    kind = 0 if unit.is_administrative else 1
    pay = [(code, _grown(unit, code, year, each)) for code, each in PAY[kind]]
    whole = sum((amount for _, amount in pay), Decimal(0))
    for code, amount in pay:
        yield LineItem(unit.code, unit.item, code, source, None, amount)
    for item, code, share in CONTRIBUTIONS[kind]:
        yield LineItem(unit.code, item, code, source, None, _round(whole * Decimal(share)))
    other = _round(whole * Decimal("0.008"))
    yield LineItem(unit.code, unit.item, "30112", source, None, other)
    for code, each in OPERATION:
        yield LineItem(unit.code, unit.item, code, source, None, _grown(unit, code, year, each))
    retired = "2080501" if unit.is_administrative else "2080502"
    for code, each in RETIRED:
        yield LineItem(unit.code, retired, code, source, None, _grown(unit, code, year, each))


def projects(department: DepartmentPlan, unit: UnitPlan, year: int) -> tuple[ProjectPlan, ...]:
    """The projects of a unit that have money that year."""
    found = (
        _project(unit, task, number, year) for number, task in enumerate(_tasks(department, unit))
    )
    return tuple(project for project in found if project)


def _tasks(department: DepartmentPlan, unit: UnitPlan) -> Iterator[Task]:
    """The tasks of a department are its own office's; units run, renew and spend what they earn."""
    if unit.is_head:
        yield from department.kind.tasks
    else:
        yield Task(f"{unit.short_name}业务运行", unit.item)
    yield Task("设备更新和信息化运维", unit.item)
    if unit.own_source:
        yield Task("业务收入安排支出", unit.item, unit.own_source)


def _project(unit: UnitPlan, task: Task, number: int, year: int) -> ProjectPlan | None:
    """The project in that year; some begin later, some end before."""
    chance = Random(f"{unit.code}/{task.name}")  # noqa: S311 - repeatable, not secret
    begins, lasts = chance.choice((2019, 2020, 2021, 2022, 2023, 2025)), chance.randint(5, 9)
    if number and not begins <= year < begins + lasts:
        return None
    size = unit.people * chance.randint(6_000, 34_000)
    if unit.own_source and task.source == unit.own_source:
        size = unit.people * chance.randint(20_000, 60_000)
    amount = _hundreds(Decimal(size) * _growth(f"{unit.code}/{task.name}", year))
    pattern = 2 if "补助" in task.name or "金" in task.name else chance.randrange(len(PATTERNS))
    return ProjectPlan(task, amount, pattern)


def _of_projects(department: DepartmentPlan, unit: UnitPlan, year: int) -> Iterator[LineItem]:
    for project in projects(department, unit, year):
        for code, amount in project.parts:
            yield LineItem(
                unit.code, project.task.item, code, project.source, project.task.name, amount
            )


def _grown(unit: UnitPlan, code: str, year: int, each: int) -> Decimal:
    """Yuan for all people of a unit in a year."""
    amount = Decimal(each * people(unit, year)) * _growth(f"{unit.code}/{code}", year)
    return _hundreds(amount)


def _growth(what: str, year: int) -> Decimal:
    """By how much it has grown since 2021: a trend of its own, and a chance each year."""
    trend = Random(what).uniform(0.99, 1.06)  # noqa: S311
    chance = Random(f"{what}/{year}").uniform(0.96, 1.05)  # noqa: S311
    return Decimal(f"{trend ** (year - FIRST_YEAR) * chance:.6f}")


def _hundreds(amount: Decimal) -> Decimal:
    return max(Decimal(100), (amount / 100).quantize(Decimal(1)) * 100).quantize(Decimal("0.01"))


def _round(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"))
