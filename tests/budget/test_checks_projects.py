"""Projects against their lines: completeness, counts, amounts, weights, costs, period."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from disclosures.budget.checks import check
from disclosures.budget.document import compose
from disclosures.budget.entries import Indicator, OverallTarget, Project

from .findings import changed, found, with_project
from .ledgers import HEAD, line, submission
from .reference import reference

UNIT = reference().units[0].code
PLACE = f"project/{UNIT}/工作经费"


def indicator(target: str = ">=1 次", weight: str | None = "90", **words: str) -> Indicator:
    """An indicator; of the costs where the test says so."""
    level1, level3 = words.get("level1", "产出指标"), words.get("level3", "次数")
    points = None if weight is None else Decimal(weight)
    return Indicator(level1, "指标", level3, target, "计划标准", points)


@pytest.mark.parametrize(
    ("entered", "lacking"),
    [
        ({"indicators": ()}, "绩效目标表"),
        ({"policy_basis": " "}, "设立的政策依据"),
        ({"starts_on": None}, "执行期限"),
        ({"ends_on": None}, "执行期限"),
    ],
)
def test_l9_a_project_with_lines_that_lacks_something_is_found(
    entered: dict[str, Any], lacking: str
) -> None:
    (finding,) = found("L9", with_project(**entered))

    assert (finding.severity, finding.place) == ("error", PLACE)
    assert lacking in finding.message
    assert "1,150,000.00 元" in finding.message


def test_l9_lines_of_a_project_that_nobody_described_are_found() -> None:
    (finding,) = found("L9", changed(line("2010301", "30201", "5.00", project="新项目", unit=UNIT)))

    assert finding.place == f"project/{UNIT}/新项目"
    assert "绩效目标表（指标）、设立的政策依据、执行期限" in finding.message


def test_l9_a_project_without_lines_is_found() -> None:
    projects = (*reference().projects, Project(UNIT, "空项目"))

    (finding,) = found("L9", changed(projects=projects))

    assert finding.place == f"project/{UNIT}/空项目"
    assert "没有收支明细" in finding.message


def test_l9_is_silent_on_complete_projects() -> None:
    assert found("L9", reference()) == []


@pytest.mark.parametrize(
    "words",
    ["当年预算安排项目共 3 个。", "2026 年共安排 5 个项目。", "项目支出共三个，均已完成评审。"],
)
def test_n8_another_number_of_projects_in_the_text_is_found(words: str) -> None:
    (finding,) = found("N8", changed(other_matters=words))

    assert finding.severity == "error"
    assert finding.place.startswith("s十二/")
    assert "收支明细中有 2 个项目、项目绩效目标表 2 张" in finding.message


@pytest.mark.parametrize(
    "words",
    ["项目共 2 个。", "财政拨款项目共 1 个。", "项目共两个。", "新增 3 个项目的前期工作已开展。"],
)
def test_n8_is_silent_on_the_right_number_and_on_parts(words: str) -> None:
    assert found("N8", changed(other_matters=words)) == []


def test_n8_a_missing_target_table_and_a_wrong_total_are_found() -> None:
    entered = reference()
    document = compose(entered)
    overall, first, second = document.targets
    fields = tuple((label, "1.00" if "总额" in label else value) for label, value in first.fields)

    lacking = check(entered, replace(document, targets=(overall, first)))
    wrong = check(
        entered, replace(document, targets=(overall, replace(first, fields=fields), second))
    )

    assert any("2 个，项目绩效目标表 1 张" in one.message for one in lacking if one.rule == "N8")
    (finding,) = (one for one in wrong if one.rule == "N8")
    assert "为 1.00 万元，收支明细合计 115.00 万元" in finding.message


@pytest.mark.parametrize(
    "words",
    [
        "用于水电费 60 万元，车辆维修 20 万元，餐厅支出 25 万元。",
        "共 115 万元，其中水电费 60 万元，车辆维修 20 万元。",
        "用于办公费 1,200,000 元。",
        "水电费 100 万元，其余 20 万元用于办公。",
    ],
)
def test_n8_an_allocation_that_is_not_the_project_is_found(words: str) -> None:
    (finding,) = found("N8", with_project(allocation=words))

    assert (finding.severity, finding.place) == ("error", f"{PLACE}/allocation")
    assert "项目收支明细合计 115.00 万元" in finding.message


@pytest.mark.parametrize(
    "words",
    [
        "用于水电费 59.2 万元，生活补助 10.8 万元，维修 20 万元，餐厅 25 万元。",
        "共 115 万元，其中水电费 95 万元，车辆维修 20 万元。",
        "水电费 95 万元，每人每月补助 500 元，车辆维修 200,000 元。",
        "水电费 95 万元，其余用于车辆维修。",
        "用于水电费、日常办公等支出。",
    ],
)
def test_n8_is_silent_on_an_allocation_that_makes_up_the_project(words: str) -> None:
    assert found("N8", with_project(allocation=words)) == []


def test_n8_a_total_in_the_goal_that_is_not_the_project_s_is_found() -> None:
    (finding,) = found("N8", with_project(goal="该项目总投资 120 万元，保障日常运转。"))

    assert finding.place == f"{PLACE}/goal"
    assert "总额 120.00 万元，项目收支明细合计 115.00 万元" in finding.message


@pytest.mark.parametrize(
    ("weights", "is_fault"),
    [
        (("60", "30"), False),
        (("60", "40"), False),
        (("60", "35"), True),
        (("50", "30"), True),
        (("100", None), False),
        ((None, None), True),
    ],
)
def test_n8_weights_make_100_or_90(weights: tuple[str | None, ...], is_fault: bool) -> None:
    indicators = tuple(indicator(weight=weight) for weight in weights)
    target = OverallTarget("目标。", "财务科", "", indicators)

    of_project = found("N8", with_project(indicators=indicators))
    of_all = found("N8", changed(target=target))

    assert [one.place for one in of_project] == [PLACE] * is_fault
    assert [one.place for one in of_all] == ["target"] * is_fault


def test_n8_with_the_rate_of_execution_in_the_table_weights_make_100() -> None:
    execution = indicator(weight="10", level3="预算执行率")

    assert found("N8", with_project(indicators=(indicator(weight="80"), execution)))
    assert not found("N8", with_project(indicators=(indicator(weight="90"), execution)))


@pytest.mark.parametrize(
    ("costs", "place"),
    [
        ((("<=120 万元", "成本"),), f"{PLACE}/indicators/1"),
        ((("<=1160000 元", "成本"),), f"{PLACE}/indicators/1"),
        ((("<=120", "运行成本（万元）"),), f"{PLACE}/indicators/1"),
        ((("<=60 万元", "水电"), ("<=56 万元", "办公")), PLACE),
    ],
)
def test_n8_cost_indicators_over_the_budget_are_found(
    costs: tuple[tuple[str, str], ...], place: str
) -> None:
    (finding,) = found("N8", with_project(indicators=_costs(*costs)))

    assert (finding.severity, finding.place) == ("error", place)
    assert "项目预算 115.00 万元" in finding.message


def test_n8_is_silent_on_costs_within_the_budget_and_on_unit_costs() -> None:
    within = (("<=115 万元", "项目总成本"), ("<=60 万元", "水电"), ("<=55 万元", "办公"))
    unit_costs = (("<=2000000 元/人", "人均成本"), ("=100%", "成本控制率"))

    assert found("N8", with_project(indicators=_costs(*within, *unit_costs))) == []


def test_n8_is_silent_on_a_cost_that_is_the_budget_as_it_is_printed() -> None:
    budget = line("2010301", "30201", "1156.00", project="甲")
    costs = _costs(("<=0.12 万元", "项目成本"))
    project = Project(HEAD.code, "甲", "批复。", indicators=costs)

    assert found("N8", submission(budget, projects=(project,))) == []


def test_n8_is_silent_on_small_parts_that_make_up_a_small_project() -> None:
    budget = line("2010301", "30201", "312.00", project="甲")
    words = "用于办公费 300 元，差旅费 12 元。"
    project = Project(HEAD.code, "甲", "批复。", allocation=words)

    assert found("N8", submission(budget, projects=(project,))) == []


def _costs(*costs: tuple[str, str]) -> tuple[Indicator, ...]:
    """Cost indicators that share 90 points."""
    first, *others = (
        indicator(target, None, level1="成本指标", level3=level3) for target, level3 in costs
    )
    return (replace(first, weight=Decimal(90)), *others)


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ({"starts_on": date(2025, 12, 31)}, "开始日期为 2025 年 12 月 31 日"),
        ({"ends_on": date(2027, 1, 1)}, "结束日期为 2027 年 1 月 1 日"),
    ],
)
def test_n9_a_period_outside_the_year_is_found(period: dict[str, date], words: str) -> None:
    (finding,) = found("N9", with_project(**period))

    assert finding.severity == "warning"
    assert words in finding.message


def test_n9_is_silent_on_the_whole_year() -> None:
    assert found("N9", reference()) == []
