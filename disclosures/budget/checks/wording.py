"""Rules N3, N4, N6 and N7: placeholders, years, names and punctuation of what staff typed."""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from disclosures.budget.narrative.text import UNWRITTEN

from .case import Case
from .finding import Finding
from .texts import Text

PLACEHOLDER = re.compile(
    r"(?<![A-Za-z])[Xx×Ｘｘ]{2,}(?![A-Za-z])"
    r"|【?待填】?|[{｛][^{}｛｝]*[}｝]"
    r"|增加[（(]减少[）)]|减少[（(]增加[）)]|增长[（(]下降[）)]|主要原因是[。；，]"
)
TITLE = re.compile(r"《[^《》]*》")
AS_OF = re.compile(r"截至[^，。；\n]*")
YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?=\s*(?:[-—–~～至到]\s*(?:19|20)\d{2}\s*)?年)")

# Functional classes as they were called before they were renamed.
OLD_CLASSES: Mapping[str, str] = {
    "医疗卫生与计划生育支出": "卫生健康支出",
    "医疗卫生支出": "卫生健康支出",
    "国土海洋气象等支出": "自然资源海洋气象等支出",
    "国土资源气象等支出": "自然资源海洋气象等支出",
    "文化体育与传媒支出": "文化旅游体育与传媒支出",
    "资源勘探信息等支出": "资源勘探工业信息等支出",
    "资源勘探电力信息等支出": "资源勘探工业信息等支出",
}
HAN = "[\u4e00-\u9fff]"
# 医疗卫生支出 is an old class only as a word of its own: 公共医疗卫生支出 is none.
OLD_CLASS = re.compile("|".join(OLD_CLASSES).replace("医疗卫生支出", f"(?<!{HAN})医疗卫生支出"))
DOUBLED = re.compile(r"[，。；：、！？,;]{2,}")
HALF_WIDTH = re.compile(rf"{HAN}[,;:?!()]|[,;:?!()]{HAN}|{HAN}\.(?!\d)")
LIST_MARK = re.compile(r"(?:^|(?<=[，。；：\s]))[0-9０-９一二三四五六七八九十]+[)）]", re.MULTILINE)
PAIRS: Mapping[str, str] = dict(zip("）)】》〉”’」』〕］]", "（(【《〈“‘「『〔［[", strict=True))
OPENING = frozenset(PAIRS.values())
ENDINGS = ("。", "！", "？", "…", "；", "。”", "。）", "！”", "？”")


def n3(case: Case) -> Iterator[Finding]:
    """No placeholder is left, neither by the document nor by staff; N1 reports owed wording."""
    for section in case.document.sections:
        for number, paragraph in enumerate(section.paragraphs, 1):
            plain = "".join(run for run in paragraph.runs if isinstance(run, str))
            if UNWRITTEN in plain:
                message = f"“{paragraph.text}”尚有待填内容，请在项目或资产情况中补充。"
                yield Finding("N3", "error", f"s{section.number}/{number}", message)
    for text in case.texts:
        found = PLACEHOLDER.search(text.words)
        if found:
            message = f"{text.label}中留有“{found[0]}”，请填写实际内容。"
            yield Finding("N3", "error", text.place, message)


def n4(case: Case) -> Iterator[Finding]:
    """Years other than this and last, but for 截至…, 《…》 and the policy basis."""
    year = case.entered.year
    for text in case.texts:
        if text.kind == "basis":
            continue
        words = unicodedata.normalize("NFKC", AS_OF.sub("", TITLE.sub("", text.words)))
        years = sorted({int(found) for found in YEAR.findall(words)} - {year, year - 1})
        if years:
            named = "、".join(f"{one} 年" for one in years)
            message = (
                f"{text.label}提到 {named}，预算年度为 {year} 年、上年为 {year - 1} 年，"
                "请核对年份，确属如此的说明理由。"
            )
            yield Finding("N4", "warning", text.place, message)


def n6(case: Case) -> Iterator[Finding]:
    """The registered full name, and classes by the names of the year."""
    if case.document.name != case.entered.name:
        message = (
            f"文件名称“{case.document.name}”与登记的全称“{case.entered.name}”不一致，请重新生成。"
        )
        yield Finding("N6", "error", "name", message)
    for text in case.texts:
        for old in dict.fromkeys(OLD_CLASS.findall(TITLE.sub("", text.words))):
            message = f"{text.label}使用了旧科目名称“{old}”，请改为“{OLD_CLASSES[old]}”。"
            yield Finding("N6", "error", text.place, message)
    yield from _short_names(case)


def _short_names(case: Case) -> Iterator[Finding]:
    """Who undertakes a project is called by the end of a registered name only."""
    units = {unit.code: unit.name for unit in case.entered.units}
    known = frozenset({case.entered.name, *units.values()})
    for project in case.entered.projects:
        for short in filter(None, re.split("[、，；]", project.undertaken_by.strip())):
            full = [
                name
                for name in (units.get(project.unit, ""), case.entered.name)
                if name.endswith(short)
            ]
            if full and short not in known:
                place = f"project/{project.unit}/{project.name}/undertaken_by"
                message = (
                    f"项目“{project.name}”的承担单位“{short}”不是登记的全称，请改为“{full[0]}”。"
                )
                yield Finding("N6", "error", place, message)


def n7(case: Case) -> Iterator[Finding]:
    """Punctuation: doubled, half-width beside Chinese, unpaired, missing at the end."""
    for text in case.texts:
        faults = "；".join(_punctuation(text))
        if faults:
            message = f"{text.label}标点有误：{faults}。请改正。"
            yield Finding("N7", "warning", text.place, message)


def _punctuation(text: Text) -> Iterator[str]:
    doubled = DOUBLED.search(text.words)
    if doubled:
        yield f"标点重复“{_around(text.words, doubled)}”"
    half_width = HALF_WIDTH.search(text.words)
    if half_width:
        yield f"中文中用了半角标点“{_around(text.words, half_width)}”"
    unpaired = _unpaired(LIST_MARK.sub("", text.words))
    if unpaired:
        yield f"{unpaired} 没有成对"
    if text.kind == "prose" and not text.words.rstrip().endswith(ENDINGS):
        yield f"句末“{text.words.rstrip()[-6:]}”缺少句号"


def _around(words: str, found: re.Match[str]) -> str:
    return words[max(0, found.start() - 4) : found.end() + 4].strip()


def _unpaired(words: str) -> str:
    """The first bracket or quotation mark without its other half."""
    opened: list[str] = []
    for mark in words:
        if mark in OPENING:
            opened.append(mark)
        elif mark in PAIRS and (not opened or opened.pop() != PAIRS[mark]):
            return mark
    if opened:
        return opened[0]
    return '"' if words.count('"') % 2 else ""
