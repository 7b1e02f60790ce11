"""Random budgets as a sound department would hand them in: balanced, described, consistent."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from disclosures.budget.amounts import figure
from disclosures.budget.classification import FUNDING_SOURCES, GENERAL, FundingSource
from disclosures.budget.entries import (
    Assets,
    Indicator,
    LineItem,
    OverallTarget,
    Procurement,
    Project,
    Staffing,
    Submission,
    Unit,
    Vehicles,
)
from tests.budget.ledgers import catalogue
from tests.budget.test_properties import ANY, BASIC, ITEMS

YEAR = 2026
CENT = Decimal("0.01")
THREE_PUBLIC = frozenset(catalogue().three_public)
USES = ("办公费", "差旅费", "设备购置", "人员培训", "信息系统运行维护", "房屋修缮")
Key = tuple[str, str, str, FundingSource, str | None]


def a_budget(random: Random) -> Submission:
    """A budget of one to four units with everything that the rules look at."""
    units = tuple(
        Unit(f"10000{number}", f"某局第{number}单位", is_head=number == 1)
        for number in range(1, random.randint(1, 4) + 1)
    )
    lines = tuple(_lines(random, units))
    whole = sum((line.amount for line in lines), Decimal(0))
    return Submission(
        year=YEAR,
        kind="department",
        code="100",
        name="某局",
        region="某市",
        units=units,
        catalogue=catalogue(),
        lines=lines,
        last_lines=tuple(replace(line, amount=_amount(random)) for line in lines[::2]),
        projects=tuple(_projects(random, lines)),
        staffing=_staffing(random),
        procurement=_procurement(random, whole),
        assets=_assets(random),
        target=OverallTarget("目标。", "财务科", "", tuple(_indicators(random, Decimal(0)))),
        approved_on=date(YEAR, 1, 20),
        dated_on=date(YEAR, 2, 5),
    )


def _lines(random: Random, units: tuple[Unit, ...]) -> Iterator[LineItem]:
    keys = {_key(random, units): None for _ in range(random.randint(1, 45))}
    for key in keys:
        line = LineItem(*key, _amount(random))
        yield line
        offset = replace(line, economic=random.choice(("30239", "30299")), amount=-line.amount / 4)
        is_free = line.economic not in THREE_PUBLIC and _identity(offset) not in keys
        # Money taken back elsewhere (冲减), less than what was given.
        if is_free and random.random() < 0.05 and line.amount == round(line.amount / 4, 2) * 4:
            keys = {**keys, _identity(offset): None}
            yield offset


def _identity(line: LineItem) -> Key:
    return (line.unit, line.functional, line.economic, line.source, line.project)


def _key(random: Random, units: tuple[Unit, ...]) -> Key:
    project = random.choice((None, None, "甲项目", "乙项目", "丙项目"))
    return (
        random.choice(units).code,
        random.choice(ITEMS),
        random.choice(ANY if project else BASIC),
        GENERAL if random.random() < 0.5 else random.choice(FUNDING_SOURCES),
        project,
    )


def _amount(random: Random) -> Decimal:
    """From a cent to a billion, often on the edge of rounding to 万元."""
    if random.random() < 0.2:
        return Decimal(random.randrange(1, 10**6) * 100 + 50)
    return Decimal(random.randrange(1, 10 ** random.randint(1, 11))) * CENT


def _projects(random: Random, lines: tuple[LineItem, ...]) -> Iterator[Project]:
    sums: dict[tuple[str, str], Decimal] = {}
    for line in lines:
        if line.project:
            key = (line.unit, line.project)
            sums[key] = sums.get(key, Decimal(0)) + line.amount
    for (unit, name), amount in sums.items():
        starts_on = date(YEAR, 1, 1) + timedelta(random.randrange(200))
        yield Project(
            unit,
            name,
            "按照批复。",
            f"某局第{unit[-1]}单位",
            _allocation(random, amount),
            starts_on,
            starts_on + timedelta(random.randrange(150)),
            "财务科",
            f"该项目总投资 {figure(amount)} 万元，用于保障业务工作。",
            tuple(_indicators(random, amount)),
        )


def _allocation(random: Random, amount: Decimal) -> str:
    """The parts in words, in yuan to the cent: they add up, perhaps under their whole."""
    cents = int(amount * 100)
    cuts = sorted(random.randrange(1, max(2, cents)) for _ in range(random.randint(0, 3)))
    bounds = [0, *cuts, cents]
    parts = [
        f"{use} {(end - start) * CENT:.2f} 元"
        for use, start, end in zip(USES, bounds, bounds[1:], strict=False)
        if end > start
    ]
    whole = (
        f"共安排 {amount:.2f} 元，其中：" if random.random() < 0.3 and len(parts) > 1 else "用于"
    )
    return f"{whole}{'，'.join(parts)}。"


def _indicators(random: Random, amount: Decimal) -> Iterator[Indicator]:
    """Weights of 90, or of 100 with the rate of execution; costs within the budget."""
    weights = [Decimal(random.randint(1, 8)) for _ in range(random.randint(1, 6))]
    for number, weight in enumerate((*weights, 90 - sum(weights, Decimal(0))), 1):
        yield Indicator("产出指标", "数量指标", f"完成次数{number}", ">=1 次", "计划", weight)
    if amount and random.random() < 0.5:
        limit = figure(amount * random.randint(1, 100) / 100).replace(",", "")
        yield Indicator(
            "成本指标", "经济成本指标", "总成本（万元）", f"<={limit} 万元", "计划", Decimal(0)
        )
    if random.random() < 0.5:
        yield Indicator("管理指标", "执行", "预算执行率", ">=95%", "计划", Decimal(10))


def _staffing(random: Random) -> Staffing:
    counts = [random.randrange(200) for _ in range(3)]
    changes = [random.randint(-5, count) for count in counts]
    return Staffing(random.randint(1, 300), *counts, *changes)


def _procurement(random: Random, whole: Decimal) -> Procurement:
    goods, works, services = (round(whole * random.randint(0, 30) / 100, 2) for _ in range(3))
    medium = round((goods + works + services) * random.randint(0, 100) / 100, 2)
    micro = round(medium * random.randint(0, 100) / 100, 2)
    return Procurement(goods, works, services, medium, micro)


def _assets(random: Random) -> Assets:
    held = []
    for kind in ("一般公务用车", "执法执勤用车", "其他车辆"):
        count = random.choice((0, 0, 1, 5))
        held.append(Vehicles(kind, count, count * _amount(random)))
    return Assets(as_of=date(YEAR - 1, 12, 31), vehicles=tuple(held))
