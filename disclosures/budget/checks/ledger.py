"""Rules L1 to L8, L10, L11 and L13: the line items, units without any, rows that wait."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import TypeVar

from disclosures.budget.amounts import ZERO
from disclosures.budget.classification import (
    GOVERNMENT_FUND,
    GOVERNMENT_FUND_CARRY_OVER,
    GOVERNMENT_FUND_TRANSFER,
    STATE_CAPITAL,
    STATE_CAPITAL_CARRY_OVER,
    STATE_CAPITAL_TRANSFER,
    Catalogue,
    FundingSource,
)
from disclosures.budget.entries import LineItem
from disclosures.budget.tree import BASIC_CLASSES

from .case import Case
from .finding import Finding

Key = TypeVar("Key")

ITEM_DIGITS, SECTION_DIGITS = 7, 5
DECIMALS = 2
LIMIT = Decimal(10) ** 14
# Between 万元 and 元 lie 10,000 times. A mistaken amount is off by that from its own right value,
# not from the median, so that what is nearer is suspect too; few lines have no telling median.
SUSPECT = 2_000
TELLING = 10

# What the catalogue calls the budget of a source; all other sources pay for common codes.
COMMON = "一般公共/通用"
FUND_OF: Mapping[FundingSource, str] = {
    **dict.fromkeys(
        (GOVERNMENT_FUND, GOVERNMENT_FUND_TRANSFER, GOVERNMENT_FUND_CARRY_OVER), "政府性基金"
    ),
    **dict.fromkeys((STATE_CAPITAL, STATE_CAPITAL_TRANSFER, STATE_CAPITAL_CARRY_OVER), "国有资本"),
}

# Contributions that basic expenditure books twice over: the economic 款 and its functional 项.
TWINS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("机关事业单位基本养老保险缴费", "30108", ("2080505",)),
    ("职业年金缴费", "30109", ("2080506",)),
    ("职工基本医疗保险缴费", "30110", ("2101101", "2101102")),
    ("公务员医疗补助缴费", "30111", ("2101103",)),
    ("住房公积金", "30113", ("2210201",)),
)
TWIN_SECTIONS = frozenset(section for _, section, _ in TWINS)
TWIN_ITEMS = frozenset(item for _, _, items in TWINS for item in items)


@dataclass(slots=True)
class Group:
    """Line items of one code: how many, how much, and the first of them."""

    first: LineItem
    count: int = 0
    amount: Decimal = ZERO

    @property
    def sum(self) -> str:
        """The group in words: "3 条明细，合计 1,200.00 元"."""
        return f"{self.count} 条明细，合计 {self.amount:,.2f} 元"


def l1(case: Case) -> Iterator[Finding]:
    """Codes are at 项 and 款, and in the catalogue of the year."""
    names = case.entered.catalogue
    kinds: tuple[tuple[str, str, int, Mapping[str, str], Callable[[LineItem], str]], ...] = (
        ("功能分类", "项级（7 位）", ITEM_DIGITS, names.functional, _item),
        ("部门经济分类", "款级（5 位）", SECTION_DIGITS, names.economic, _section),
    )
    for kind, level, digits, known, code_of in kinds:
        right = {code for code in known if len(code) == digits}
        wrong = (line for line in case.entered.lines if code_of(line) not in right)
        for code, group in _grouped(wrong, code_of).items():
            fault = f"不在 {case.entered.year} 年科目中" if len(code) == digits else f"不是{level}"
            message = f"{kind}科目 {code} {fault}，涉及 {group.sum}，请改用本年度的{level}科目。"
            yield Finding("L1", "error", _place(group.first), message)


def l2(case: Case) -> Iterator[Finding]:
    """Codes whose name nobody has seen in a published document yet: once a code."""
    doubts = case.entered.catalogue.doubts
    for kind, code_of in (("功能分类", _item), ("部门经济分类", _section)):
        doubtful = (line for line in case.entered.lines if code_of(line) in doubts)
        for code, group in _grouped(doubtful, code_of).items():
            message = (
                f"{kind}科目 {code} {_name(case.entered.catalogue, code)}的核实程度为"
                f"“{doubts[code]}”（{group.sum}），请与 {case.entered.year} 年正式科目核对。"
            )
            yield Finding("L2", "hint", f"line/{group.first.unit}/{code}", message)


def l3(case: Case) -> Iterator[Finding]:
    """No two lines have the same unit, codes, source and project."""
    keys = Counter(
        (line.unit, line.functional, line.economic, line.source, line.project)
        for line in case.entered.lines
    )
    for (unit, item, section, source, project), count in keys.items():
        if count > 1:
            line = LineItem(unit, item, section, source, project, ZERO)
            message = f"{_words(line)}重复录入 {count} 条，只能有 1 条，请合并金额或删除多余明细。"
            yield Finding("L3", "error", _place(line), message)


def l4(case: Case) -> Iterator[Finding]:
    """Negative amounts, once a functional code."""
    negative = (line for line in case.entered.lines if line.amount < 0)
    for code, group in _grouped(negative, _item).items():
        message = (
            f"科目 {code} 有负数金额：{group.sum}（如{_words(group.first)} "
            f"{group.first.amount:,.2f} 元），请核对是否应冲减，确需保留的说明理由。"
        )
        yield Finding("L4", "warning", _place(group.first), message)


def l5(case: Case) -> Iterator[Finding]:
    """Amounts have two decimals and are not above 10^14 yuan."""
    for line in case.entered.lines:
        if abs(line.amount) > LIMIT:
            fault = "超过 100 万亿元，请核对金额单位是否为元"
        elif line.amount != round(line.amount, DECIMALS):
            fault = "多于两位小数，请改为精确到分的金额"
        else:
            continue
        message = f"{_words(line)}的金额 {line.amount:,f} 元{fault}。"
        yield Finding("L5", "error", _place(line), message)


def l6(case: Case) -> Iterator[Finding]:
    """Basic expenditure has only the economic classes 301, 302, 303 and 310."""
    for line in case.entered.lines:
        if not line.project and line.economic[:3] not in BASIC_CLASSES:
            message = (
                f"单位 {line.unit} 科目 {line.functional} 的基本支出 {line.amount:,.2f} 元"
                f"使用了经济分类 {line.economic}，基本支出只能使用 301、302、303、310 类，"
                "请改为项目支出或更正科目。"
            )
            yield Finding("L6", "error", _place(line), message)


def l7(case: Case) -> Iterator[Finding]:
    """Money of one budget on a code that the catalogue keeps for another: once a code."""
    funds = case.entered.catalogue.funds
    misplaced = (
        line
        for line in case.entered.lines
        if funds.get(line.functional, "") not in ("", FUND_OF.get(line.source, COMMON))
    )
    by_code = _grouped(misplaced, lambda line: (line.functional, line.source.name))
    for (code, source), group in by_code.items():
        message = (
            f"科目 {code} {_name(case.entered.catalogue, code)}属“{funds[code]}”科目，"
            f"却安排了{source}（{group.sum}），请核对科目与资金来源，确需如此的说明理由。"
        )
        yield Finding("L7", "warning", _place(group.first), message)


def l8(case: Case) -> Iterator[Finding]:
    """A contribution of basic expenditure is the same by economic and by functional code."""
    sums: dict[tuple[str, str], Decimal] = {}
    for line in case.entered.lines:
        if not line.project:
            for code, codes in ((line.economic, TWIN_SECTIONS), (line.functional, TWIN_ITEMS)):
                if code in codes:
                    sums[line.unit, code] = sums.get((line.unit, code), ZERO) + line.amount
    for unit in dict.fromkeys(unit for unit, _ in sums):
        for name, section, items in TWINS:
            economic = sums.get((unit, section), ZERO)
            functional = sum((sums.get((unit, item), ZERO) for item in items), ZERO)
            if economic != functional:
                message = (
                    f"单位 {unit} 基本支出的{name}不一致：经济分类 {section} {economic:,.2f} 元，"
                    f"功能分类 {'、'.join(items)} {functional:,.2f} 元，"
                    f"相差 {economic - functional:,.2f} 元，请核对或说明理由。"
                )
                yield Finding("L8", "warning", f"line/{unit}/{items[0]}", message)


def l10(case: Case) -> Iterator[Finding]:
    """Every unit has a budget of the year, unless a written ground excuses it."""
    for unit in case.entered.unbudgeted:
        ground = case.entered.excused.get(unit.code)
        if ground:
            message = f"预算单位 {unit.code} {unit.name}经登记不编制 {case.entered.year} 年预算。"
            yield Finding("L10", "hint", f"unit/{unit.code}", message, f"依据：{ground}")
            continue
        message = (
            f"预算单位 {unit.code} {unit.name}没有 {case.entered.year} 年预算，"
            "请录入或导入该单位的预算；确不编制的，请在“不编制预算的单位”中登记依据。"
        )
        yield Finding("L10", "error", f"unit/{unit.code}", message)


def l11(case: Case) -> Iterator[Finding]:
    """No row that was typed is left out of the ledger because something in it is wrong."""
    for unit, count in sorted(case.entered.unfinished.items()):
        message = (
            f"预算单位 {unit} 的明细录入表还有 {count} 行有误未入账，表格和正文都不含这些金额，"
            "请改正或删除这些行。"
        )
        yield Finding("L11", "error", f"unit/{unit}", message)

    for place, count in sorted(case.entered.unfinished_indicators.items()):
        whose = f"项目“{place.split('/', 2)[2]}”的" if "/" in place else "整体"
        message = (
            f"{whose}绩效指标录入表还有 {count} 行有误未入账，绩效目标表不含这些指标，"
            "请改正或删除这些行。"
        )
        yield Finding("L11", "error", place, message)


def l13(case: Case) -> Iterator[Finding]:
    """No amount is so far from the unit's others that 元 and 万元 may have been taken for one."""
    by_unit: dict[str, list[LineItem]] = {}
    for line in case.entered.lines:
        if line.amount:
            by_unit.setdefault(line.unit, []).append(line)
    for lines in by_unit.values():
        middle = median(abs(line.amount) for line in lines)
        for line in lines if len(lines) >= TELLING else ():
            doubt = _doubt(abs(line.amount), middle)
            if doubt:
                message = f"{_words(line)}的金额 {line.amount:,.2f} 元，{doubt}。"
                yield Finding("L13", "hint", _place(line), message)


def _doubt(amount: Decimal, middle: Decimal) -> str:
    """How far an amount is from the unit's median, and what may have been mistaken."""
    others = f"本单位明细金额中位数 {middle:,.2f} 元"
    if amount >= middle * SUSPECT:
        return f"是{others}的 {amount / middle:,.0f} 倍，请核对是否把元当作万元录入"
    if amount * SUSPECT <= middle:
        return f"只有{others}的 1/{middle / amount:,.0f}，请核对是否把万元当作元录入"
    return ""


def _grouped(lines: Iterable[LineItem], key_of: Callable[[LineItem], Key]) -> Mapping[Key, Group]:
    groups: dict[Key, Group] = {}
    for line in lines:
        group = groups.setdefault(key_of(line), Group(line))
        group.count += 1
        group.amount += line.amount
    return groups


def _item(line: LineItem) -> str:
    return line.functional


def _section(line: LineItem) -> str:
    return line.economic


def _name(names: Catalogue, code: str) -> str:
    return names.functional.get(code) or names.economic.get(code, "")


def _words(line: LineItem) -> str:
    of = f"项目“{line.project}”" if line.project else "基本支出"
    return f"单位 {line.unit} 科目 {line.functional}、{line.economic}（{line.source.name}，{of}）"


def _place(line: LineItem) -> str:
    codes = f"line/{line.unit}/{line.functional}/{line.economic}/{line.source.key}"
    return f"{codes}/{line.project}" if line.project else codes
