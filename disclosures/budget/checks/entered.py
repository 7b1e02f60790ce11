"""Rules on what staff enter: classes of basic expenditure, owed reasons, placeholders."""

from collections.abc import Iterator

from disclosures.budget.narrative.text import UNWRITTEN
from disclosures.budget.tree import BASIC_CLASSES

from .finding import Finding
from .sheets import Case


def l6(case: Case) -> Iterator[Finding]:
    """Basic expenditure has only the economic classes 301, 302, 303 and 310."""
    for line in case.entered.lines:
        if not line.project and line.economic[:3] not in BASIC_CLASSES:
            message = (
                f"单位 {line.unit} 科目 {line.functional} 的基本支出 {line.amount:,.2f} 元"
                f"使用了经济分类 {line.economic}，基本支出只能使用 301、302、303、310 类，"
                "请改为项目支出或更正科目。"
            )
            place = f"line/{line.unit}/{line.functional}/{line.economic}/{line.source.key}"
            yield Finding("L6", "error", place, message)


def n1(case: Case) -> Iterator[Finding]:
    """Every change and use that the text states has its wording."""
    for section in case.document.sections:
        for number, paragraph in enumerate(section.paragraphs, 1):
            for owed in paragraph.owed:
                if not owed.wording:
                    place = f"s{section.number}/{number}/{owed.key}"
                    yield Finding(
                        "N1", "error", place, f"{owed.label}未填写，请在“情况说明”中补充。"
                    )


def n3(case: Case) -> Iterator[Finding]:
    """No placeholder is left outside the owed wording, which N1 reports."""
    for section in case.document.sections:
        for number, paragraph in enumerate(section.paragraphs, 1):
            plain = "".join(run for run in paragraph.runs if isinstance(run, str))
            if UNWRITTEN in plain:
                message = f"“{paragraph.text}”尚有待填内容，请在项目或资产情况中补充。"
                yield Finding("N3", "error", f"s{section.number}/{number}", message)
