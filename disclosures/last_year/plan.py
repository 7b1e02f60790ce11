"""What copying last year's budget would enter, and what it cannot or will not: before it does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Final, Literal

from disclosures.budget.amounts import ZERO, total
from disclosures.budget.entries import LineItem, Posting, Project
from disclosures.entry import waiting
from disclosures.entry.rows import Row
from disclosures.ledger import MissingCatalogueError
from disclosures.models import (
    Assets,
    Budget,
    EconomicCode,
    FunctionalCode,
    Procurement,
    Staffing,
)
from disclosures.workbook.judgement import nearest
from disclosures.workbook.refusal import RefusedError

from .origin import Origin, entered_lines, origin

NO_ORIGIN: Final = (
    "没有可以复制的上年数据：系统中没有该单位 {year} 年的预算、对比台账或已公开的版本。"
)
NOT_PUBLISHED: Final = (
    "{year} 年没有已公开的预算可取；请导入或录入对比台账（“导出、导入工作簿”或“明细录入表”）。"
)

RENEWED: Final[Mapping[type, str]] = {
    Staffing: "复制编制数和人数，比上年增减填 0，请核对",
    Procurement: "复制金额，请按本年计划修改",
    Assets: "复制资产和车辆，截止日期和安排购置数留空，请按年底数据修改",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to be copied; the defaults are what a new year mostly starts from."""

    lines: Literal["amounts", "structure", "none"] = "amounts"
    projects: Literal["texts", "names", "none"] = "texts"
    period: Literal["shifted", "empty"] = "shifted"
    carried_over: bool = False
    gone: bool = True
    staffing: bool = True
    procurement: bool = False
    assets: bool = True


# A comparison ledger holds what was published as it was: all lines, of projects the names.
AS_PUBLISHED: Final = Choice(projects="names", carried_over=True)


@dataclass(frozen=True, slots=True)
class Gone:
    """A line whose codes the year no longer has, why, and the row that waits for others."""

    line: LineItem
    reason: str
    row: Row
    is_new: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """A line of last year that is entered already, with the amount it was entered with."""

    line: LineItem
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Part:
    """Staffing, procurement or assets: whether it is copied, or why not."""

    model: type[Staffing] | type[Procurement] | type[Assets]
    is_copied: bool
    said: str

    @property
    def name(self) -> str:
        """What the part is called."""
        return str(self.model._meta.verbose_name)


@dataclass(frozen=True, slots=True)
class Plan:
    """What copying would do; lines carry the amounts that they would get.

    ``kept`` are lines of last year that are entered already, and stay as they are; ``others``
    are those left out by choice.
    """

    budget: Budget
    origin: Origin
    choice: Choice
    added: tuple[LineItem, ...]
    kept: tuple[Kept, ...]
    gone: tuple[Gone, ...]
    others: tuple[LineItem, ...]
    projects: tuple[Project, ...]
    kept_projects: tuple[str, ...]
    parts: tuple[Part, ...]

    @property
    def waiting(self) -> tuple[Row, ...]:
        """The rows that would wait in the entry grid."""
        return tuple(one.row for one in self.gone if one.is_new and self.choice.gone)

    @property
    def differing(self) -> tuple[Kept, ...]:
        """The lines that are entered already with another amount."""
        return tuple(one for one in self.kept if one.amount != one.line.amount)

    @property
    def is_empty(self) -> bool:
        """Whether nothing would be written."""
        copied = any(part.is_copied for part in self.parts)
        return not (self.added or self.waiting or self.projects or copied)

    @property
    def amount(self) -> Decimal:
        """The sum of the lines that would be added."""
        return total(line.amount for line in self.added)

    @property
    def fingerprint(self) -> str:
        """The same as long as the same would be written."""
        rows = [sorted(row.cells.items()) for row in self.waiting]
        parts = [(part.name, part.is_copied) for part in self.parts]
        written = repr((self.choice, self.added, rows, self.projects, parts))
        return sha256(written.encode()).hexdigest()


def planned(budget: Budget, choice: Choice) -> Plan:
    """What copying by that choice would do now; writes nothing.

    Raises ``RefusedError`` where there is nothing to copy from, or the year has no codes.
    """
    found = origin(budget)
    if found is None:
        is_budget = budget.role == Budget.Role.BUDGET
        said = NO_ORIGIN.format(year=budget.year - 1) if is_budget else NOT_PUBLISHED
        raise RefusedError(said.format(year=budget.year))
    wanted, others = _wanted(found, choice)
    entered = _entered(budget)
    sound, gone = _judged(budget, wanted, choice)
    added = tuple(line for line in sound if line.posting not in entered)
    told = sound if not choice.gone else [*sound, *(one.line for one in gone)]
    projects = tuple(_projects(found, choice, told))
    known = frozenset(budget.projects.values_list("name", flat=True))
    return Plan(
        budget=budget,
        origin=found,
        choice=choice,
        added=tuple(_amounted(added, choice)),
        kept=tuple(Kept(line, entered[line.posting]) for line in sound if line.posting in entered),
        gone=gone,
        others=others,
        projects=tuple(one for one in projects if one.name not in known),
        kept_projects=tuple(one.name for one in projects if one.name in known),
        parts=tuple(_parts(budget, found, choice)),
    )


def _wanted(found: Origin, choice: Choice) -> tuple[list[LineItem], tuple[LineItem, ...]]:
    """The lines to copy, and those that the choice leaves out."""

    def is_wanted(line: LineItem) -> bool:
        is_kind = choice.projects != "none" or not line.project
        is_money = choice.carried_over or not line.source.is_carried_over
        return choice.lines != "none" and is_kind and is_money

    wanted = [line for line in found.lines if is_wanted(line)]
    return wanted, tuple(line for line in found.lines if not is_wanted(line))


def _entered(budget: Budget) -> dict[Posting, Decimal]:
    return {line.posting: line.amount for line in entered_lines(budget)}


def _judged(
    budget: Budget, lines: Iterable[LineItem], choice: Choice
) -> tuple[list[LineItem], tuple[Gone, ...]]:
    """Lines with codes of the year, and those whose codes are gone."""
    functional, economic = codes(budget.year)
    there = {tuple(row.cells.values()) for row in waiting.rows(budget)}
    sound, gone = [], []
    for line in lines:
        faults = "；".join(_faults(budget.year, line, functional, economic))
        if not faults:
            sound.append(line)
            continue
        (written,) = _amounted((line,), choice)
        row = waiting.row_of(written)
        gone.append(Gone(line, faults, row, tuple(row.cells.values()) not in there))
    return sound, tuple(gone)


def codes(year: int) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """The 项 and 款 of a year with their ids; raises ``RefusedError`` where there are none."""
    functional = FunctionalCode.objects.items(year).order_by("code")
    economic = EconomicCode.objects.items(year).order_by("code")
    found = dict(functional.values_list("code", "pk")), dict(economic.values_list("code", "pk"))
    if not all(found):
        raise RefusedError(str(MissingCatalogueError(year)))
    return found


def _faults(
    year: int, line: LineItem, functional: Mapping[str, int], economic: Mapping[str, int]
) -> Iterator[str]:
    for kind, code, known in (
        ("功能分类", line.functional, functional),
        ("部门经济分类", line.economic, economic),
    ):
        if code not in known:
            near = "、".join(nearest(code, known))
            yield f"{year} 年没有{kind}科目 {code}" + (f"，相近的有 {near}" if near else "")


def _amounted(lines: Iterable[LineItem], choice: Choice) -> Iterator[LineItem]:
    for line in lines:
        yield line if choice.lines == "amounts" else replace(line, amount=ZERO)


def _projects(found: Origin, choice: Choice, wanted: list[LineItem]) -> Iterator[Project]:
    """The projects to be there: those of the lines, or all that had money where no line goes."""
    if choice.projects == "none":
        return
    told = {project.name: project for project in found.projects}
    lines = wanted if choice.lines != "none" else found.lines
    for name in dict.fromkeys(line.project for line in lines if line.project):
        blank = Project(unit="", name=name)
        is_told = choice.projects == "texts"
        yield _renewed(told.get(name, blank), choice) if is_told else blank


def _renewed(project: Project, choice: Choice) -> Project:
    """A project for another year: its allocation and last year's values are to be written anew."""
    is_shifted = choice.period == "shifted"
    return replace(
        project,
        unit="",
        allocation="",
        starts_on=_shifted(project.starts_on) if is_shifted else None,
        ends_on=_shifted(project.ends_on) if is_shifted else None,
        indicators=tuple(replace(one, last_year="") for one in project.indicators),
    )


def _shifted(day: date | None) -> date | None:
    """The same day a year later; 29 February becomes the 28th."""
    if day is None:
        return None
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + 1, day=28 if is_leap_day else day.day)


def _parts(budget: Budget, found: Origin, choice: Choice) -> Iterator[Part]:
    if budget.role == Budget.Role.COMPARISON:
        return
    wanted = (
        (Staffing, choice.staffing),
        (Procurement, choice.procurement),
        (Assets, choice.assets),
    )
    for model, is_wanted in wanted:
        owners = set(
            model._default_manager.filter(
                budget__in=[one.pk for one in (budget, found.budget) if one]
            ).values_list("budget", flat=True)
        )
        if not is_wanted:
            yield Part(model, False, "未选择")
        elif budget.pk in owners:
            yield Part(model, False, "本年已填写，保持不变")
        elif not owners:
            yield Part(model, False, "来源中没有这部分数据，请另行填写")
        else:
            yield Part(model, True, RENEWED[model])
