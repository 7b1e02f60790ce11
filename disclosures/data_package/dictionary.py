"""The data dictionary: each table of a data package, its columns, and what they mean.

Column types follow Table Schema; ``meaning`` is the ColumnType of the Fiscal Data Package
(https://specs.frictionlessdata.io/fiscal-data-package/), empty where it has no word for it.
"""

from dataclasses import dataclass
from typing import Any, Final, Literal

FieldType = Literal["string", "integer", "number", "date", "year"]


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its name, type, Chinese title, explanation and fiscal meaning."""

    name: str
    type: FieldType
    title: str
    description: str = ""
    meaning: str = ""
    is_optional: bool = False

    @property
    def schema(self) -> dict[str, Any]:
        """As Table Schema describes it."""
        return {
            "name": self.name,
            "type": self.type,
            "title": self.title,
            **({"description": self.description} if self.description else {}),
            **({"columnType": self.meaning} if self.meaning else {}),
            "constraints": {"required": not self.is_optional},
        }


@dataclass(frozen=True, slots=True)
class Resource:
    """A table: one CSV file of the package; ``refers`` names column, table and its column."""

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    refers: tuple[tuple[str, str, str], ...] = ()

    @property
    def path(self) -> str:
        """Its file in the package."""
        return f"data/{self.name}.csv"

    @property
    def schema(self) -> dict[str, Any]:
        """As Table Schema describes it."""
        return {
            "fields": [field.schema for field in self.fields],
            "missingValues": [""],
            "primaryKey": list(self.key),
            "foreignKeys": [
                {"fields": [column], "reference": {"resource": table, "fields": [other]}}
                for column, table, other in self.refers
            ],
        }


OF_PUBLICATION: Final = Field("publication", "string", "公开", "publications 的 id")
RESOURCES: Final = (
    Resource(
        "departments",
        "部门",
        "本年度本地区有现行公开（包括所属单位公开）的部门。",
        (
            Field(
                "code", "string", "部门编码", meaning="administrative-classification:generic:code"
            ),
            Field(
                "name", "string", "部门名称", meaning="administrative-classification:generic:label"
            ),
            Field("region_code", "string", "行政区划代码", meaning="geo:source:code"),
            Field("region_name", "string", "地区", meaning="geo:source:label"),
        ),
        ("code",),
    ),
    Resource(
        "publications",
        "公开",
        "现行版本，每份部门预算公开或单位预算公开一行。部门公开已汇总其全部单位，不要与单位公开相加。",
        (
            Field("id", "string", "标识"),
            Field("department", "string", "部门编码", "departments 的 code"),
            Field("code", "string", "公开主体编码", "部门或单位的编码"),
            Field("name", "string", "公开主体名称"),
            Field("kind", "string", "类别", "department 部门预算，unit 单位预算"),
            Field("year", "year", "预算年度", meaning="date:fiscal-year"),
            Field("version", "integer", "版本", "大于 1 的为更正后的版本"),
            Field("published_on", "date", "公开日期"),
            Field("note", "string", "更正说明", is_optional=True),
            Field("total_yuan", "number", "支出总计（元）"),
            Field("sha256", "string", "数据记录 SHA-256"),
            Field("sha256_of_previous", "string", "上一版本 SHA-256", is_optional=True),
            Field("url", "string", "网址"),
        ),
        ("id",),
        (("department", "departments", "code"),),
    ),
    Resource(
        "line_items",
        "收支明细",
        "一切表格与说明所依据的明细，金额精确到分。依法不公开的涉密内容不在其中。",
        (
            OF_PUBLICATION,
            Field("line", "integer", "序号"),
            Field(
                "unit_code",
                "string",
                "预算单位编码",
                meaning="administrative-classification:generic:level2:code",
            ),
            Field(
                "functional_class",
                "string",
                "功能分类类",
                "3 位",
                "functional-classification:generic:level1:code",
            ),
            Field(
                "functional_section",
                "string",
                "功能分类款",
                "5 位",
                "functional-classification:generic:level2:code",
            ),
            Field(
                "functional_item",
                "string",
                "功能分类项",
                "7 位",
                "functional-classification:generic:level3:code",
            ),
            Field(
                "economic_class",
                "string",
                "部门经济分类类",
                "3 位",
                "economic-classification:generic:level1:code",
            ),
            Field(
                "economic_section",
                "string",
                "部门经济分类款",
                "5 位",
                "economic-classification:generic:level2:code",
            ),
            Field("funding_source", "string", "资金来源", meaning="fin-source:generic:name"),
            Field(
                "project",
                "string",
                "项目",
                "空为基本支出",
                "activity:generic:project:name",
                is_optional=True,
            ),
            Field("amount_yuan", "number", "金额（元）", meaning="value"),
        ),
        ("publication", "line"),
        (("publication", "publications", "id"),),
    ),
    Resource(
        "tables",
        "十一张表",
        "各表每个非零金额一行（长表）。万元为公布的数字，逐项四舍五入；元为其精确值。含合计与各级小计。",
        (
            OF_PUBLICATION,
            Field("table", "integer", "表号"),
            Field("row", "integer", "行"),
            Field("column", "integer", "列", "自左起，含科目各列"),
            Field("level", "integer", "层次", "0 为合计"),
            Field("item", "string", "行的科目", "编码与名称，以空格相连", is_optional=True),
            Field("heading", "string", "列标题", "各层表头以“ / ”相连"),
            Field("amount_wan", "number", "金额（万元）"),
            Field("amount_yuan", "number", "金额（元）"),
        ),
        ("publication", "table", "row", "column"),
        (("publication", "publications", "id"),),
    ),
    Resource(
        "figures",
        "主要指标",
        "由各表读出的主要指标，每份公开每项指标一行；指标为零的也列出。",
        (
            OF_PUBLICATION,
            Field("measure", "string", "指标"),
            Field("label", "string", "指标名称"),
            Field("unit", "string", "计量单位", "yuan 元，persons 人"),
            Field("amount", "number", "数值"),
        ),
        ("publication", "measure"),
        (("publication", "publications", "id"),),
    ),
)
# The mapping of the line items for readers of the first Fiscal Data Packages.
MODEL: Final = {
    "measures": {
        "amount": {
            "source": "amount_yuan",
            "resource": "line_items",
            "currency": "CNY",
            "direction": "expenditure",
            "phase": "approved",
        }
    },
    "dimensions": {
        name: {
            "dimensionType": kind,
            "primaryKey": list(columns[-1:]),
            "attributes": {
                column: {"source": column, "resource": "line_items"} for column in columns
            },
        }
        for name, kind, columns in (
            ("unit", "entity", ("unit_code",)),
            (
                "functional",
                "classification",
                ("functional_class", "functional_section", "functional_item"),
            ),
            ("economic", "classification", ("economic_class", "economic_section")),
            ("source", "fact", ("funding_source",)),
            ("project", "activity", ("project",)),
        )
    },
}
