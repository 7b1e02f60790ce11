"""The performance-target tables of section 十二（四）, as the official forms print them."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from .amounts import ZERO, figure, total
from .entries import SUBJECTS, Indicator, OverallTarget, Project, Submission
from .tree import Totals

OVERALL_COLUMNS = ("一级指标", "二级指标", "三级指标", "指标值", "指标设定依据", "分值权重")
PROJECT_COLUMNS = (
    "一级指标",
    "二级指标",
    "三级指标",
    "指标值",
    "指标值设置依据",
    "上年完成值",
    "指标分值权重",
    "指标赋分规则",
    "佐证资料",
)


@dataclass(frozen=True, slots=True)
class Target:
    """A performance-target table as printed: header fields, amounts, indicators.

    ``fields`` are (label, printed value) pairs in the order of the official form;
    ``columns`` are the indicator headings, ``rows`` the printed indicators.
    """

    title: str
    name: str
    fields: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def targets(entered: Submission, totals: Totals) -> Iterator[Target]:
    """The overall target, then one table for every project that has money."""
    yield _overall(entered, totals)
    known = {(project.unit, project.name): project for project in entered.projects}
    names = {unit.code: unit.name for unit in entered.units}
    for (unit, name), (fiscal, other) in sorted(_funded(totals).items(), key=_fiscal_first):
        project = known.get((unit, name), Project(unit, name))
        yield _of_project(project, names[unit], fiscal, other)


def _funded(totals: Totals) -> dict[tuple[str, str], tuple[Decimal, Decimal]]:
    """Fiscal and other money of each project that has any."""
    sums: dict[tuple[str, str], list[Decimal]] = {}
    for (unit, name, source), amount in totals.by_project.items():
        sums.setdefault((unit, name), [ZERO, ZERO])[not source.is_fiscal] += amount
    return {key: (fiscal, other) for key, (fiscal, other) in sums.items() if fiscal or other}


def _fiscal_first(entry: tuple[tuple[str, str], tuple[Decimal, Decimal]]) -> tuple[str, bool, str]:
    (unit, name), (fiscal, _) = entry
    return (unit, not fiscal, name)


def _overall(entered: Submission, totals: Totals) -> Target:
    subject = SUBJECTS[entered.kind]
    target: OverallTarget = entered.target
    from_above = totals.of(lambda source, _: source.is_transfer)
    fiscal = totals.of(lambda source, _: source.is_fiscal)
    whole = total(totals.functional.values())
    return Target(
        f"{subject}整体绩效目标表",
        entered.name,
        (
            (f"{subject}名称", entered.name),
            (f"{subject}联系人", target.contact),
            ("联系电话", target.telephone),
            ("年度绩效目标", target.goal),
            ("财政资金：上级安排（万元）", figure(from_above)),
            ("财政资金：本级安排（万元）", figure(fiscal - from_above)),
            ("其他资金（万元）", figure(whole - fiscal)),
        ),
        OVERALL_COLUMNS,
        tuple(_overall_row(indicator) for indicator in target.indicators),
    )


def _of_project(project: Project, unit: str, fiscal: Decimal, other: Decimal) -> Target:
    return Target(
        "项目支出绩效目标表",
        project.name,
        (
            ("预算单位", unit),
            ("项目名称", project.name),
            ("项目负责科室", project.contact),
            ("年度预算总额（万元）", figure(fiscal + other)),
            ("其中：财政拨款（万元）", figure(fiscal)),
            ("其他资金（万元）", figure(other)),
            ("项目总体目标", project.goal),
        ),
        PROJECT_COLUMNS,
        tuple(_project_row(indicator) for indicator in project.indicators),
    )


def _overall_row(indicator: Indicator) -> tuple[str, ...]:
    return (
        indicator.level1,
        indicator.level2,
        indicator.level3,
        indicator.target,
        indicator.basis,
        weight(indicator.weight),
    )


def _project_row(indicator: Indicator) -> tuple[str, ...]:
    *first, points = _overall_row(indicator)
    return (*first, indicator.last_year, points, indicator.scoring, indicator.evidence)


def weight(points: Decimal | None) -> str:
    """A weight without needless zeros: 8, 7.5; empty where none was given."""
    return "" if points is None else f"{points.normalize():f}"
