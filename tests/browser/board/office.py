"""A region with a department in every state, for the officer who looks at it."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from disclosures.bureau.standing import Stage
from disclosures.models import (
    Appointment,
    Budget,
    Disclosure,
    Examination,
    JointPublication,
    JointPublicationItem,
    Region,
    Reminder,
    Review,
    User,
)
from tests.admin.people import desk_of
from tests.browser.grid.workdesk import Workdesk
from tests.models import rows

# Nobody else's region and year: another server's transaction may hold those of the sample.
REGION, YEAR = "870000", 2032


class Office(Workdesk):
    """The desk of a finance department, with its board."""

    def page(self, name: str, query: str = "") -> str:
        """A page about the region and year."""
        return self.address + reverse(f"admin:{name}", args=(REGION, YEAR)) + query

    def _prepare(self) -> None:
        region = rows.a_region(REGION)
        region.timetables.create(year=YEAR)
        client = desk_of(Appointment.Role.FINANCE, region=region)
        self.cookies.append(client.cookies["sessionid"].value)
        officer = User.objects.get(appointments__region=region)
        for number, stage in enumerate(2 * list(Stage)):
            _a_line(region, number, stage, officer)
        _a_joint_publication(region, officer)


def _a_line(region: Region, number: int, stage: Stage, officer: User) -> None:
    """A department in a state, with two units that have names of some length."""
    department = rows.a_department(f"{REGION}{number:03}", region)
    units = [rows.a_unit(department, one, short_name=f"第{one}综合服务中心") for one in (1, 2)]
    if stage == Stage.ABSENT:
        return
    now = timezone.now()
    approved_on = timezone.localdate() - timedelta(15 + number)
    disclosure = rows.a_disclosure(department, year=YEAR, approved_on=approved_on)
    rows.a_disclosure(department, units[1], YEAR)
    Examination.objects.create(
        disclosure=disclosure, errors=number % 3, warnings=number % 2, examined_at=now
    )
    Reminder.objects.create(disclosure=disclosure, sent_by=officer, sent_at=now)
    clerk = rows.a_user(f"clerk-{REGION}")
    clerk.appointments.get_or_create(role=Appointment.Role.ENTRY, department=department)
    budget = rows.a_budget(units[0], YEAR)
    if stage == Stage.DELIVERED:
        Budget.objects.filter(pk=budget.pk).deliver(clerk, now)
    elif stage == Stage.PUBLISHED:
        rows.a_publication(disclosure)
    elif stage != Stage.ENTRY:
        _a_review(disclosure, stage, clerk)


def _a_review(disclosure: Disclosure, stage: Stage, clerk: User) -> None:
    now, second = timezone.now(), rows.a_user(f"second-{REGION}")
    brought: dict[Stage, dict[str, object]] = {
        Stage.SUBMITTED: {},
        Stage.APPROVED: {"approved_by": second, "approved_at": now},
        Stage.RETURNED: {"returned_by": second, "returned_at": now, "reason": "请核对"},
    }
    Review.objects.create(
        disclosure=disclosure,
        number=1,
        state=stage.value,
        content_sha256="a" * 64,
        submitted_by=clerk,
        submitted_at=now,
        **brought[stage],
    )


def _a_joint_publication(region: Region, officer: User) -> None:
    """A joint publication under way, of which something failed."""
    now = timezone.now()
    made = JointPublication.objects.create(
        region=region,
        year=YEAR,
        starts_at=now,
        scheduled_at=now,
        scheduled_by=officer,
        begun_at=now,
    )
    approved = Review.objects.filter(
        disclosure__department__region=region, state=Review.State.APPROVED
    )
    for review in approved:
        JointPublicationItem.objects.create(
            joint_publication=made, review=review, failure="PDF 生成失败（超时：超过 60 秒）"
        )
