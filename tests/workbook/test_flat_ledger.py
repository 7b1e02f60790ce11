"""Ledgers as budget systems export them: columns by their names, other units passed over."""

from decimal import Decimal
from typing import Any

import pytest

from disclosures.models import Budget, Procurement
from disclosures.workbook.application import apply
from disclosures.workbook.difference import plan
from disclosures.workbook.refusal import RefusedError

from .books import a_book

pytestmark = pytest.mark.django_db
GENERAL = "一般公共预算（一般财力）"
HEADER = ["功能科目编码", "经济科目编码", "资金来源", "项目名称", "金额（元）"]
ROW = ["2010301", "30101", GENERAL, "", 660851]


def ledger(budget: Budget) -> set[tuple[Any, ...]]:
    """The lines of a budget."""
    return set(
        budget.line_items.values_list(
            "functional__code", "economic__code", "source", "project__name", "amount"
        )
    )


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (HEADER, ROW),
        (
            [
                "支出功能分类科目编码",
                "部门预算支出经济分类科目编码",
                "资金性质",
                "项目",
                "金额(万元)",
            ],
            ["2010301", "30101", "一般公共预算(一般财力)", None, "66.0851"],
        ),
        (
            ["功能科目", "经济分类", "资金来源", "预算项目", "预算数"],
            ["2010301-行政运行", "[30101]基本工资", GENERAL, "", "￥660,851.00"],
        ),
        (
            ["functional_code", "economic_code", "funding_source", "project", "amount_yuan"],
            [2010301, 30101, "general", "", "６６０８５１"],
        ),
    ],
)
def test_columns_are_known_by_many_names(budget: Budget, header: list[str], row: list[Any]) -> None:
    made = plan(budget, "导出.xlsx", a_book(明细=[header, row]))
    assert made.faults == ()
    apply(made)

    assert ledger(budget) == {("2010301", "30101", "general", None, Decimal("660851.00"))}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_a_csv_file_is_taken_in_alike(budget: Budget, encoding: str, delimiter: str) -> None:
    Procurement.objects.create(budget=budget, goods=Decimal(5))
    lines = (HEADER, ["2010301", "30101", GENERAL, "新项目", "-5.50"], [""] * 5)
    text = "\n".join(delimiter.join(line) for line in lines)

    apply(plan(budget, "导出.CSV", text.encode(encoding)))

    assert ledger(budget) == {("2010301", "30101", "general", "新项目", Decimal("-5.50"))}
    assert budget.procurement.goods == Decimal(5)


def test_titles_sums_other_units_and_other_columns_are_passed_over(budget: Budget) -> None:
    content = a_book(
        目录=[["第一页"]],
        导出=[
            ["某单位收支明细"],
            [],
            ["单位编码", "年度", *HEADER, "备注"],
            [budget.unit.code, 2026, *ROW, "=1"],
            ["999", 2026, "x", "y", "z", "", "w"],
            [budget.unit.code, "2025", "x", "y", "z", "", "w"],
            [None, None, "合计", None, None, None, 660851],
        ],
    )

    made = plan(budget, "导出.xlsx", content)

    assert made.faults == ()
    assert [change.label for change in made.changes] == [f"2010301 30101 {GENERAL}"]
    assert made.notices == (
        "工作表“目录”不是收支明细，未读取。",
        "“导出”中未读取的列：备注。",
        "“导出”中略过合计、小计 1 行。",
        "“导出”中略过其他单位或其他年度 2 行。",
    )


def test_the_unit_of_amounts_is_never_guessed(budget: Budget) -> None:
    silent = [*HEADER[:-1], "金额"]
    content = a_book(明细=[["收支明细", None, "单位：万元"], silent, ROW])

    (fault,) = plan(budget, "导出.xlsx", content).faults

    assert (fault.place, fault.value) == ("明细!E2", "金额")
    assert fault.remedy == "把列名改为“金额（元）”或“金额（万元）”"


def test_two_columns_of_one_meaning_are_a_fault(budget: Budget) -> None:
    sheets: dict[str, list[list[Any]]] = {"1!2": [[*HEADER, "金额（万元）"], [*ROW, 66.0851]]}

    (fault,) = plan(budget, "导出.xlsx", a_book(**sheets)).faults

    assert (fault.place, fault.reason) == ("1!2!F1", "与 1!2!E1 都是“金额”")


def test_a_file_without_a_ledger_or_with_two_is_a_fault(budget: Budget) -> None:
    neither = plan(budget, "导出.xlsx", a_book(甲=[["功能科目编码", "金额"]]))
    both = plan(budget, "导出.xlsx", a_book(甲=[HEADER, ROW], 乙=[HEADER, ROW]))

    assert [fault.reason for fault in neither.faults] == ["没有收支明细的表头"]
    assert [fault.reason for fault in both.faults] == ["有 2 张收支明细（甲、乙）"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xff\xfe\x00", "不是 UTF-8 或 GB18030"),
        (b'a,"b\nc', "不符合 CSV 格式"),
        (b"a," * 101, "超过 200000 行或 100 列"),
        (b"\n" * 200_001, "超过 200000 行或 100 列"),
        (b"a" * (20 * 1024 * 1024 + 1), "超过 20 MB"),
    ],
)
def test_a_csv_file_that_is_none_is_refused(budget: Budget, content: bytes, reason: str) -> None:
    with pytest.raises(RefusedError, match=reason):
        plan(budget, "导出.csv", content)
