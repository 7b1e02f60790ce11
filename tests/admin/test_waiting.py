"""What waits for each person on the first page of the desk."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disclosures import workflow
from disclosures.admin.waiting import AT_MOST, waiting
from disclosures.models import Appointment, Disclosure, Reminder, Review, User
from tests.models import rows
from tests.publishing import approved, publish, somebody_of, submitted

from .people import Entered, desk_of, logged_in, superuser

pytestmark = pytest.mark.django_db
Role = Appointment.Role
TODAY = date(2026, 2, 10)
START = "财政部门"


def heaps(user: User) -> dict[str, list[str]]:
    """The titles of the tasks by the names of their heaps."""
    person = User.objects.get(pk=user.pk)
    return {heap.name: [task.title for task in heap.tasks] for heap in waiting(person, TODAY)}


@pytest.fixture
def three(ours: Entered) -> tuple[User, User, User]:
    """Who enters, reviews and publishes for the sample's department."""
    disclosure = ours.disclosure
    return (
        somebody_of(disclosure, Role.ENTRY),
        somebody_of(disclosure, Role.REVIEW),
        somebody_of(disclosure, Role.PUBLISH),
    )


def test_a_disclosure_waits_for_one_person_after_the_other(
    ours: Entered, three: tuple[User, User, User]
) -> None:
    clerk, reviewer, publisher = three
    name = str(ours.disclosure)

    def waits() -> tuple[dict[str, list[str]], ...]:
        return heaps(clerk), heaps(reviewer), heaps(publisher)

    assert waits() == ({"录入中": [name]}, {}, {})
    review = submitted(ours.disclosure)
    assert waits() == ({}, {"待审核": [name]}, {})
    workflow.approve(review, reviewer)
    assert waits() == ({}, {}, {"待发布": [name]})
    workflow.send_back(review, publisher, "请改")
    assert waits() == ({"退回修改": [name]}, {}, {})
    publish(ours.disclosure)
    assert waits() == ({}, {}, {})


def test_who_submitted_is_not_told_to_review_it(ours: Entered) -> None:
    clerk = somebody_of(ours.disclosure, Role.ENTRY)
    clerk.appointments.create(role=Role.REVIEW, department=ours.disclosure.department)

    submitted(ours.disclosure)

    assert heaps(clerk) == {}


def test_a_clerk_of_a_unit_is_told_of_the_unit_s_budget(ours: Entered) -> None:
    clerk = rows.an_appointed(Role.ENTRY, unit=ours.unit)
    assert heaps(clerk) == {"待报送": [str(ours.budget)]}

    workflow.deliver(ours.budget, User.objects.get(pk=clerk.pk))
    assert heaps(clerk) == {}

    publish(ours.disclosure)
    ours.budget.refresh_from_db()
    assert ours.budget.delivered_at is None
    assert heaps(clerk) == {}


def test_a_task_tells_the_days_left_and_the_last_reminder(ours: Entered) -> None:
    Reminder.objects.create(
        disclosure=ours.disclosure,
        sent_by=rows.a_user("sender"),
        sent_at=datetime(2026, 2, 9, 4, tzinfo=UTC),
    )
    clerk = somebody_of(ours.disclosure, Role.ENTRY)

    (heap,) = waiting(clerk, TODAY)
    (late,) = waiting(clerk, date(2026, 2, 17))

    assert heap.tasks[0].notes == ("还剩 5 天", "02-09 催办")
    assert (late.tasks[0].notes[0], late.tasks[0].is_late) == ("已逾期 2 天", True)


def test_nothing_of_another_department_waits(ours: Entered, theirs: Entered) -> None:
    submitted(ours.disclosure)
    department = theirs.disclosure.department

    for role in (Role.ENTRY, Role.REVIEW, Role.PUBLISH):
        assert str(ours.disclosure) not in str(
            heaps(rows.an_appointed(role, department=department))
        )


def test_the_bureau_is_told_of_what_is_late_with_the_way_to_the_board(ours: Entered) -> None:
    region = ours.disclosure.department.region
    officer = rows.an_appointed(Role.FINANCE, region=region)
    assert heaps(officer) == {START: [f"{region} 2026 年财政部门工作台", "7 日内到期 1 份"]}

    Disclosure.objects.filter(pk=ours.disclosure.pk).update(approved_on=TODAY - timedelta(21))

    (heap,) = waiting(officer, TODAY)
    assert [task.title for task in heap.tasks[1:]] == ["逾期 1 份"]
    assert heap.tasks[1].target == f"/admin/board/{region.code}/2026/?state=late"


def test_who_reads_every_board_is_shown_the_way(ours: Entered) -> None:
    auditor = rows.an_appointed(Role.AUDIT)

    assert heaps(auditor) == {START: ["财政部门工作台"]}
    assert "财政部门工作台" in superuser().get("/admin/").content.decode()
    assert "待办" not in desk_of(Role.SYSTEM).get("/admin/").content.decode()
    assert (
        str(ours.disclosure)
        in logged_in(somebody_of(ours.disclosure, Role.ENTRY)).get("/admin/").content.decode()
    )


def test_of_many_tasks_the_first_are_shown_at_the_cost_of_few(ours: Entered) -> None:
    region = ours.disclosure.department.region
    clerk = somebody_of(ours.disclosure, Role.ENTRY)

    def cost(numbers: range) -> int:
        for number in numbers:
            department = rows.a_department(f"{number:04}", region)
            for role in (Role.ENTRY, Role.REVIEW, Role.PUBLISH):
                clerk.appointments.create(role=role, department=department)
            rows.a_disclosure(department)
        person = User.objects.get(pk=clerk.pk)
        with CaptureQueriesContext(connection) as queries:
            (heap,) = waiting(person, TODAY)
        assert (heap.count, len(heap.tasks)) == (numbers.stop + 1, min(AT_MOST, numbers.stop + 1))
        return len(queries)

    few, many = cost(range(2)), cost(range(2, 30))

    assert few == many <= 15
    page = logged_in(clerk).get("/admin/").content.decode()
    assert f"31 件，最先办理的 {AT_MOST} 件" in page


def test_an_approved_correction_waits_for_its_publisher(ours: Entered) -> None:
    publish(ours.disclosure)
    Disclosure.objects.filter(pk=ours.disclosure.pk).update(other_matters="另有一项。")
    approved(Disclosure.objects.get(pk=ours.disclosure.pk), "补充一项。")

    assert heaps(somebody_of(ours.disclosure, Role.PUBLISH)) == {"待发布": [str(ours.disclosure)]}
    assert Review.objects.open().count() == 1
