"""What finance staff enter: line items, projects, targets, staffing, assets, wording."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from .amounts import ZERO
from .classification import Catalogue, FundingSource

DisclosureKind = Literal["department", "unit"]
# What titles and sentences call whose budget it is.
SUBJECTS: Mapping[DisclosureKind, str] = {"department": "部门", "unit": "单位"}


@dataclass(frozen=True, slots=True)
class LineItem:
    """One entry of the ledger; the amount is exact yuan, no project means 基本支出."""

    unit: str
    functional: str
    economic: str
    source: FundingSource
    project: str | None
    amount: Decimal

    @property
    def posting(self) -> Posting:
        """Where its amount stands."""
        return Posting(self.unit, self.functional, self.economic, self.source, self.project)


@dataclass(frozen=True, slots=True)
class Posting:
    """A place in a ledger: whose, under which codes, from which source, for which project."""

    unit: str
    functional: str
    economic: str
    source: FundingSource
    project: str | None

    def of(self, amount: Decimal) -> LineItem:
        """The line that stands here with this amount in yuan."""
        return LineItem(
            self.unit, self.functional, self.economic, self.source, self.project, amount
        )


@dataclass(frozen=True, slots=True)
class Reclassification:
    """Money of last year's ledger (科目调整) that this year's codes show in another place.

    ``before`` is where last year's ledger has it, ``after`` where this year's has it; the amount
    is exact yuan, ``note`` says why.
    """

    before: Posting
    after: Posting
    amount: Decimal
    note: str

    @property
    def bookings(self) -> tuple[LineItem, LineItem]:
        """What it does to last year's ledger: out of one place, into the other."""
        return self.before.of(-self.amount), self.after.of(self.amount)


@dataclass(frozen=True, slots=True)
class Unit:
    """A budget unit (预算单位); ``is_head`` marks the department's own office (本级)."""

    code: str
    name: str
    is_head: bool = False


@dataclass(frozen=True, slots=True)
class Indicator:
    """One performance indicator (绩效指标); what the form does not ask for is empty."""

    level1: str
    level2: str
    level3: str
    target: str
    basis: str
    weight: Decimal | None
    last_year: str = ""
    scoring: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Project:
    """A project (项目) of one unit with what sections 七 and 十二（四） say about it."""

    unit: str
    name: str
    policy_basis: str = ""
    undertaken_by: str = ""
    allocation: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    contact: str = ""
    goal: str = ""
    indicators: tuple[Indicator, ...] = ()


@dataclass(frozen=True, slots=True)
class OverallTarget:
    """The performance target of the department as a whole (部门整体绩效目标)."""

    goal: str = ""
    contact: str = ""
    telephone: str = ""
    indicators: tuple[Indicator, ...] = ()


@dataclass(frozen=True, slots=True)
class Staffing:
    """Posts and people (编制与实有人数) and the change of each against last year."""

    posts: int = 0
    active: int = 0
    retired: int = 0
    veteran: int = 0
    active_change: int = 0
    retired_change: int = 0
    veteran_change: int = 0

    @property
    def people(self) -> int:
        """实有人数 = 在职 + 退休 + 离休."""
        return self.active + self.retired + self.veteran


@dataclass(frozen=True, slots=True)
class Procurement:
    """Government procurement (政府采购) in yuan, and what is reserved for small firms."""

    goods: Decimal = ZERO
    works: Decimal = ZERO
    services: Decimal = ZERO
    reserved_for_medium_and_small: Decimal = ZERO
    reserved_for_micro: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Vehicles:
    """Vehicles of one kind: how many and their value in yuan."""

    kind: str
    count: int
    value: Decimal


@dataclass(frozen=True, slots=True)
class Assets:
    """State assets held (国有资产占用使用) at a day; areas in m², values in yuan."""

    as_of: date | None = None
    house_area: Decimal = ZERO
    house_value: Decimal = ZERO
    vehicles: tuple[Vehicles, ...] = ()
    furniture_value: Decimal = ZERO
    other_value: Decimal = ZERO
    equipment_over_500k: int = 0
    equipment_over_1m: int = 0
    planned_equipment_over_500k: int = 0
    planned_equipment_over_1m: int = 0


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary entry (名词解释)."""

    name: str
    definition: str


@dataclass(frozen=True, slots=True)
class Ungrounded:
    """How much a unit marked secret (涉密) without a ground: numbers, and nothing of what it is."""

    unit: str
    lines: int = 0
    projects: int = 0


@dataclass(frozen=True, slots=True)
class Submission:
    """Everything that was entered for one disclosure: the only input of the document.

    ``lines`` is the ledger of the year, ``last_lines`` the ledger it is compared with;
    ``has_comparison`` tells an empty comparison ledger from a missing one;
    ``reclassifications`` are what comparing moves in ``last_lines``. ``explanations``
    holds the reasons and uses that staff wrote, by the keys that the narrative asks for;
    ``unbudgeted`` are the units among ``units`` that have no budget of the year;
    ``unfinished`` counts by unit the rows that were typed but are not right enough for ``lines``,
    ``unfinished_indicators`` by place (``project/<unit>/<name>``, ``target``) those of targets;
    ``excused`` are the written grounds of units that have no budget, by their codes. What is
    marked secret (涉密) is in none of it: ``has_secret_content`` says that there is some,
    ``ungrounded`` where a ground is missing.
    """

    year: int
    kind: DisclosureKind
    code: str
    name: str
    region: str
    units: tuple[Unit, ...]
    catalogue: Catalogue
    lines: tuple[LineItem, ...]
    last_lines: tuple[LineItem, ...] = ()
    has_comparison: bool = True
    reclassifications: tuple[Reclassification, ...] = ()
    projects: tuple[Project, ...] = ()
    staffing: Staffing = Staffing()
    procurement: Procurement = Procurement()
    assets: Assets = Assets()
    target: OverallTarget = OverallTarget()
    duties: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    explanations: Mapping[str, str] = field(default_factory=dict)
    terms: tuple[Term, ...] = ()
    other_matters: str = ""
    approved_on: date | None = None
    dated_on: date | None = None
    unbudgeted: tuple[Unit, ...] = ()
    unfinished: Mapping[str, int] = field(default_factory=dict)
    excused: Mapping[str, str] = field(default_factory=dict)
    has_secret_content: bool = False
    ungrounded: tuple[Ungrounded, ...] = ()
    unfinished_indicators: Mapping[str, int] = field(default_factory=dict)
