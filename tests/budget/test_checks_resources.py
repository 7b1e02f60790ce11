"""Staffing, procurement, vehicles and the day of the assets."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from disclosures.budget.entries import Staffing, Vehicles

from .findings import changed, found
from .ledgers import submission
from .reference import reference


@pytest.mark.parametrize(
    ("staffing", "words"),
    [
        ({"posts": 0}, "编制数为 0，而实有 12 人"),
        ({"active": -1}, "在职 -1 人"),
        ({"retired_change": 7}, "退休 6 人、比上年增加 7 人，推算上年为 -1 人"),
    ],
)
def test_n10_impossible_people_are_found(staffing: dict[str, int], words: str) -> None:
    (finding,) = found("N10", changed(staffing=replace(reference().staffing, **staffing)))

    assert (finding.severity, finding.place) == ("error", "staffing")
    assert words in finding.message


def test_n10_salaries_without_anybody_are_found() -> None:
    (finding,) = found("N10", changed(staffing=Staffing()))

    assert "基本支出工资福利 2,547,749.00 元" in finding.message


def test_n10_is_silent_on_people_with_posts_and_on_a_budget_without_people() -> None:
    fewer = replace(reference().staffing, active_change=-3)

    assert found("N10", changed(staffing=fewer)) == []
    assert found("N10", submission()) == []


@pytest.mark.parametrize(
    ("bought", "words"),
    [
        ({"reserved_for_micro": "334000.01"}, "小微企业预留 334,000.01 元大于面向中小"),
        ({"reserved_for_medium_and_small": "334000.01"}, "334,000.01 元大于政府采购预算"),
        ({"services": "4767600.01"}, "4,901,600.01 元大于表3支出合计 4,901,551.00 元"),
        ({"works": "-1.00"}, "政府采购工程 -1.00 元"),
    ],
)
def test_n11_procurement_that_does_not_fit_is_found(bought: dict[str, str], words: str) -> None:
    amounts = {name: Decimal(yuan) for name, yuan in bought.items()}

    findings = found("N11", changed(procurement=replace(reference().procurement, **amounts)))

    assert {(one.severity, one.place) for one in findings} == {("error", "procurement")}
    assert any(words in one.message for one in findings)


def test_n11_is_silent_where_everything_is_reserved() -> None:
    assert found("N11", reference()) == []
    assert found("N11", submission()) == []


@pytest.mark.parametrize(("count", "value"), [(0, "1.00"), (2, "0.00"), (-1, "5.00"), (1, "-5.00")])
def test_n12_vehicles_without_value_or_value_without_vehicles_are_found(
    count: int, value: str
) -> None:
    held = (Vehicles("其他车辆", count, Decimal(value)),)

    (finding,) = found("N12", changed(assets=replace(reference().assets, vehicles=held)))

    assert (finding.severity, finding.place) == ("error", "assets")
    assert f"{count} 辆、价值 {value} 元" in finding.message


def test_n12_is_silent_on_the_sample_s_vehicles() -> None:
    assert len(reference().assets.vehicles) == 3
    assert found("N12", reference()) == []


@pytest.mark.parametrize(
    ("days", "severity", "words"),
    [
        ({"as_of": None}, "warning", "没有截止日期"),
        ({"as_of": date(2026, 2, 6)}, "warning", "2026-02-06 晚于成文日期 2026-02-05"),
        ({"dated_on": None}, "hint", "未作核对"),
    ],
)
def test_n13_a_day_that_is_missing_or_too_late_is_found(
    days: dict[str, Any], severity: str, words: str
) -> None:
    as_of = days.get("as_of", date(2025, 12, 31))
    dated_on = days.get("dated_on", date(2026, 2, 5))
    assets = replace(reference().assets, as_of=as_of)

    (finding,) = found("N13", changed(assets=assets, dated_on=dated_on))

    assert (finding.severity, finding.place) == (severity, "assets")
    assert words in finding.message


def test_n13_is_silent_on_the_day_of_the_disclosure_itself() -> None:
    assets = replace(reference().assets, as_of=reference().dated_on)

    assert found("N13", changed(assets=assets)) == []
