"""Section 十二: operation, procurement, assets, performance and other matters."""

from collections.abc import Iterator
from datetime import date

from disclosures.budget.amounts import total, written
from disclosures.budget.classification import Fund, Spending, ThreePublicItem
from disclosures.budget.entries import Assets

from .account import Account, money
from .restatement import restatement
from .text import UNWRITTEN, Figure, Paragraph, listed, paragraph

OTHERS = "（五）其他需说明的事项"


def other_matters(account: Account) -> Iterator[Paragraph]:
    """十二: its five parts; the target tables follow the lead-in of （四）."""
    yield from _operation(account)
    yield from _procurement(account)
    yield from _assets(account)
    yield from _performance(account)
    yield paragraph(OTHERS, style="heading")
    lines = map(str.strip, account.entered.other_matters.splitlines())
    nothing = f"本{account.subject}无其他需说明事项。"
    for words in tuple(filter(None, lines)) or (nothing,):
        yield paragraph("{words}", words=words)


def _operation(account: Account) -> Iterator[Paragraph]:
    change = account.change((Spending.OPERATING,), Fund.GENERAL)
    yield paragraph("（一）单位运行经费情况", style="heading")
    yield paragraph(
        "{who} {year} 年的机关运行经费财政拨款预算 {amount}，比上年预算{change}。{restated}",
        who=account.who,
        year=str(account.year),
        amount=money(change.this_year),
        change=account.explained(change, "operating", "机关运行经费"),
        restated=restatement(account, "operating"),
    )


def _procurement(account: Account) -> Iterator[Paragraph]:
    bought = account.entered.procurement
    who, year = account.who, str(account.year)
    yield paragraph("（二）政府采购情况", style="heading")
    yield paragraph(
        "{year} 年，{who}政府采购预算 {total}，其中：政府采购货物预算 {goods}，"
        "政府采购工程预算 {works}，政府采购服务预算 {services}。",
        year=year,
        who=who,
        total=money(bought.goods + bought.works + bought.services),
        goods=money(bought.goods),
        works=money(bought.works),
        services=money(bought.services),
    )
    yield paragraph(
        "{year} 年，{who}面向中小企业预留政府采购项目预算金额 {medium}，"
        "小微企业预留政府采购项目预算金额 {micro}。",
        year=year,
        who=who,
        medium=money(bought.reserved_for_medium_and_small),
        micro=money(bought.reserved_for_micro),
    )


def _assets(account: Account) -> Iterator[Paragraph]:
    held = account.entered.assets
    yield paragraph("（三）国有资产占用使用情况", style="heading")
    yield paragraph(
        "截至 {as_of}，{who}占用使用国有资产总体情况为：",
        as_of=_day(held.as_of),
        who=account.who,
    )
    yield paragraph(
        "1. 房屋 {area}，价值 {value}。",
        style="item",
        area=Figure(f"{written(held.house_area)} 平方米"),
        value=money(held.house_value),
    )
    yield _vehicles(held)
    yield paragraph("3. 办公家具价值 {value}。", style="item", value=money(held.furniture_value))
    yield paragraph("4. 其他资产价值 {value}。", style="item", value=money(held.other_value))
    yield paragraph(
        "{subject}价值 50 万元以上大型设备 {half}，{subject}价值 100 万元以上大型设备 {whole}。",
        subject=account.subject,
        half=Figure(f"{held.equipment_over_500k} 台"),
        whole=Figure(f"{held.equipment_over_1m} 台"),
    )
    yield _planned(account, held)


def _vehicles(held: Assets) -> Paragraph:
    kinds = [
        (f"{kind.kind} ", Figure(f"{kind.count} 辆"), "，价值 ", money(kind.value))
        for kind in held.vehicles
    ]
    return paragraph(
        "2. 车辆 {count}，价值 {value}{kinds}。",
        style="item",
        count=Figure(f"{sum(kind.count for kind in held.vehicles)} 辆"),
        value=money(total(kind.value for kind in held.vehicles)),
        kinds=("；其中：", listed(kinds, "；")) if kinds else "",
    )


def _planned(account: Account, held: Assets) -> Paragraph:
    three_public = account.entered.catalogue.three_public
    vehicles = total(
        amount
        for code, amount in account.totals.bought.items()
        if three_public.get(code) is ThreePublicItem.VEHICLE_PURCHASE
    )
    return paragraph(
        "{year} 年{subject}预算{vehicles}，安排购置 50 万元以上大型设备 {half}，"
        "单位价值 100 万元以上大型设备 {whole}。",
        year=str(account.year),
        subject=account.subject,
        vehicles=("安排购置车辆经费 ", money(vehicles)) if vehicles else "未安排购置车辆经费",
        half=Figure(f"{held.planned_equipment_over_500k} 台"),
        whole=Figure(f"{held.planned_equipment_over_1m} 台"),
    )


def _performance(account: Account) -> Iterator[Paragraph]:
    by_project = account.totals.by_project
    projects = {(unit, project) for (unit, project, _), amount in by_project.items() if amount}
    fiscal, other = (
        total(amount for (*_, source), amount in by_project.items() if source.is_fiscal is wanted)
        for wanted in (True, False)
    )
    yield paragraph("（四）预算绩效情况", style="heading")
    yield paragraph(
        "{year} 年，本{subject}预算绩效管理整体预算绩效目标 1 个，涉及预算金额 {total}；"
        "当年预算安排项目共 {count}，其中：财政拨款项目涉及预算金额 {fiscal}；"
        "非财政拨款项目涉及预算金额 {other}。具体情况见下表：",
        style="lead-in",
        year=str(account.year),
        subject=account.subject,
        total=money(total(account.totals.functional.values())),
        count=Figure(f"{len(projects)} 个"),
        fiscal=money(fiscal),
        other=money(other),
    )


def _day(day: date | None) -> str:
    if day is None:
        return UNWRITTEN
    if (day.month, day.day) == (12, 31):
        return f"{day.year} 年底"
    return f"{day.year} 年 {day.month} 月 {day.day} 日"
