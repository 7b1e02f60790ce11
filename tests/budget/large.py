"""A department as large as they come: many functions and projects, long names, 12 digits."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from disclosures.budget.classification import FUNDING_SOURCES, GENERAL
from disclosures.budget.entries import Indicator, LineItem, Project, Submission, Unit

from .ledgers import catalogue
from .reference import reference

LEVELS = ("产出指标", "成本指标", "效益指标", "满意度指标")
NAME = "示例自治区示例自治州示例自治县人民政府驻外联络处及离退休干部服务管理中心"
ECONOMIC = ("30101", "30201", "30211", "30302", "31002", "30912", "31204", "39999")


def large(functions: int = 300, projects: int = 40) -> Submission:
    """So many functional 项, and as many projects of several units."""
    units = tuple(
        Unit(f"10000{number}", f"{NAME}第{number}直属事业单位", is_head=number == 1)
        for number in range(1, 6)
    )
    items = tuple(
        code
        for code, fund in sorted(catalogue().funds.items())
        if len(code) == 7 and fund.startswith("一般公共")
    )[:functions]
    named = tuple(_projects(units, projects))
    return replace(
        reference(),
        name=NAME,
        units=units,
        lines=(*_basic(units, items), *_lines(named, items)),
        last_lines=(),
        projects=named,
    )


def _basic(units: tuple[Unit, ...], items: tuple[str, ...]) -> Iterator[LineItem]:
    """Basic expenditure: each 项 from one source after the other."""
    for number, item in enumerate(items):
        unit, source = units[number % len(units)], FUNDING_SOURCES[number % 12]
        amount = Decimal("28765432109.87") + number
        yield LineItem(unit.code, item, ECONOMIC[number % 4], source, None, amount)


def _lines(projects: tuple[Project, ...], items: tuple[str, ...]) -> Iterator[LineItem]:
    """Project expenditure: each of one 项, for everything that money is spent on."""
    for number, project in enumerate(projects):
        item = items[number * 7 % len(items)]
        for economic in ECONOMIC[1:]:
            amount = Decimal("9876543210.12") + number
            yield LineItem(project.unit, item, economic, GENERAL, project.name, amount)


def _projects(units: tuple[Unit, ...], count: int) -> Iterator[Project]:
    indicators = tuple(
        Indicator(
            level1=LEVELS[at // 3],
            level2=f"第{at % 3 + 1}类二级指标",
            level3=f"完成公共服务设施维修改造和信息系统运行维护的数量（第 {at + 1} 项）",
            target=f">={at + 1}0 项",
            basis="项目实施方案和行业标准",
            last_year=f"{at}8 项",
            weight=Decimal(8),
            scoring="按完成比例赋分",
            evidence="验收报告、现场照片",
        )
        for at in range(11)
    )
    for number in range(1, count + 1):
        unit = units[number % len(units)]
        yield Project(
            unit.code,
            f"县域公共服务设施维修改造和信息系统运行维护补助资金（第 {number} 批）项目",
            goal="完成设施维修改造，保障信息系统安全稳定运行，提高公共服务水平。" * 3,
            contact="财务科",
            indicators=indicators,
        )
