"""What helps whoever fills in a workbook: the sheet 说明, hints, choices, lists of codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from .columns import MONEY, Column, Kind, Use
from .sheets import Sheet

UNIT_CODE: Final = "单位编码"
UNIT_NAME: Final = "单位名称"
YEAR: Final = "预算年度"
ROLE: Final = "用途"
TEXTS: Final = "公开文字所属"
FINGERPRINT: Final = "数据指纹"

FUNCTIONAL: Final = "功能科目"
ECONOMIC: Final = "经济科目"
SOURCES: Final = "资金来源"
CODE_LISTS: Final = {
    FUNCTIONAL: ("科目编码（项）", "科目名称"),
    ECONOMIC: ("科目编码（款）", "科目名称"),
    SOURCES: ("资金来源", "收入表中的列"),
}
# How wide the columns of a form are.
FORM_HEADERS: Final = {"栏目": 36, "内容": 80, "填写说明": 50}
CHOICES_FROM: Final = {
    "functional": f"={FUNCTIONAL}!$A$2:$A$5000",
    "economic": f"={ECONOMIC}!$A$2:$A$1000",
    "source": f"={SOURCES}!$A$2:$A$18",
    "from_source": f"={SOURCES}!$A$2:$A$18",
    "to_functional": f"={FUNCTIONAL}!$A$2:$A$5000",
    "to_economic": f"={ECONOMIC}!$A$2:$A$1000",
    "to_source": f"={SOURCES}!$A$2:$A$18",
}
TITLE_LIMIT: Final = 32
MESSAGE_LIMIT: Final = 255
RULES: Final = (
    (
        "怎样填写",
        "在各工作表中填写或修改，然后在系统中“导入”；导入前先显示增加、修改和删除的内容。",
    ),
    (
        "",
        "导入的是整个预算：系统中有而工作簿中没有的行将被删除。删去整张工作表，则该部分保持不变。",
    ),
    ("", "橙色表头为必填列。灰色文字的列只供参考，导入时不读取。不要修改表头。"),
    ("", "金额一律以元为单位，最多两位小数；如要按万元填写，须把列名中的（元）改为（万元）。"),
    ("", "单元格中只填数值和文字；公式须先转为数值（复制后选择性粘贴为数值）。"),
    ("", "绩效指标和名词解释按行的先后排列。"),
)


def guidance(sheets: Iterable[Sheet]) -> Iterator[tuple[str, str]]:
    """How to fill in, then each sheet with its columns."""
    yield from RULES
    yield ("", "")
    for sheet in sheets:
        for place, column in enumerate(sheet.written):
            yield ("" if place else sheet.name, f"{column.header}：{hint(column)}")


def hint(column: Column) -> str:
    """What to write into a column."""
    if column.use is Use.SHOWN:
        return "只供参考。"
    parts = [
        "必填。" if column.is_required else "",
        "" if column.kind in {Kind.TEXT, Kind.CODE, Kind.CHOICE} else f"{column.kind.value}。",
        f"最多 {column.length} 字。" if column.length else "",
        column.note,
    ]
    return "".join(parts) or "文字。"


def validation(column: Column) -> dict[str, Any]:
    """What a spreadsheet says about a cell and offers for it; importing checks anew."""
    rule: dict[str, Any] = {"validate": "any"}
    if column.field in CHOICES_FROM:
        rule = {"validate": "list", "source": CHOICES_FROM[column.field], "error_type": "warning"}
    elif column.choices:
        rule = {"validate": "list", "source": list(column.choices)}
    elif column.kind in MONEY:
        bounds = {"minimum": -(10**14), "maximum": 10**14}
        rule = {"validate": "decimal", "criteria": "between", "error_type": "warning", **bounds}
    return rule | {
        "input_title": column.name[:TITLE_LIMIT],
        "input_message": hint(column)[:MESSAGE_LIMIT],
    }
