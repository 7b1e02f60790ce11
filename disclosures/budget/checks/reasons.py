"""Rules N1, N2 and N5: what staff wrote as reasons, against the changes they explain."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from decimal import Decimal

from disclosures.budget.amounts import ZERO, figure
from disclosures.budget.classification import Fund

from .case import Case
from .finding import Finding
from .texts import Text

SHORTEST = 8
BLANK = re.compile(r"[\s，。、；：,.;:]+")
NEAR = Decimal("0.05")

NOT = r"(?:不再|不予|不得|没有|未)"
RISE = "增加|增长|增多|增资|增人|调增|新增|提高|上涨|上升|上调|扩大"
FALL = "减少|减低|下降|降低|调减|压减|缩减|削减|核减|压缩|下调|精简|取消"
DENIED = re.compile(f"{NOT}(?:{RISE}|{FALL})")
RISES, FALLS = re.compile(RISE), re.compile(FALL)

# The money that a reason speaks of, by the first part of the keys it may stand under.
FUND_WORDS: Mapping[str, re.Pattern[str]] = {
    "general": re.compile("一般公共预算"),
    "government_fund": re.compile("政府性基金"),
    "state_capital": re.compile("国有资本经营"),
    "own": re.compile("单位资金|其他收入|事业收入|(?<!国有资本)经营收入|补助收入|上缴收入"),
    "dedicated_account": re.compile("财政专户|教育收费"),
}
ITEM = re.compile(r"(?P<fund>\w+)/(?P<code>\d{7})")


def n1(case: Case) -> Iterator[Finding]:
    """Every change and use that the text states has its wording."""
    for section in case.document.sections:
        for number, paragraph in enumerate(section.paragraphs, 1):
            for owed in paragraph.owed:
                if not owed.wording:
                    place = f"s{section.number}/{number}/{owed.key}"
                    message = f"{owed.label}未填写，请在“情况说明”中补充。"
                    yield Finding("N1", "error", place, message)


def n2(case: Case) -> Iterator[Finding]:
    """Reasons that are too short, pasted, of another fund or of the other direction."""
    for reason in case.reasons:
        for fault in _faults(case, reason):
            message = f"{reason.label}“{reason.words}”{fault}，请修改，确属如此的说明理由。"
            yield Finding("N2", "warning", reason.place, message)
    yield from _pasted(case)


def _faults(case: Case, reason: Text) -> Iterator[str]:
    length = len("".join(reason.words.split()))
    if length < SHORTEST:
        yield f"只有 {length} 个字，少于 {SHORTEST} 个字，说明不了变化"
    other = _other_fund(reason)
    if other:
        yield f"说的是“{other}”，与本项资金不符"
    change = case.changes.get(reason.key)
    if change is None or not change.difference:
        return
    words = DENIED.sub("", reason.words)
    rises, falls = RISES.search(words), FALLS.search(words)
    amounts = f"（上年 {figure(change.last_year)} 万元，本年 {figure(change.this_year)} 万元）"
    if change.is_fall and rises and not falls:
        yield f"只说“{rises[0]}”，而金额减少 {figure(-change.difference)} 万元{amounts}"
    if not change.is_fall and falls and not rises:
        yield f"只说“{falls[0]}”，而金额增加 {figure(change.difference)} 万元{amounts}"


def _other_fund(reason: Text) -> str:
    """The words for another fund in a reason that does not name its own."""
    own = _family(reason.key)
    if own not in FUND_WORDS or FUND_WORDS[own].search(reason.words):
        return ""
    named = (words.search(reason.words) for words in FUND_WORDS.values())
    return next((found[0] for found in named if found), "")


def _family(key: str) -> str:
    first, _, rest = key.partition("/")
    if first == "income":
        return rest.removesuffix("_transfer")
    return "general" if first == "operating" else first


def _pasted(case: Case) -> Iterator[Finding]:
    """The same words for different changes; one change told in several sections is one."""
    same: dict[str, dict[object, Text]] = {}
    for reason in case.reasons:
        change = case.changes.get(reason.key)
        told = reason.key if change is None else change.difference
        same.setdefault(BLANK.sub("", reason.words), {}).setdefault(told, reason)
    for reasons in same.values():
        if len(reasons) > 1:
            first, *others = reasons.values()
            labels = "；".join(reason.label for reason in others)
            message = (
                f"{first.label}“{first.words}”与下列 {len(others)} 处的原因完全相同：{labels}。"
                "各处金额变化不同，请分别写明原因。"
            )
            yield Finding("N2", "warning", first.place, message)


def n5(case: Case) -> Iterator[Finding]:
    """Last year zero, so 100.00% by convention; perhaps the money stood elsewhere."""
    if not case.entered.has_comparison:
        message = (
            f"没有 {case.entered.year - 1} 年的对比数据，各项增减变化均按上年为零计算，未作核对；"
            "请导入上年对比台账。"
        )
        yield Finding("N5", "hint", "s二", message)
        return
    fallen = _fallen(case)
    for section in case.document.sections:
        for number, paragraph in enumerate(section.paragraphs, 1):
            for owed in paragraph.owed:
                change = case.changes.get(owed.key)
                if change and change.this_year and not change.last_year:
                    message = (
                        f"{owed.label.partition('：')[0]}：上年为 0.00 万元，"
                        f"本年 {figure(change.this_year)} 万元，增长率按惯例写 100.00%。"
                    )
                    place, hint = _reclassified(case, owed.key, fallen)
                    place = place or f"s{section.number}/{number}/{owed.key}"
                    yield Finding("N5", "hint", place, f"{message}{hint}")


Fallen = Mapping[str, list[tuple[Decimal, str]]]


def _fallen(case: Case) -> Fallen:
    """The items of each fund that fell, by how much, the least first."""
    fallen: dict[str, list[tuple[Decimal, str]]] = {}
    for key, change in case.changes.items():
        item = ITEM.fullmatch(key)
        if item and change.is_fall:
            fallen.setdefault(item["fund"], []).append((-change.difference, item["code"]))
    return {fund: sorted(items) for fund, items in fallen.items()}


def _reclassified(case: Case, key: str, fallen: Fallen) -> tuple[str, str]:
    """Where to enter that the money stood under another item, and the question whether it did."""
    item = ITEM.fullmatch(key)
    if not item or item["fund"].upper() not in Fund.__members__:
        return "", ""
    rise = case.changes[key].difference
    items = fallen.get(item["fund"], [])
    at = bisect_left(items, (rise * (1 - NEAR), ""))
    if at == len(items) or items[at][0] > rise * (1 + NEAR):
        return "", ""
    fall, code = items[at]
    name = case.entered.catalogue.functional.get(code, "")
    unit = _holder(case, code, Fund[item["fund"].upper()])
    question = (
        f"科目 {code} {name}减少 {figure(fall)} 万元，金额相近："
        "是否由该科目调整而来？如是，请登记“科目调整”，按同一口径比较；不是的，不必处理。"
    )
    return f"reclassification/{unit}/{item['fund']}/{code}/{item['code']}", question


def _holder(case: Case, code: str, fund: Fund) -> str:
    """The unit that had most of an item last year."""
    sums: dict[str, Decimal] = {}
    for line in case.entered.last_lines:
        if line.functional == code and line.source.fund is fund:
            sums[line.unit] = sums.get(line.unit, ZERO) + line.amount
    return max(sums, key=lambda unit: (sums[unit], unit), default="")
