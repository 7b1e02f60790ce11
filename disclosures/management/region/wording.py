"""The words of the made-up disclosures: what is asked of staff, answered from the figures."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from random import Random
from typing import Final

from disclosures.budget.amounts import Change, figure
from disclosures.budget.classification import Catalogue, Fund, SourceGroup, ThreePublicItem
from disclosures.budget.comparison import restated
from disclosures.budget.entries import Indicator, LineItem
from disclosures.budget.narrative.changes import changes
from disclosures.budget.tree import Totals, summed

from .ledger import ProjectPlan
from .organisation import DepartmentPlan

NOTICE: Final = (
    "本文件为系统演示数据，地区、部门、项目和金额均为虚构，不对应任何真实单位，不得引用。"
)
CORRECTED: Final = "更正本级基本工资预算数，相应调整各表合计数和文字说明；其他内容不变。"
LATE: Final = "系统检修推迟了公开，已在检修结束当日公开，并向财政部门书面说明。"
# Why an amount rose, fell or stayed, of staff and running costs and of everything else.
ROSE: Final = (
    "工作人员晋级晋档、社会保险缴费基数调整，{what}相应增加",
    "按年度工作安排增加任务，{what}随之增加",
    "上年尾款和本年新增任务一并安排，{what}增加",
    "物价和人工成本上涨，{what}有所增加",
)
FELL: Final = (
    "落实过紧日子要求，压减一般性支出，{what}减少",
    "上年一次性任务完成，{what}相应减少",
    "部分工作改由其他渠道安排，{what}随之减少",
    "人员退休和岗位调整，{what}有所减少",
)
STAYED: Final = "工作任务与上年相当，{what}与上年持平"
USES: Final = {
    "208": "在职人员养老保险和职业年金缴费、退休人员支出以及社会保障项目",
    "210": "职工医疗保险缴费和卫生健康项目",
    "221": "住房公积金缴费和住房保障项目",
}


def explanations(
    department: DepartmentPlan,
    catalogue: Catalogue,
    lines: tuple[LineItem, ...],
    last_lines: tuple[LineItem, ...],
) -> Mapping[str, str]:
    """A reason for every change and a use for every class that the text can ask for."""
    totals = summed(lines)
    compared = changes(catalogue, totals, summed(restated(last_lines, ())))
    reasons = {
        key: _reason(key, change, catalogue)
        for key, change in compared.items()
        if change.this_year or change.last_year or not key.startswith("three_public/")
    }
    return {**reasons, **dict(_uses(department, totals))}


def _reason(key: str, change: Change, catalogue: Catalogue) -> str:
    what = _subject(key, catalogue)
    if not change.difference:
        return STAYED.format(what=what)
    choices = FELL if change.is_fall else ROSE
    return Random(key).choice(choices).format(what=what)  # noqa: S311


def _subject(key: str, catalogue: Catalogue) -> str:
    """What the reason of a key speaks of; no two keys of a document share it."""
    first, _, rest = key.partition("/")
    if first == "income":
        return f"{SourceGroup[rest.upper()].value}安排"
    if first == "three_public":
        return ThreePublicItem[rest.upper()].value
    if first == "operating":
        return "机关日常公用经费"
    if rest.isdigit():
        return f"{catalogue.function_name(rest[:5])}“{catalogue.function_name(rest)}”经费"
    spending = {"basic": "基本支出", "project": "项目支出"}[rest]
    return f"各项{spending}" if first == "expenditure" else f"{Fund[first.upper()].value}{spending}"


def _uses(department: DepartmentPlan, totals: Totals) -> Iterator[tuple[str, str]]:
    for fund in Fund:
        for code in sorted({item[:3] for item in totals.items(fund)}):
            use = USES.get(code, f"{department.kind.field}方面的人员、公用和项目支出")
            yield f"use/{fund.name.lower()}/{code}", use


def duties(department: DepartmentPlan) -> tuple[str, ...]:
    """What the department is there for."""
    field = department.kind.field
    return (
        f"贯彻执行国家关于{field}的法律法规和方针政策。",
        f"拟订本地{field}的规划和年度计划，并组织实施。",
        f"负责{field}领域的行业管理、监督检查和统计分析。",
        "指导和监督所属单位的预算、资产和内部审计工作。",
        "承办市委、市政府交办的其他事项。",
    )


def offices(department: DepartmentPlan) -> tuple[str, ...]:
    """The internal offices."""
    every = ("办公室", "财务科", "人事科", "政策法规科", "综合业务科", "监督检查科", "信息管理科")
    return every[: 3 + department.number % 5]


def allocation(project: ProjectPlan, catalogue: Catalogue) -> str:
    """How a project is spent, by 款."""
    parts = "，".join(
        f"{catalogue.economic_name(code)} {figure(amount)} 万元" for code, amount in project.parts
    )
    return f"用于{parts}。"


def goal(department: DepartmentPlan, project: ProjectPlan) -> str:
    """What the project is to reach."""
    return (
        f"预算总额 {figure(project.amount)} 万元。通过实施“{project.task.name}”项目，"
        f"按时完成年度任务，提升{department.kind.field}的质量，让服务对象满意。"
    )


def indicators(project: ProjectPlan, year: int) -> tuple[Indicator, ...]:
    """The performance indicators of a project; their weights make 100."""
    chance = Random(f"{project.task.name}/{project.amount}")  # noqa: S311
    count = chance.randint(2, 40) * 5
    rows = (
        ("产出指标", "数量指标", "完成任务数量（项）", f">={count} 项", "20", f"{count - 1} 项"),
        ("产出指标", "质量指标", "任务验收合格率（%）", ">=98%", "15", "98%"),
        ("产出指标", "时效指标", "任务完成及时率（%）", "=100%", "15", "100%"),
        (
            "成本指标",
            "经济成本指标",
            "项目支出控制数（万元）",
            f"<={figure(project.amount)} 万元",
            "10",
            "未超预算",
        ),
        ("效益指标", "社会效益指标", "服务能力和水平", "持续改善", "30", "有所改善"),
        ("满意度指标", "满意度指标", "服务对象满意度（%）", ">=95%", "10", "95%"),
    )
    basis = f"{year} 年度工作计划"
    return tuple(_indicator(*row, basis) for row in rows)


def overall_indicators(department: DepartmentPlan, year: int) -> tuple[Indicator, ...]:
    """The indicators of the department as a whole."""
    rows = (
        (
            "履职效能",
            "数量指标",
            "年度重点任务完成数（项）",
            f">={6 + department.number % 9} 项",
            "40",
        ),
        ("履职效能", "质量指标", "重点任务完成质量达标率（%）", ">=98%", "30"),
        ("社会效应", "满意度指标", "群众满意度（%）", ">=95%", "20"),
        ("管理效率", "预算管理", "预算执行率（%）", ">=95%", "10"),
    )
    basis = f"{year} 年度工作计划"
    return tuple(_indicator(*row, "", basis) for row in rows)


def _indicator(
    level1: str, level2: str, level3: str, target: str, weight: str, last_year: str, basis: str
) -> Indicator:
    return Indicator(
        level1=level1,
        level2=level2,
        level3=level3,
        target=target,
        basis=basis,
        weight=Decimal(f"{weight}.00"),
        last_year=last_year,
        scoring="按完成比例赋分" if last_year else "",
        evidence="工作资料" if last_year else "",
    )
