"""Rule D1: a budget is disclosed within 20 days of its approval (预算法 art. 14)."""

from collections.abc import Iterator

from disclosures.budget.deadline import due_on

from .case import Case
from .finding import Finding

PLACE = "approved_on"


def d1(case: Case) -> Iterator[Finding]:
    """The day of disclosure, today for a draft, is not after the last day.

    The message does not count the days: it would be another one every day.
    """
    approved_on, disclosed_on = case.entered.approved_on, case.disclosed_on
    if approved_on is None or disclosed_on is None:
        message = "没有批复日期，是否在批复后 20 日内公开未作核对，请填写批复日期。"
        yield Finding("D1", "hint", PLACE, message)
    elif disclosed_on > due_on(approved_on):
        message = (
            f"批复日期为 {approved_on}，公开期限为 {due_on(approved_on)}，"
            "已超过批复后 20 日，请尽快公开并说明逾期的原因。"
        )
        yield Finding("D1", "warning", PLACE, message)
