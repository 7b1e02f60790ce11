"""The comparison lets layout differ and nothing else."""

import pytest

from .comparison import comparable, table_differences, text_differences

COLUMNS = [["项目"], ["合计"]]
ROW = {"level": 1, "cells": ["小学教育", "1.25"], "yuan": [None, "12500.50"]}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("- 1、教育支出 3.00 万元", "1、教育支出3.00万元"),
        ("(三) 国有资产", "（三）国有资产"),
        ("其中,人员经费:工资;", "其中，人员经费：工资；"),
    ],
)
def test_layout_does_not_count(one: str, other: str) -> None:
    assert comparable(one) == comparable(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("59,523.19", "59，523.19"),
        ("增长 3.54%", "增长 3.55%"),
        ("增加 1.00 万元", "减少 1.00 万元"),
        ("-1.23 万元", "1.23 万元"),
        ("2024 年", "2025 年"),
    ],
)
def test_figures_and_words_count(one: str, other: str) -> None:
    assert comparable(one) != comparable(other)


def test_equal_rows_have_no_difference() -> None:
    assert table_differences("table 11", COLUMNS, [ROW], [ROW]) == []


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"level": 2}, "level: 2, expected 1"),
        ({"cells": ["小学教育", "1.26"]}, "column 合计, cells: '1.26', expected '1.25'"),
        ({"yuan": [None, "12500.51"]}, "column 合计, yuan: '12500.51', expected '12500.50'"),
        ({"cells": ["小学教育"]}, "column 合计, cells: None, expected '1.25'"),
    ],
)
def test_a_difference_names_table_row_and_column(change: dict[str, object], named: str) -> None:
    ours = {**ROW, **change}

    differences = table_differences("table 11", COLUMNS, [ours], [ROW])

    assert differences == [f"table 11, row 1 (小学教育 1.25), {named}"]


def test_missing_and_surplus_rows_are_differences() -> None:
    assert table_differences("t", COLUMNS, [], [ROW]) == ["t, row 1 (小学教育 1.25): missing"]
    assert len(table_differences("t", COLUMNS, [ROW, ROW], [ROW])) == 1


def test_missing_and_surplus_paragraphs_are_differences() -> None:
    assert len(text_differences("section 一", ["a", "b"], ["a"])) == 1
    assert len(text_differences("section 一", ["a"], ["a", "b"])) == 1
