"""Two people confirm what they were shown at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from disclosures.models import Budget
from disclosures.workbook.application import apply
from disclosures.workbook.difference import plan
from disclosures.workbook.refusal import StaleError
from tests.models import rows

from .books import a_book

PEOPLE = 4
GENERAL = "一般公共预算（一般财力）"


@pytest.mark.usefixtures("real_transactions")
def test_of_plans_at_once_one_is_written_and_the_others_are_stale() -> None:
    rows.a_catalogue(2026)
    budget = rows.a_budget(rows.a_unit(rows.a_department()))
    header = ["功能科目编码", "经济科目编码", "资金来源", "项目名称", "金额（元）"]
    plans = [
        plan(budget, "a.xlsx", a_book(甲=[header, ["2010301", "30101", GENERAL, "项目", number]]))
        for number in range(1, PEOPLE + 1)
    ]
    start = Barrier(PEOPLE)

    def apply_one(number: int) -> int:
        start.wait()
        try:
            apply(plans[number])
        except StaleError:
            return 0
        finally:
            connection.close()
        return number + 1

    with ThreadPoolExecutor(PEOPLE) as people:
        written = [number for number in people.map(apply_one, range(PEOPLE)) if number]

    assert len(written) == 1
    assert list(budget.line_items.values_list("amount", flat=True)) == written
    assert Budget.objects.count() == budget.projects.count() == 1
