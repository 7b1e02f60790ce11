"""Every address of the interface, described once: routes and openapi.json come from here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from disclosures.budget.classification import SOURCE_BY_KEY
from disclosures.budget.measures import MEASURES

from . import resources
from .parameters import CURSOR, LIMIT, Parameter, Wanted, choice, in_path, number, text
from .schemas import Schema, many, record, ref

YEAR = number("year", "预算年度", 2000, 2100)
REGION = text("region", "行政区划代码", "[0-9]{2,12}")
DEPARTMENT = text("department", "部门编码", "[0-9A-Za-z]{1,20}")
UNIT = text("unit", "预算单位编码", "[0-9A-Za-z]{1,20}")
KIND = choice("kind", "部门预算或单位预算", "department", "unit")
CURRENT = choice("current", "只要现行版本，或只要已被更正的版本", "true", "false")
SHA256 = in_path(text("sha256", "版本的 SHA-256", "[0-9a-f]{64}"))
NUMBER = in_path(number("number", "表号", 1, 11))
CLASSIFICATION = in_path(
    choice("classification", "功能分类或部门经济分类", "functional", "economic")
)
VERSION = text("publication", "版本的 SHA-256", "[0-9a-f]{64}")
OF_KIND = choice("kind", "部门预算（不写即是）或单位预算；部门预算含其单位", "department", "unit")
PAGING = (LIMIT, CURSOR)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address: what it takes, what it answers with, and where the answer comes from."""

    path: str
    name: str
    meaning: str
    answer: Schema
    respond: Callable[[Wanted], dict[str, Any]]
    parameters: tuple[Parameter, ...] = ()


def pages(name: str) -> Schema:
    """A page of rows of a shape."""
    following = {"type": ["string", "null"], "description": "下一页的 cursor，最后一页为 null。"}
    return record(licence=ref("Licence"), next=following, items=many(ref(name)))


def single(name: str) -> Schema:
    """One thing of a shape."""
    return record(licence=ref("Licence"), item=ref(name))


ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint(
        "departments",
        "departments",
        "已公开预算的部门",
        pages("Department"),
        resources.departments,
        (REGION, text("code", "部门编码", "[0-9A-Za-z]{1,20}"), *PAGING),
    ),
    Endpoint(
        "publications",
        "publications",
        "已公开的版本，含文件地址与校验值",
        pages("Publication"),
        resources.publications,
        (DEPARTMENT, UNIT, REGION, YEAR, KIND, CURRENT, *PAGING),
    ),
    Endpoint(
        "publications/{sha256}",
        "publication",
        "一个版本",
        single("Publication"),
        resources.publication,
        (SHA256,),
    ),
    Endpoint(
        "publications/{sha256}/tables",
        "tables",
        "一个版本的十一张表的目录",
        pages("TableTitle"),
        resources.tables,
        (SHA256,),
    ),
    Endpoint(
        "publications/{sha256}/tables/{number}",
        "table",
        "一张表的全部行：显示值与精确金额",
        single("Table"),
        resources.table,
        (SHA256, NUMBER),
    ),
    Endpoint(
        "line-items",
        "line_items",
        "现行版本的收支明细；写明 publication 则为该版本的",
        pages("LineItem"),
        resources.line_items,
        (
            *(VERSION, DEPARTMENT, UNIT, REGION, YEAR, OF_KIND),
            choice("source", "资金来源", *SOURCE_BY_KEY),
            text("function", "功能分类编码或其开头", "[0-9]{1,7}"),
            text("economic", "部门经济分类编码或其开头", "[0-9]{1,5}"),
            *PAGING,
        ),
    ),
    Endpoint(
        "figures",
        "figures",
        "现行版本的主要指标；写明 publication 则为该版本的",
        pages("Figure"),
        resources.figures,
        (
            *(VERSION, DEPARTMENT, REGION, YEAR, OF_KIND),
            choice("measure", "指标", *(one.key for one in MEASURES)),
            *PAGING,
        ),
    ),
    Endpoint(
        "measures",
        "measures",
        "主要指标的名称、所在表与计量单位",
        pages("Measure"),
        resources.measures,
    ),
    Endpoint(
        "codes/{classification}",
        "codes",
        "各年度科目编码与名称",
        pages("Code"),
        resources.codes,
        (CLASSIFICATION, YEAR, text("code", "科目编码或其开头", "[0-9]{1,7}"), *PAGING),
    ),
)
