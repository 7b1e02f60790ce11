"""The record gives the document back, and the same document the same bytes."""

import json
from datetime import date
from decimal import Decimal

import pytest

from disclosures.budget.document import Document
from disclosures.budget.entries import Indicator, OverallTarget, Project, Term
from disclosures.budget.snapshot import Imprint, read, write

from .ledgers import HEAD, document, line
from .moves import moved

IMPRINT = Imprint(2, date(2026, 2, 5), "更正说明", "0" * 64)


@pytest.fixture
def composed() -> Document:
    indicator = Indicator("产出指标", "数量指标", "次数", ">=3", "标准", Decimal("7.50"))
    return document(
        line("2010301", "30101", "10000.55"),
        line("2010301", "30201", "-20000.00", project="维修"),
        last=(line("2010301", "30101", "9000.00"),),
        projects=(Project(HEAD.code, "维修", starts_on=date(2026, 1, 1), indicators=(indicator,)),),
        target=OverallTarget("目标", "办公室", "", (indicator,)),
        duties=("一项职能",),
        terms=(Term("术语", "解释"),),
        explanations={"income/general": "工资调增"},
        dated_on=date(2026, 2, 5),
        reclassifications=(
            moved(line("2010101", "30101", "100.50"), line("2010301", "30101", "1")),
        ),
    )


def test_a_record_read_and_written_again_is_the_same(composed: Document) -> None:
    record = write(composed, IMPRINT)

    again, imprint = read(record)

    assert again == composed
    assert imprint == IMPRINT
    assert write(again, imprint) == record


def test_the_order_of_lines_leaves_no_trace() -> None:
    lines = [line("2010301", f"3010{n}", f"{n}000.00") for n in (1, 2, 3)]

    assert write(document(*lines), IMPRINT) == write(document(*reversed(lines)), IMPRINT)


def test_cells_are_displayed_strings_with_exact_yuan_behind_them(composed: Document) -> None:
    table = json.loads(write(composed, IMPRINT))["tables"][2]

    assert table["columns"][:4] == [
        ["科目", "功能分类科目编码", "类"],
        ["科目", "功能分类科目编码", "款"],
        ["科目", "功能分类科目编码", "项"],
        ["功能分类科目名称"],
    ]
    assert table["columns"][4:] == [["支出预算", name] for name in ("合计", "基本支出", "项目支出")]
    assert table["rows"][0] == {
        "key": "total",
        "level": 0,
        "cells": ["", "", "", "总计", "-1.00", "1.00", "-2.00"],
        "yuan": [None, None, None, None, "-9999.45", "10000.55", "-20000.00"],
    }


def test_a_record_carries_what_the_comparison_moved(composed: Document) -> None:
    (move,) = json.loads(write(composed, IMPRINT))["reclassifications"]

    assert (move["before"]["functional_code"], move["after"]["functional_code"]) == (
        "2010101",
        "2010301",
    )
    assert (move["before"]["project"], move["amount_yuan"]) == (None, "100.50")
    assert move["note"] == "机构改革职能划转"


def test_a_record_from_before_there_were_reclassifications_is_still_read() -> None:
    plain = document(line("2010301", "30101", "1.00"))
    old = json.loads(write(plain, IMPRINT))
    del old["reclassifications"]

    assert read(json.dumps(old))[0] == plain


def test_a_record_of_another_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown schema"):
        read('{"schema": "something else"}')
