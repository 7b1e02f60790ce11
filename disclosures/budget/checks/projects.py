"""Rules L9, N8 and N9: projects, their money, their targets and their period."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from disclosures.budget.amounts import ZERO, figure, total
from disclosures.budget.classification import Fund
from disclosures.budget.entries import SUBJECTS, Indicator, Project
from disclosures.budget.targets import weight

from .case import Case
from .figures import amounts, indicated
from .finding import Finding

HUNDRED, NINETY = Decimal(100), Decimal(90)
EXECUTION = "预算执行率"  # its 10 points may stand outside the table
ROUNDING = Decimal(50)  # yuan by which a typed figure of two decimals in 万元 may be off
COST = "成本"
NUMERALS = {word: number for number, word in enumerate("零一二三四五六七八九十")} | {"两": 2}
COUNTED = re.compile(
    r"项目(?:支出)?(?:总数)?(?:共计|共有|共|合计|总计)\s*(\d+|[一二两三四五六七八九十])\s*个"
    r"|共(?:计|有|安排|实施)?\s*(\d+|[一二两三四五六七八九十])\s*个(?:预算|支出)?项目"
)
WHOLE = re.compile(
    r"(?:总投资|预算总额|资金总额|总金额)(?:为|共|计)?\s*([\d,.]+\s*(?:亿元|万元|元))"
)
THE_REST = re.compile("其余|剩余|余下|余额")
Key = tuple[str, str]


@dataclass(slots=True)
class Funding:
    """The money of a project's lines: all of it, the fiscal part, 一般公共预算 of the year."""

    whole: Decimal = ZERO
    fiscal: Decimal = ZERO
    general: Decimal = ZERO

    @property
    def is_printed(self) -> bool:
        """Whether the document has a target table for it."""
        return bool(self.fiscal or self.whole - self.fiscal)

    def agrees(self, typed: Decimal, *, parts: int = 1) -> bool:
        """Whether a typed amount is the whole, the fiscal or the general part."""
        return any(
            abs(typed - amount) <= ROUNDING * parts
            for amount in (self.whole, self.fiscal, self.general)
        )


def l9(case: Case) -> Iterator[Finding]:
    """A project with lines has targets, basis and period; no project is without lines."""
    entered = {(project.unit, project.name): project for project in case.entered.projects}
    funded = _funding(case)
    for key, funding in funded.items():
        lacking = "、".join(_lacking(entered.get(key, Project(*key))))
        if lacking:
            message = (
                f"项目“{key[1]}”（单位 {key[0]}）已安排 {funding.whole:,.2f} 元，"
                f"但未填写{lacking}，请在项目中补充。"
            )
            yield Finding("L9", "error", _place(key), message)
    for key in entered:
        if key not in funded:
            message = f"项目“{key[1]}”（单位 {key[0]}）没有收支明细，请录入明细或删除该项目。"
            if case.entered.has_secret_content:
                message += "明细均已标记涉密的，请把项目也标记涉密，以免公开其名称。"
            yield Finding("L9", "error", _place(key), message)


def _lacking(project: Project) -> Iterator[str]:
    if not project.indicators:
        yield "绩效目标表（指标）"
    if not project.policy_basis.strip():
        yield "设立的政策依据"
    if not (project.starts_on and project.ends_on):
        yield "执行期限（开始和结束日期）"


def n8(case: Case) -> Iterator[Finding]:
    """Counts, amounts, allocations, weights and cost indicators agree with the ledger."""
    funding = _funding(case)
    yield from _counts(case, funding)
    yield from _tables(case, funding)
    subject = SUBJECTS[case.entered.kind]
    indicators = case.entered.target.indicators
    if indicators:
        yield from _weights("target", f"{subject}整体绩效目标", indicators)
    for project in case.entered.projects:
        key = (project.unit, project.name)
        if key in funding:
            yield from _texts(project, funding[key])
            yield from _costs(project, funding[key])
        if project.indicators:
            yield from _weights(_place(key), f"项目“{project.name}”", project.indicators)


def _counts(case: Case, funding: Mapping[Key, Funding]) -> Iterator[Finding]:
    """Wherever the last section gives a number of projects; a part of them may be meant."""
    tables = len(case.document.targets) - 1
    printed = [one for one in funding.values() if one.is_printed]
    if tables != len(printed):
        message = (
            f"有资金的项目 {len(printed)} 个，项目绩效目标表 {tables} 张，请核对项目后重新生成。"
        )
        yield Finding("N8", "error", "s十二", message)
    right = {
        len(printed),
        sum(bool(one.fiscal) for one in printed),
        sum(bool(one.general) for one in printed),
        sum(one.whole != one.fiscal for one in printed),
    }
    for number, paragraph in enumerate(case.document.sections[-1].paragraphs, 1):
        for found in COUNTED.findall(paragraph.text):
            typed = "".join(found)
            if (NUMERALS.get(typed) or int(typed)) not in right:
                message = (
                    f"“{paragraph.text}”写项目 {typed} 个，收支明细中有 {len(printed)} 个项目、"
                    f"项目绩效目标表 {tables} 张，请改正个数或补录项目。"
                )
                yield Finding("N8", "error", f"s十二/{number}", message)


def _tables(case: Case, funding: Mapping[Key, Funding]) -> Iterator[Finding]:
    """The amounts printed in the target tables are those of the lines."""
    names = {unit.code: unit.name for unit in case.entered.units}
    printed = {
        (fields.get("预算单位", ""), table.name): fields.get("年度预算总额（万元）", "")
        for table in case.document.targets[1:]
        for fields in [dict(table.fields)]
    }
    for (unit, name), money in funding.items():
        shown, right = printed.get((names.get(unit, ""), name)), figure(money.whole)
        if money.is_printed and shown != right:
            message = (
                f"项目“{name}”绩效目标表的年度预算总额为 {shown or '空'} 万元，"
                f"收支明细合计 {right} 万元，请核对项目后重新生成。"
            )
            yield Finding("N8", "error", _place((unit, name)), message)


def _texts(project: Project, money: Funding) -> Iterator[Finding]:
    """Amounts that staff typed in the allocation and the goal."""
    place = _place((project.unit, project.name))
    parts = [part for part in amounts(project.allocation) if part]
    if parts and not _is_allocated(parts, project.allocation, money):
        message = (
            f"项目“{project.name}”资金分配情况所列金额合计 {figure(total(parts))} 万元，"
            f"项目收支明细合计 {figure(money.whole)} 万元，请改正分配金额或明细。"
        )
        yield Finding("N8", "error", f"{place}/allocation", message)
    for typed in WHOLE.findall(project.goal):
        for amount in amounts(typed):
            if not money.agrees(amount):
                message = (
                    f"项目“{project.name}”总体目标写总额 {figure(amount)} 万元，"
                    f"项目收支明细合计 {figure(money.whole)} 万元，请改正目标或明细。"
                )
                yield Finding("N8", "error", f"{place}/goal", message)


def _is_allocated(parts: list[Decimal], words: str, money: Funding) -> bool:
    """Whether the parts make up the project, which may be named itself as the whole."""
    if money.agrees(total(parts), parts=len(parts) + 1):
        return True
    rest = list(parts)
    named = next((part for part in rest if money.agrees(part)), None)
    if named is not None:
        rest.remove(named)
    added = total(rest)
    if not rest or money.agrees(added, parts=len(rest) + 1):
        return True
    return bool(THE_REST.search(words)) and added < money.whole


def _weights(place: str, whose: str, indicators: tuple[Indicator, ...]) -> Iterator[Finding]:
    given = total(one.weight for one in indicators if one.weight is not None)
    names = (f"{one.level1}{one.level2}{one.level3}" for one in indicators)
    has_execution = any(EXECUTION in name for name in names)
    if given != HUNDRED and (has_execution or given != NINETY):
        wanted = "100" if has_execution else f"100（“{EXECUTION}”10 分另计的为 90）"
        message = f"{whose}的分值权重合计 {weight(given)}，应为 {wanted}，请改正权重。"
        yield Finding("N8", "error", place, message)


def _costs(project: Project, money: Funding) -> Iterator[Finding]:
    """Cost indicators stay within the budget, each alone and their parts together."""
    costs = [
        (number, one, amount)
        for number, one in enumerate(project.indicators, 1)
        if COST in one.level1 + one.level2
        and (amount := indicated(one.target, one.level3)) is not None
    ]
    limit = money.whole + ROUNDING
    over = [(number, one, amount) for number, one, amount in costs if amount > limit]
    place, whole = _place((project.unit, project.name)), figure(money.whole)
    for number, one, amount in over:
        message = (
            f"项目“{project.name}”成本指标“{one.level3}”{figure(amount)} 万元，"
            f"超过项目预算 {whole} 万元，请改正指标值。"
        )
        yield Finding("N8", "error", f"{place}/indicators/{number}", message)
    parts = [amount for _, one, amount in costs if not re.search("总|合计", one.level3)]
    if not over and total(parts) > money.whole + ROUNDING * len(parts):
        message = (
            f"项目“{project.name}”各项成本指标合计 {figure(total(parts))} 万元，"
            f"超过项目预算 {whole} 万元，请改正指标值。"
        )
        yield Finding("N8", "error", place, message)


def n9(case: Case) -> Iterator[Finding]:
    """The period of a project lies within the budget year."""
    year = case.entered.year
    for project in case.entered.projects:
        for name, day in (("开始", project.starts_on), ("结束", project.ends_on)):
            if day and day.year != year:
                place = f"{_place((project.unit, project.name))}/period"
                message = (
                    f"项目“{project.name}”的{name}日期为 {_day(day)}，不在预算年度 {year} 年内，"
                    "请改正日期，跨年度项目说明理由。"
                )
                yield Finding("N9", "warning", place, message)


def _day(day: date) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def _funding(case: Case) -> Mapping[Key, Funding]:
    """The money of every project that has lines."""
    sums: dict[Key, Funding] = {}
    for (unit, name, source), amount in case.totals.by_project.items():
        funding = sums.setdefault((unit, name), Funding())
        funding.whole += amount
        funding.fiscal += amount if source.is_fiscal else ZERO
        funding.general += amount if source.fund is Fund.GENERAL else ZERO
    return sums


def _place(key: Key) -> str:
    return f"project/{key[0]}/{key[1]}"
