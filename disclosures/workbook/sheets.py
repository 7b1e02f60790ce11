"""The sheets of a workbook and their columns: one declaration that writing and reading share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from disclosures.budget.classification import FUNDING_SOURCES

from .columns import Column, Kind, Use

ABOUT: Final = "说明"
VEHICLE_KINDS: Final = {
    "一般公务用车": "general",
    "执法执勤用车": "enforcement",
    "其他车辆": "other",
}


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """One sheet; a form has one value to a row, a table one record to a row.

    ``key`` names a record in what is shown of a difference. Records of an ordered sheet may
    repeat, and their order counts.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    is_form: bool = False
    is_ordered: bool = False
    is_of_disclosure: bool = False

    @property
    def entered(self) -> tuple[Column, ...]:
        """The columns that are filled in, whether they must be there or may be missing."""
        return _entered(self.columns)

    @property
    def written(self) -> tuple[Column, ...]:
        """The columns that an exported workbook has."""
        return tuple(column for column in self.columns if column.use is not Use.FLAT)


@cache
def _entered(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    return tuple(column for column in columns if column.use in {Use.ENTERED, Use.KEPT})


@cache
def labels(column: Column) -> Mapping[str, str]:
    """The words for each of the choices of a column."""
    return {key: label for label, key in column.choices.items()}


def _money(name: str, field: str) -> Column:
    return Column(field, name, Kind.AMOUNT, default="0.00", width=20)


# A file without these columns says nothing about them: the marks stay as they are.
SECRECY: Final = (
    Column("is_secret", "涉密", Kind.MARK, choices={"是": "是", "否": ""}, width=8, use=Use.KEPT),
    Column("secrecy_ground", "涉密依据", length=200, note="标记涉密的必填；不公开。", use=Use.KEPT),
)


def _count(name: str, field: str, kind: Kind = Kind.COUNT) -> Column:
    return Column(field, name, kind, default="0")


APPROVAL: Final = Sheet(
    "批复数",
    (
        Column(
            "approved_total",
            "批复数",
            Kind.AMOUNT,
            note="财政部门批复的预算总数，用于与录入合计核对，不公开；未批复的留空。",
        ),
    ),
    is_form=True,
)
LINE_ITEMS: Final = Sheet(
    "收支明细",
    (
        Column(
            "unit",
            "单位编码",
            Kind.CODE,
            synonyms=("预算单位编码", "预算单位代码", "单位代码", "unit", "unit_code"),
            use=Use.FLAT,
        ),
        Column("year", "年度", Kind.CODE, synonyms=("预算年度", "year"), use=Use.FLAT),
        Column(
            "functional",
            "功能科目编码",
            Kind.CODE,
            is_required=True,
            digits=7,
            level="功能分类项级",
            synonyms=(
                "功能分类编码",
                "功能分类科目编码",
                "支出功能分类编码",
                "支出功能分类科目编码",
                "功能科目代码",
                "功能分类科目代码",
                "支出功能分类科目代码",
                "功能科目",
                "功能分类",
                "功能分类科目",
                "支出功能分类",
                "支出功能分类科目",
                "functional",
                "functional_code",
            ),
            note="支出功能分类的项，7 位数字，见“功能科目”表。",
        ),
        Column("functional_name", "功能科目名称", width=30, use=Use.SHOWN),
        Column(
            "economic",
            "经济科目编码",
            Kind.CODE,
            is_required=True,
            digits=5,
            level="部门经济分类款级",
            synonyms=(
                "经济分类编码",
                "经济分类科目编码",
                "部门经济分类编码",
                "部门经济分类科目编码",
                "部门预算支出经济分类编码",
                "部门预算支出经济分类科目编码",
                "经济科目代码",
                "经济分类科目代码",
                "部门经济分类科目代码",
                "经济科目",
                "经济分类",
                "经济分类科目",
                "部门经济分类",
                "部门经济分类科目",
                "部门预算支出经济分类",
                "economic",
                "economic_code",
            ),
            note="部门预算支出经济分类的款，5 位数字，见“经济科目”表。",
        ),
        Column("economic_name", "经济科目名称", width=24, use=Use.SHOWN),
        Column(
            "source",
            "资金来源",
            Kind.CHOICE,
            is_required=True,
            choices={source.name: source.key for source in FUNDING_SOURCES},
            synonyms=("资金性质", "资金来源名称", "资金性质名称", "source", "funding_source"),
            note="十七种之一，见“资金来源”表。",
            width=32,
        ),
        Column(
            "project",
            "项目名称",
            length=120,
            synonyms=("项目", "预算项目", "预算项目名称", "支出项目", "project"),
            note="留空为基本支出；项目须在“项目”表中。",
            width=30,
        ),
        Column(
            "amount",
            "金额",
            Kind.YUAN,
            is_required=True,
            synonyms=("预算金额", "预算数", "年初预算数", "amount", "amount_yuan"),
            note="单位为元，最多两位小数。",
            width=20,
        ),
        *SECRECY,
    ),
    key=("functional", "economic", "source", "project"),
)
PROJECTS: Final = Sheet(
    "项目",
    (
        Column("name", "项目名称", is_required=True, length=120, width=30),
        Column("policy_basis", "设立的政策依据", width=40),
        Column("undertaken_by", "项目承担单位", length=200, width=30),
        Column("allocation", "资金分配情况", width=40),
        Column("starts_on", "执行开始日期", Kind.DATE),
        Column("ends_on", "执行结束日期", Kind.DATE),
        Column(
            "contact", "项目负责科室", length=60, note="填写科室名称，不填写个人姓名和手机号码。"
        ),
        Column("goal", "项目总体目标", width=50),
        *SECRECY,
    ),
    key=("name",),
)
_INDICATOR: Final = (
    Column("level1", "一级指标", length=60),
    Column("level2", "二级指标", length=60),
    Column("level3", "三级指标", length=200, width=36),
    Column("target", "指标值", length=120, note="如 >=95%、=100%。"),
)
INDICATORS: Final = Sheet(
    "项目绩效指标",
    (
        Column("project", "项目名称", is_required=True, length=120, width=30),
        *_INDICATOR,
        Column("basis", "指标值设置依据", length=200, width=24),
        Column("last_year", "上年完成值", length=120),
        Column("weight", "指标分值权重", Kind.WEIGHT),
        Column("scoring", "指标赋分规则", length=200, width=24),
        Column("evidence", "佐证资料", length=200, width=24),
    ),
    key=("project", "level1", "level2", "level3"),
    is_ordered=True,
)


def _places(side: str, year: str, note: str = "") -> tuple[Column, ...]:
    """The columns that name a place in the ledger of a year, as those of a line item do."""
    return tuple(
        replace(
            one,
            field=f"{side}_{one.field}",
            name=f"{year}{one.name}",
            synonyms=(),
            note=note or one.note,
            is_of_last_year=side == "from",
        )
        for one in LINE_ITEMS.entered
        if one.field != "amount" and one.use is not Use.KEPT
    )


_PLACES: Final = (*_places("from", "上年", "与上年预算一致。"), *_places("to", "本年"))
RECLASSIFICATIONS: Final = Sheet(
    "科目调整",
    (
        *_PLACES,
        Column("amount", "调整金额", Kind.AMOUNT, True, note="从上年明细调出的金额。", width=20),
        Column("note", "调整说明", is_required=True, length=200, note="随正文公开。", width=50),
    ),
    key=tuple(column.field for column in _PLACES),
)
STAFFING: Final = Sheet(
    "人员编制",
    (
        _count("编制数", "posts"),
        _count("在职人数", "active"),
        _count("退休人数", "retired"),
        _count("离休人数", "veteran"),
        _count("在职人数比上年增减", "active_change", Kind.CHANGE),
        _count("退休人数比上年增减", "retired_change", Kind.CHANGE),
        _count("离休人数比上年增减", "veteran_change", Kind.CHANGE),
    ),
    is_form=True,
)
PROCUREMENT: Final = Sheet(
    "政府采购",
    (
        _money("政府采购货物预算", "goods"),
        _money("政府采购工程预算", "works"),
        _money("政府采购服务预算", "services"),
        _money("面向中小企业预留", "reserved_for_medium_and_small"),
        _money("面向小微企业预留", "reserved_for_micro"),
    ),
    is_form=True,
)
ASSETS: Final = Sheet(
    "国有资产",
    (
        Column("as_of", "截止日期", Kind.DATE, note="资产数据截至哪一天。"),
        Column("house_area", "房屋面积（平方米）", Kind.AREA, default="0.00"),
        _money("房屋价值", "house_value"),
        _money("办公家具价值", "furniture_value"),
        _money("其他资产价值", "other_value"),
        _count("50 万元以上大型设备（台）", "equipment_over_500k"),
        _count("100 万元以上大型设备（台）", "equipment_over_1m"),
        _count("安排购置 50 万元以上大型设备（台）", "planned_equipment_over_500k"),
        _count("安排购置 100 万元以上大型设备（台）", "planned_equipment_over_1m"),
    ),
    is_form=True,
)
VEHICLES: Final = Sheet(
    "车辆",
    (
        Column("kind", "车辆类别", Kind.CHOICE, is_required=True, choices=VEHICLE_KINDS, width=20),
        _count("数量（辆）", "count"),
        _money("价值", "value"),
    ),
    key=("kind",),
)
TEXTS: Final = Sheet(
    "公开文字",
    (
        Column("approved_on", "批复日期", Kind.DATE, note="财政部门批复预算之日。"),
        Column("dated_on", "成文日期", Kind.DATE, note="印在文件末尾的日期。"),
        Column("duties", "主要职能", note="每行一项，不必编号（单元格内换行按 Alt+Enter）。"),
        Column("offices", "内设科室", note="每行一个科室名称。"),
        Column("other_matters", "其他需说明的事项"),
        Column("target_goal", "年度绩效目标"),
        Column("target_contact", "联系科室", length=60, note="填写科室名称，不填写个人姓名。"),
        Column("target_telephone", "联系电话", length=40, note="填写办公电话，不填写手机号码。"),
    ),
    is_form=True,
    is_of_disclosure=True,
)
OVERALL: Final = Sheet(
    "整体绩效指标",
    (
        *_INDICATOR,
        Column("basis", "指标设定依据", length=200, width=24),
        Column("weight", "分值权重", Kind.WEIGHT),
    ),
    key=("level1", "level2", "level3"),
    is_ordered=True,
    is_of_disclosure=True,
)
EXPLANATIONS: Final = Sheet(
    "原因与用途",
    (
        Column("key", "位置", Kind.CODE, is_required=True, length=80, width=30),
        Column("label", "说明什么", width=44, use=Use.SHOWN),
        Column(
            "wording",
            "说明",
            note="不写“主要原因是”“主要用于”，句末不加句号；留空为未写。",
            width=70,
        ),
    ),
    key=("key",),
    is_of_disclosure=True,
)
GLOSSARY: Final = Sheet(
    "名词解释",
    (
        Column("name", "名词", is_required=True, length=80, width=30),
        Column("definition", "解释", is_required=True, width=80),
    ),
    key=("name",),
    is_ordered=True,
    is_of_disclosure=True,
)
SHEETS: Final = (
    APPROVAL,
    LINE_ITEMS,
    PROJECTS,
    INDICATORS,
    RECLASSIFICATIONS,
    STAFFING,
    PROCUREMENT,
    ASSETS,
    VEHICLES,
    TEXTS,
    OVERALL,
    EXPLANATIONS,
    GLOSSARY,
)
SHEET_BY_NAME: Final[Mapping[str, Sheet]] = {sheet.name: sheet for sheet in SHEETS}
