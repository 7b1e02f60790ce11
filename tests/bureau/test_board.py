"""The board: what it says of each department, at the same cost for ten as for hundreds."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from disclosures import workflow
from disclosures.bureau import board
from disclosures.bureau.board import standings
from disclosures.bureau.standing import Stage, Standing, Step
from disclosures.models import (
    Appointment,
    Budget,
    Disclosure,
    Examination,
    Region,
    Reminder,
    Review,
)
from tests.models import rows
from tests.publishing import approved, publish, somebody_of, submitted

from .conftest import TODAY

Role = Appointment.Role
NOON = datetime(2026, 2, 9, 12, tzinfo=UTC)


def only(region: Region, today: date = TODAY) -> Standing:
    """The one line of a board."""
    (standing,) = standings(region, 2026, today)
    return standing


def test_a_department_without_a_disclosure_waits_for_all_its_units(region: Region) -> None:
    department = rows.a_department()
    first, second = rows.a_unit(department, 1), rows.a_unit(department, 2)
    rows.a_budget(second)
    rows.a_budget(first, 2025)
    rows.a_budget(first, 2026, "comparison")

    standing = only(region)

    assert (standing.stage, standing.state) == (Stage.ABSENT, "未建立")
    assert (standing.unbudgeted, standing.undelivered) == ((first,), (second,))
    assert (standing.clock, standing.step, standing.examination) == (None, None, None)


def test_units_that_delivered_are_counted_and_named(region: Region) -> None:
    department = rows.a_department()
    units = [rows.a_unit(department, number) for number in (1, 2, 3)]
    budgets = [rows.a_budget(unit) for unit in units[:2]]
    rows.a_disclosure(department)
    assert only(region).state == "录入中"
    clerk = rows.a_user("clerk", last_name="王", first_name="芳")

    Budget.objects.filter(pk=budgets[0].pk).deliver(clerk, NOON)

    standing = only(region)
    assert (standing.stage, standing.state) == (Stage.DELIVERED, "已报送单位 1 / 3")
    assert (standing.unbudgeted, standing.undelivered) == ((units[2],), (units[1],))
    assert standing.step == Step(f"{units[0].name}报送", "王芳", NOON)


def test_each_step_of_a_review_is_told(disclosure: Disclosure) -> None:
    region = disclosure.department.region
    review = submitted(disclosure)
    waiting = only(region)
    workflow.approve(review, somebody_of(disclosure, Role.REVIEW))
    ready = only(region)
    workflow.send_back(review, somebody_of(disclosure, Role.REVIEW), "请改")
    returned = only(region)
    publish(disclosure)
    public = only(region)

    assert [one.state for one in (waiting, ready, returned, public)] == [
        "待审核",
        "待发布",
        "已退回",
        "已公开第 1 版",
    ]
    steps = [one.step.what for one in (waiting, ready, returned, public) if one.step]
    assert steps == ["送审", "审核通过", "退回", "公开第 1 版"]
    assert [len(one.undelivered) for one in (waiting, ready, returned, public)] == [0, 0, 1, 0]


def test_a_correction_under_way_stays_public(disclosure: Disclosure) -> None:
    publish(disclosure)
    Disclosure.objects.filter(pk=disclosure.pk).update(other_matters="另有一项。")
    approved(Disclosure.objects.get(pk=disclosure.pk), "补充一项。")

    standing = only(disclosure.department.region)

    assert (standing.stage, standing.state) == (Stage.APPROVED, "更正待发布")
    assert standing.is_public
    assert not standing.is_late


@pytest.mark.parametrize(
    ("today", "days_left", "words"),
    [
        (date(2026, 1, 26), 20, "还剩 20 天"),
        (date(2026, 2, 15), 0, "今天到期"),
        (date(2026, 2, 16), -1, "已逾期 1 天"),
    ],
)
def test_the_clock_of_the_20_days_runs_from_the_day_of_approval(
    region: Region, today: date, days_left: int, words: str
) -> None:
    rows.a_disclosure(rows.a_department(), approved_on=date(2026, 1, 26))

    standing = only(region, today)

    assert standing.clock
    assert (standing.clock.days_left, standing.time) == (days_left, words)
    assert standing.is_late == (days_left < 0)
    assert standing.is_due_within(7) == (days_left == 0)


@pytest.mark.parametrize(("late_by", "words"), [(0, "按期公开"), (3, "逾期 3 天公开")])
def test_what_is_public_is_measured_by_its_first_version(
    region: Region, late_by: int, words: str
) -> None:
    today = timezone.localdate()
    approved_on = today - timedelta(20 + late_by)
    disclosure = rows.a_disclosure(rows.a_department(), approved_on=approved_on)
    rows.a_publication(disclosure)
    rows.a_publication(disclosure, 2, published_at=timezone.now() + timedelta(30))

    standing = only(region, today + timedelta(60))

    assert (standing.time, standing.is_late, standing.version) == (words, False, 2)


def test_the_region_s_date_counts_until_a_department_has_its_own(region: Region) -> None:
    region.timetables.create(year=2026, approved_on=date(2026, 1, 20))
    absent, own = rows.a_department("1"), rows.a_department("2")
    rows.a_unit(absent)
    rows.a_disclosure(own, approved_on=date(2026, 1, 26))
    unit = rows.a_unit(own)
    rows.a_disclosure(own, unit)

    dates = [one.approved_on for one in standings(region, 2026, TODAY)]

    assert dates == [date(2026, 1, 20), date(2026, 1, 26), None]


def test_a_unit_that_discloses_on_its_own_follows_its_department(region: Region) -> None:
    department = rows.a_department()
    head, unit = rows.a_unit(department, 1), rows.a_unit(department, 2)
    rows.a_disclosure(department)
    rows.a_disclosure(department, unit)
    rows.a_budget(head)

    of_department, of_unit = standings(region, 2026, TODAY)

    assert (of_department.owner, of_unit.owner) == (department, unit)
    assert (of_department.is_unit, of_unit.is_unit) == (False, True)
    assert (of_unit.units, of_unit.unbudgeted) == (1, (unit,))


def test_findings_and_the_last_reminder_are_shown_as_they_were_kept(region: Region) -> None:
    disclosure = rows.a_disclosure(rows.a_department())
    Examination.objects.create(disclosure=disclosure, errors=2, warnings=5, examined_at=NOON)
    sender = rows.a_user("sender")
    for hour in (0, 1):
        Reminder.objects.create(
            disclosure=disclosure, sent_by=sender, sent_at=NOON + timedelta(hours=hour)
        )

    standing = only(region)

    assert str(standing.examination) == "错误 2 条、警告 5 条"
    assert standing.reminder
    assert standing.reminder.sent_at == NOON + timedelta(hours=1)


def test_another_region_and_another_year_are_not_on_the_board(region: Region) -> None:
    rows.a_disclosure(rows.a_department("1", rows.a_region("654000")))
    rows.a_disclosure(rows.a_department("2", region), year=2025)

    assert [one.stage for one in standings(region, 2026, TODAY)] == [Stage.ABSENT]


def test_the_years_that_a_region_has_something_of(region: Region) -> None:
    rows.a_disclosure(rows.a_department(), year=2024)
    region.timetables.create(year=2026)
    rows.a_region("654000").timetables.create(year=2028)

    assert board.years(region) == [2026, 2024]


def test_the_board_takes_as_many_queries_for_300_departments_as_for_10(region: Region) -> None:
    clerk = rows.a_user("clerk")

    def fill(numbers: range) -> int:
        for number in numbers:
            department = rows.a_department(f"{number:06}", region)
            unit, other = rows.a_unit(department, 1), rows.a_unit(department, 2)
            Budget.objects.filter(pk=rows.a_budget(unit).pk).deliver(clerk, NOON)
            disclosure = rows.a_disclosure(department, approved_on=TODAY)
            rows.a_disclosure(department, other)
            Examination.objects.create(
                disclosure=disclosure, errors=0, warnings=0, examined_at=NOON
            )
            Reminder.objects.create(disclosure=disclosure, sent_by=clerk, sent_at=NOON)
            rows.a_publication(disclosure)
            Review.objects.create(
                disclosure=disclosure,
                number=1,
                content_sha256="a" * 64,
                submitted_by=clerk,
                submitted_at=NOON,
            )
        with CaptureQueriesContext(connection) as queries:
            found = standings(region, 2026, TODAY)
            words = [(one.state, one.time, str(one.examination), one.step) for one in found]
        assert len(words) == 2 * numbers.stop
        return len(queries)

    few, many = fill(range(10)), fill(range(10, 300))

    assert few == many <= 10
