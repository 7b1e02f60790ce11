"""What a correction changed in tables, targets, projects and line items."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from disclosures.budget.difference import difference
from disclosures.budget.difference.shape import CellChange, Difference, RowChange
from disclosures.budget.document import Document
from disclosures.budget.entries import Indicator, OverallTarget, Project, Unit

from .ledgers import HEAD, SCHOOL, catalogue, document, line

BASIC = line("2010301", "30101", "100000.00")
INDICATOR = Indicator("产出指标", "数量指标", "次数", ">=3", "标准", Decimal("7.50"))


def compared(before: Document, after: Document) -> Difference:
    return difference(before, after)


def rows_of(found: Difference, number: int) -> dict[str, RowChange]:
    (table,) = (table for table in found.tables if table.number == number)
    return {row.name: row for row in table.rows}


def cells(row: RowChange) -> dict[str, tuple[str, str, str]]:
    return {cell.path[-1]: (cell.before, cell.after, str(cell.yuan)) for cell in row.cells}


def test_a_document_differs_in_nothing_from_itself() -> None:
    one = document(BASIC, duties=("一项职能",))

    assert difference(one, document(BASIC, duties=("一项职能",))).is_empty


def test_a_changed_cell_is_shown_before_and_after_with_the_exact_difference() -> None:
    after = document(replace(BASIC, amount=Decimal("112345.67")))

    row = rows_of(compared(document(BASIC), after), 3)["2010301 行政运行"]

    assert (row.kind, row.key) == ("changed", "2010301")
    assert cells(row) == {
        "合计": ("10.00", "11.23", "12345.67"),
        "基本支出": ("10.00", "11.23", "12345.67"),
    }


def test_a_change_that_rounding_hides_is_reported_as_such() -> None:
    after = document(replace(BASIC, amount=Decimal("100010.00")))

    cell = rows_of(compared(document(BASIC), after), 3)["总计"].cells[0]

    assert cell == CellChange(("支出预算", "合计"), "10.00", "10.00", Decimal("10.00"))
    assert cell.is_unrounded


def test_a_row_that_comes_or_goes_bears_its_cells() -> None:
    before = document(BASIC, line("2080505", "30108", "20000.00"))
    after = document(BASIC, line("2210201", "30113", "30000.00"))

    rows = rows_of(compared(before, after), 3)

    gone = rows["2080505 机关事业单位基本养老保险缴费支出"]
    come = rows["2210201 住房公积金"]
    assert (gone.kind, come.kind) == ("removed", "added")
    assert cells(gone)["合计"] == ("2.00", "", "-20000.00")
    assert cells(come)["合计"] == ("", "3.00", "30000.00")
    assert list(rows) == [
        "总计",
        "208 社会保障和就业支出",
        "20805 行政事业单位养老支出",
        "2080505 机关事业单位基本养老保险缴费支出",
        "221 住房保障支出",
        "22102 住房改革支出",
        "2210201 住房公积金",
    ]


def test_the_sides_of_a_balance_are_told_apart_by_their_words() -> None:
    without_a_class = replace(
        catalogue(), classes=tuple(code for code in catalogue().classes if code != "202")
    )
    after = document(replace(BASIC, amount=Decimal("200000.00")), catalogue=without_a_class)

    rows = rows_of(compared(document(BASIC), after), 1)

    assert cells(rows["201 一般公共服务支出"])["预算数"] == ("10.00", "20.00", "100000.00")
    assert rows["202 外交支出"].kind == "removed"
    assert "204 公共安全支出" not in rows
    assert [name for name in rows if "总计" in name] == ["收入总计", "支出总计"]


def test_projects_before_another_do_not_make_it_another_row() -> None:
    repair = line("2010302", "30213", "50000.00", project="维修")
    clean = line("2010302", "30209", "10000.00", project="保洁")

    rows = rows_of(compared(document(repair), document(repair, clean)), 7)

    assert rows["2010302 一般行政管理事务 · 保洁"].kind == "added"
    assert "2010302 一般行政管理事务 · 维修" not in rows


def test_rows_of_several_units_say_whose_they_are() -> None:
    of_both = [
        line("2010302", "30213", "50000.00", project="维修", unit=unit.code)
        for unit in (HEAD, SCHOOL)
    ]
    more = replace(of_both[1], amount=Decimal("60000.00"))

    rows = rows_of(compared(document(*of_both), document(of_both[0], more)), 7)

    assert list(rows)[-1] == "某局学校：2010302 一般行政管理事务 · 维修"


def test_a_table_that_was_empty_loses_its_note() -> None:
    fund = line("2120801", "30201", "10000.00", source="政府性基金收入")

    (table,) = (
        table
        for table in compared(document(BASIC), document(BASIC, fund)).tables
        if table.number == 8
    )

    assert [(text.kind, text.runs[0].text[-4:]) for text in table.texts] == [
        ("removed", "为空表。")
    ]
    assert {row.kind for row in table.rows} == {"added"}
    assert table.figures == 8


def test_a_line_item_that_moves_no_figure_of_a_table_is_still_told() -> None:
    before = line("2010302", "30201", "50000.00", project="维修")
    after = replace(before, economic="30202")

    found = compared(document(before), document(after))

    assert found.tables == ()
    assert [(one.kind, one.economic, one.yuan) for one in found.line_items] == [
        ("removed", "30201", Decimal("-50000.00")),
        ("added", "30202", Decimal("50000.00")),
    ]


def test_targets_are_compared_by_field_and_by_indicator() -> None:
    target = OverallTarget("目标", "办公室", "0991-1", (INDICATOR,))
    more = replace(INDICATOR, target=">=5")
    second = replace(INDICATOR, level3="天数")

    (found,) = compared(
        document(BASIC, target=target),
        document(BASIC, target=replace(target, telephone="0991-2", indicators=(more, second))),
    ).targets

    assert [field.label for field in found.fields] == ["联系电话"]
    assert [(row.kind, row.name) for row in found.rows] == [
        ("changed", "产出指标 · 数量指标 · 次数"),
        ("added", "产出指标 · 数量指标 · 天数"),
    ]
    assert found.rows[0].cells == (CellChange(("指标值",), ">=3", ">=5"),)


def test_a_project_without_money_is_compared_too() -> None:
    project = Project(HEAD.code, "维修", goal="旧目标", starts_on=date(2026, 1, 1))
    changed = replace(project, goal="新目标", starts_on=date(2026, 2, 1))

    (found,) = compared(
        document(BASIC, projects=(project,)), document(BASIC, projects=(changed,))
    ).projects

    assert (found.kind, found.name) == ("changed", "维修")
    assert [field.label for field in found.fields] == ["开始日期", "项目总体目标"]


def test_what_a_target_table_says_is_not_said_again_of_the_project() -> None:
    repair = line("2010302", "30213", "50000.00", project="维修")
    project = Project(HEAD.code, "维修", "旧依据", goal="旧目标", indicators=(INDICATOR,))
    more = replace(INDICATOR, target=">=5")
    changed = replace(project, policy_basis="新依据", goal="新目标", indicators=(more,))

    found = compared(document(repair, projects=(project,)), document(repair, projects=(changed,)))

    (table,), (data,) = found.targets, found.projects
    assert [field.label for field in table.fields] == ["项目总体目标"]
    assert len(table.rows) == 1
    assert [field.label for field in data.fields] == ["立项依据"]
    assert data.rows == ()


def test_a_line_item_bears_the_names_that_the_tables_print() -> None:
    project = line("2010302", "30213", "50000.00", project="维修")

    lines = compared(document(), document(BASIC, project)).line_items

    assert [(one.functional_name, one.economic_name) for one in lines] == [
        ("行政运行", "基本工资"),
        ("一般行政管理事务", ""),
    ]


@pytest.mark.parametrize(
    ("changed", "label"),
    [
        ({"name": "某委员会"}, "名称"),
        ({"region": "另一市"}, "地区"),
        ({"approved_on": date(2026, 1, 20)}, "批复日期"),
        ({"dated_on": date(2026, 2, 5)}, "成文日期"),
    ],
)
def test_who_discloses_and_when_is_compared(changed: dict[str, Any], label: str) -> None:
    found = compared(document(BASIC), document(BASIC, **changed))

    assert [field.label for field in found.fields] == [label]


def test_a_unit_that_changes_its_place_is_one_that_left_and_came() -> None:
    units = (Unit("100003", "某局第三单位"), HEAD, SCHOOL)
    lines = [line("2010302", "30213", "50000.00", project="维修", unit=unit.code) for unit in units]
    moved = (*units[1:], units[0])

    rows = compared(document(*lines, units=units), document(*lines, units=moved)).tables[0].rows

    assert {row.kind for row in rows} == {"removed", "added"}
    assert {row.key.partition("-")[0] for row in rows} == {"100003"}
