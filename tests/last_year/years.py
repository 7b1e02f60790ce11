"""Two years of one unit: what last year holds, and an empty budget of this year."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from disclosures.budget import snapshot
from disclosures.budget.document import compose
from disclosures.ledger import submission
from disclosures.models import (
    Assets,
    Budget,
    Disclosure,
    FunctionalCode,
    Procurement,
    Project,
    ProjectIndicator,
    Publication,
    Staffing,
    Unit,
    VehicleHolding,
)
from tests.models import rows


@dataclass
class Years:
    """A unit with the codes of two years; this year lacks 2010302."""

    unit: Unit
    this: Budget

    def last(self, role: Budget.Role = Budget.Role.BUDGET) -> Budget:
        """Last year's budget or comparison ledger, without anything in it."""
        return rows.a_budget(self.unit, 2025, role)


def years() -> Years:
    """The unit and its budget of this year."""
    rows.a_catalogue(2025)
    rows.a_catalogue(2026)
    FunctionalCode.objects.filter(year=2026, code="2010302").delete()
    unit = rows.a_unit(rows.a_department())
    return Years(unit, rows.a_budget(unit))


def filled(budget: Budget) -> Project:
    """Three lines (one of a code that is gone, one of a project) and everything beside them."""
    project = Project.objects.create(
        budget=budget,
        name="工作经费",
        policy_basis="批复",
        undertaken_by="某单位",
        allocation="3.00 万元",
        starts_on=date(2024, 2, 29),
        ends_on=date(2025, 12, 31),
        contact="财务科",
        goal="保障运转",
    )
    for position in (2, 1):
        ProjectIndicator.objects.create(
            project=project,
            position=position,
            level1="产出",
            level3=f"次数{position}",
            last_year="3",
            weight=Decimal("7.50"),
        )
    rows.a_line(budget, "1000.00")
    rows.a_line(budget, "2000.00", functional="2010302")
    rows.a_line(budget, "3000.00", economic="30201", project=project)
    Staffing.objects.create(budget=budget, posts=5, active=4, active_change=-1)
    Procurement.objects.create(budget=budget, goods=Decimal("9.00"))
    assets = Assets.objects.create(
        budget=budget,
        as_of=date(2024, 12, 31),
        house_value=Decimal("8.00"),
        equipment_over_1m=2,
        planned_equipment_over_1m=1,
    )
    VehicleHolding.objects.create(assets=assets, kind="other", count=3, value=Decimal("7.00"))
    return project


def published(disclosure: Disclosure, version: int = 1) -> Publication:
    """Publish what is entered now, as a real snapshot."""
    previous = None if version == 1 else "0" * 64
    imprint = snapshot.Imprint(version, date(2025, 2, 1), "", previous)
    return rows.a_publication(
        disclosure, version, snapshot.write(compose(submission(disclosure)), imprint)
    )
