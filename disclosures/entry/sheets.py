"""What is entered in a grid: whose rows, in which columns, and where they are kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as made
from typing import Any, Final

from django.db.models import Model, Q, QuerySet

from disclosures.models import (
    Budget,
    Disclosure,
    EconomicCode,
    FunctionalCode,
    LineItem,
    OverallIndicator,
    Project,
    ProjectIndicator,
)
from disclosures.workbook.columns import Column, Use
from disclosures.workbook.sheets import APPROVAL, INDICATORS, LINE_ITEMS, OVERALL
from disclosures.workbook.sheets import Sheet as Written

# The name of a list of what cells may refer to, its rows, and the field that says which is which.
Lists = Mapping[str, tuple[QuerySet[Any], str]]


def _refer_to_nothing(_: Any) -> Lists:  # noqa: ANN401 - an owner of any sheet
    return {}


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """One kind of sheet.

    ``link`` is the field by which its rows name their owner; ``owned`` says which owners have
    such a sheet, ``joined`` what they lie in. No two rows may agree in ``identity``.
    ``summed`` is the column whose sum is watched; ``merged`` columns stand once for the rows
    below them in the official form. Rows of a ``is_classifiable`` sheet may be marked secret
    (涉密), which the grid does not show and must not lose.
    """

    name: str
    owner: type[Model]
    rows: type[Model]
    link: str
    columns: tuple[Column, ...]
    written: Written
    summed: str
    paths: Mapping[str, str] = made(default_factory=dict)
    lists: Callable[[Any], Lists] = _refer_to_nothing
    identity: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    approved: Column | None = None
    owned: Q = made(default_factory=Q)
    joined: tuple[str, ...] = ()
    is_classifiable: bool = False

    @property
    def locked(self) -> tuple[str, ...]:
        """What two writers wait for: the budget that an import holds too, else the owner."""
        return self.joined or ("self",)

    @property
    def is_ordered(self) -> bool:
        """Whether the order of the rows is kept with them, and published."""
        return self.written.is_ordered


def _of_a_ledger(budget: Budget) -> Lists:
    return {
        "functional": (FunctionalCode.objects.items(budget.year), "code"),
        "economic": (EconomicCode.objects.items(budget.year), "code"),
        "project": (Project.objects.filter(budget=budget), "name"),
    }


def _indicators(written: Written) -> tuple[Column, ...]:
    """The columns of an indicator; which project it is of, the page says."""
    needed = {"level1", "level2", "level3", "target"}
    return tuple(
        replace(column, is_required=column.field in needed)
        for column in written.entered
        if column.field != "project"
    )


LEDGER: Final = Sheet(
    name="明细录入表",
    owner=Budget,
    rows=LineItem,
    link="budget",
    columns=tuple(one for one in LINE_ITEMS.entered if one.use is not Use.KEPT),
    written=LINE_ITEMS,
    summed="amount",
    paths={
        "functional": "functional__code",
        "economic": "economic__code",
        "project": "project__name",
    },
    lists=_of_a_ledger,
    identity=LINE_ITEMS.key,
    approved=APPROVAL.columns[0],
    is_classifiable=True,
)
PROJECT: Final = Sheet(
    name="绩效指标录入表",
    owner=Project,
    rows=ProjectIndicator,
    link="project",
    columns=_indicators(INDICATORS),
    written=INDICATORS,
    summed="weight",
    merged=("level1", "level2"),
    owned=Q(budget__role=Budget.Role.BUDGET),
    joined=("budget",),
)
OVERALL_TARGET: Final = Sheet(
    name="整体绩效指标录入表",
    owner=Disclosure,
    rows=OverallIndicator,
    link="disclosure",
    columns=_indicators(OVERALL),
    written=OVERALL,
    summed="weight",
    merged=("level1", "level2"),
)
