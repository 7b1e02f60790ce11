"""The board in the desk: for the finance department of the region, and for nobody else."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from disclosures.admin.bureau.pages import PAGES, Page
from disclosures.models import (
    Appointment,
    Budget,
    Disclosure,
    Examination,
    JointPublication,
    Region,
    Reminder,
    Timetable,
)
from tests.admin.people import desk_of, entered, superuser
from tests.admin.test_lists import AGAINST_THE_POLICY
from tests.models import rows
from tests.publishing import approved

pytestmark = pytest.mark.django_db
Role = Appointment.Role
TODAY = timezone.localdate()
YEAR = TODAY.year


@pytest.fixture
def region() -> Region:
    return rows.a_region("653000")


@pytest.fixture
def officer(region: Region) -> Client:
    """Somebody of the region's finance department at the desk."""
    return desk_of(Role.FINANCE, region=region)


def address(name: str, region: Region, year: int = YEAR) -> str:
    return reverse(f"admin:{name}", args=(region.code, year))


def a_line(region: Region, code: str, days_left: int | None = None, **names: str) -> Disclosure:
    """A department with a clerk and a disclosure that is due in so many days."""
    department = rows.a_department(code, region)
    for name, value in names.items():
        setattr(department, name, value)
    department.save()
    clerk = rows.a_user(f"clerk-{code}", email=f"{code}@example.cn")
    clerk.appointments.get_or_create(role=Role.ENTRY, department=department)
    approved_on = None if days_left is None else TODAY + timedelta(days_left - 20)
    return rows.a_disclosure(department, year=YEAR, approved_on=approved_on)


def shown(client: Client, region: Region, **query: str) -> list[str]:
    """The codes on the board, from the top."""
    page = client.get(address("board", region), query).context["page"]
    return [one.owner.code for one in page]


def said(client: Client, region: Region, **typed: object) -> str:
    """What the board says after a step."""
    response = client.post(address("board", region), typed, follow=True)
    return "".join(str(message) for message in response.context["messages"])


@pytest.mark.parametrize("asked", PAGES, ids=lambda one: one.name)
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_else_opens_a_page_of_the_board(asked: Page, method: str, region: Region) -> None:
    disclosure = a_line(region, "1", -3)
    others = [
        desk_of(Role.FINANCE, region=rows.a_region("654000")),
        *(desk_of(role, department=disclosure.department) for role in (Role.ENTRY, Role.REVIEW)),
        desk_of(Role.PUBLISH, department=disclosure.department),
        desk_of(Role.SYSTEM),
    ]

    for client in others:
        assert getattr(client, method)(address(asked.name, region)).status_code == 404
    assert Client().get(address(asked.name, region)).status_code == 302
    front = [client.get(reverse("admin:board_front")).status_code for client in others]
    assert front == [302, 403, 403, 403, 403]


def test_audit_reads_the_board_and_does_nothing(region: Region) -> None:
    a_line(region, "1", -3)
    auditor = desk_of(Role.AUDIT)

    for name in ("board", "board_csv", "board_publication"):
        assert auditor.get(address(name, region)).status_code == 200
    assert auditor.get(address("board_dates", region)).status_code == 403
    for step in ({"step": "open"}, {"step": "remind", "who": "late"}, {"step": "examine"}):
        assert "没有在地区653000" in said(auditor, region, **step)
    for order in ("schedule", "cancel"):
        auditor.post(address("board_publication", region), {"step": order})
    content = auditor.get(address("board", region)).content.decode()
    assert "催办所选" not in content
    assert "重新检查" not in content
    for model in (Reminder, Timetable, JointPublication, ProcrastinateJob):
        assert not model._default_manager.exists()


def test_an_officer_of_two_regions_acts_in_each_of_them_alone(region: Region) -> None:
    there = rows.a_region("654000")
    mine, other = a_line(region, "1", 3), a_line(there, "2", 3)
    officer = desk_of(Role.FINANCE, region=region)

    said(officer, region, step="remind", who="chosen", chosen=[mine.pk, other.pk])

    assert [one.disclosure for one in Reminder.objects.all()] == [mine]
    assert officer.post(address("board", there), {"step": "open"}).status_code == 404


def test_the_way_to_the_board_leads_to_the_newest_year(officer: Client, region: Region) -> None:
    front = reverse("admin:board_front")
    assert officer.get(front).headers["Location"] == address("board", region)
    a_line(region, "1")
    region.timetables.create(year=YEAR + 1)

    assert officer.get(front).headers["Location"] == address("board", region, YEAR + 1)
    chosen = officer.get(front, {"region": "654000", "year": str(YEAR - 1)})
    assert chosen.headers["Location"] == address("board", region, YEAR - 1)
    assert officer.get(address("board", region, 1999)).status_code == 404


def test_lines_are_filtered_searched_and_sorted(officer: Client, region: Region) -> None:
    late, soon, undated = a_line(region, "3", -2), a_line(region, "1", 5), a_line(region, "2")
    for disclosure, errors in ((late, 0), (soon, 4)):
        Examination.objects.create(
            disclosure=disclosure, errors=errors, warnings=1, examined_at=timezone.now()
        )
    rows.a_department("4", region)
    unit = rows.a_unit(undated.department)
    rows.a_disclosure(undated.department, unit, YEAR)
    unit_code = unit.code

    assert shown(officer, region) == ["1", "2", unit_code, "3", "4"]
    assert shown(officer, region, state="late") == ["3"]
    assert shown(officer, region, state="soon") == ["1"]
    assert shown(officer, region, state="absent") == ["4"]
    assert shown(officer, region, kind="unit") == [unit_code]
    assert shown(officer, region, q=undated.department.name) == ["2"]
    assert shown(officer, region, order="due")[:2] == ["3", "1"]
    assert shown(officer, region, order="findings")[:2] == ["1", "3"]
    assert shown(officer, region, state="nothing", order="nothing", page="x")[0] == "1"
    counts = {
        name: count for _, name, count in officer.get(address("board", region)).context["counts"]
    }
    assert counts == {"未建立": 1, "录入中": 4, "逾期": 1, "7 日内到期": 1, "未填批复日期": 3}


def test_long_lists_come_in_pages(officer: Client, region: Region) -> None:
    for number in range(60):
        rows.a_department(f"{number:03}", region)

    assert len(shown(officer, region)) == 50
    assert len(shown(officer, region, page="2")) == 10
    assert "第 1 页，共 2 页" in officer.get(address("board", region)).content.decode()


def test_the_page_takes_as_many_queries_for_300_departments_as_for_10(
    officer: Client, region: Region
) -> None:
    def queries(numbers: range) -> int:
        for number in numbers:
            department = rows.a_department(f"{number:04}", region)
            rows.a_unit(department)
            disclosure = rows.a_disclosure(department, year=YEAR)
            Examination.objects.create(
                disclosure=disclosure, errors=1, warnings=0, examined_at=timezone.now()
            )
        with CaptureQueriesContext(connection) as captured:
            assert officer.get(address("board", region)).status_code == 200
        return len(captured)

    few, many = queries(range(10)), queries(range(10, 300))

    assert few == many <= 25


def test_the_file_has_all_lines_and_no_formula(officer: Client, region: Region) -> None:
    a_line(region, "1", -2, name="=1+1")
    a_line(region, "2", 5)

    response = officer.get(address("board_csv", region), {"state": "late"})

    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.content.startswith("\ufeff".encode())
    header, *lines = csv.reader(io.StringIO(response.content.decode("utf-8-sig")))
    assert len(lines) == 1
    line = dict(zip(header, lines[0], strict=True))
    assert (line["编码"], line["名称"], line["期限情况"]) == ("1", "'=1+1", "已逾期 2 天")


def test_one_click_opens_the_year(officer: Client, region: Region) -> None:
    department = rows.a_department("1", region)
    rows.a_unit(department, 1, is_head=True)
    rows.a_unit(department, 2)

    assert "2 份预算公开、2 份单位预算" in said(officer, region, step="open", of_units="on")
    assert (Disclosure.objects.count(), Budget.objects.count()) == (2, 2)
    assert "0 份预算公开、0 份单位预算" in said(officer, region, step="open")


def test_reminders_go_to_whom_the_button_names(officer: Client, region: Region) -> None:
    late, soon, later = (a_line(region, str(left + 9), left) for left in (-2, 5, 15))

    def reminded(**typed: object) -> set[Disclosure]:
        Reminder.objects.all().delete()
        assert "已催办" in said(officer, region, step="remind", words="请抓紧", **typed)
        return {one.disclosure for one in Reminder.objects.all()}

    assert reminded(who="late") == {late}
    assert reminded(who="soon", days="7") == {soon}
    assert reminded(who="soon", days="15") == {soon, later}
    assert reminded(who="chosen", chosen=[late.pk, later.pk]) == {late, later}
    response = officer.post(
        address("board", region) + "?state=soon", {"step": "remind", "who": "shown"}, follow=True
    )
    assert "已催办 1 份" in response.content.decode()
    assert response.request["QUERY_STRING"] == "state=soon"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"who": "chosen"}, "没有选中"),
        ({"who": "soon", "days": "x"}, "0 至 60 的整数"),
        ({"who": "soon", "days": "999"}, "0 至 60 的整数"),
    ],
)
def test_a_reminder_in_vain_keeps_what_was_typed(
    typed: dict[str, str], message: str, officer: Client, region: Region
) -> None:
    a_line(region, "1", 5)

    response = officer.post(
        address("board", region), {"step": "remind", "words": "请抓紧办理", **typed}
    )

    assert message in response.content.decode()
    assert "请抓紧办理</textarea>" in response.content.decode()
    assert not Reminder.objects.exists()


def test_an_unknown_step_is_refused(officer: Client, region: Region) -> None:
    assert officer.post(address("board", region), {"step": "erase"}).status_code == 403
    target = address("board_publication", region)
    assert officer.post(target, {"step": "erase"}).status_code == 403


def test_a_department_sees_its_reminders_and_its_clock(officer: Client, region: Region) -> None:
    disclosure = a_line(region, "1", 5)
    said(officer, region, step="remind", who="soon", days="7", words="请于周五前送审")
    clerk = desk_of(Role.ENTRY, department=disclosure.department)

    page = clerk.get(
        reverse("admin:disclosures_disclosure_change", args=(disclosure.pk,))
    ).content.decode()

    assert "还剩 5 天" in page
    assert "催办：clerk-1。请于周五前送审" in page
    assert shown(officer, region) == ["1"]
    assert f"{TODAY:%m-%d}" in officer.get(address("board", region)).content.decode()


def test_the_dates_of_the_year_are_set_and_told(officer: Client, region: Region) -> None:
    disclosure = a_line(region, "1")
    a_line(region, "2", 3)
    typed = {"approved_on": f"{YEAR}-01-26", "publishes_at": f"{YEAR}-03-01T10:00"}

    response = officer.post(address("board_dates", region), typed, follow=True)

    content = response.content.decode()
    assert "1 份部门预算公开使用集中批复日期，1 份另有批复日期。" in content
    assert f"集中公开时间 {YEAR}-03-01 10:00 晚于公开期限 {YEAR}-02-15" in content
    disclosure.refresh_from_db()
    assert str(disclosure.approved_on) == f"{YEAR}-01-26"
    again = officer.get(address("board_dates", region)).content.decode()
    assert f'value="{YEAR}-03-01T10:00"' in again


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"approved_on": f"{YEAR + 36}-01-26"}, "应在预算年度或其上一年之内"),
        (
            {"approved_on": f"{YEAR}-01-26", "publishes_at": f"{YEAR}-01-25T23:59"},
            "不能早于集中批复日期",
        ),
        ({"approved_on": "31/31"}, "输入一个有效的日期"),
    ],
)
def test_dates_that_cannot_be_are_refused_in_words(
    typed: dict[str, str], message: str, officer: Client, region: Region
) -> None:
    response = officer.post(address("board_dates", region), typed)

    assert message in response.content.decode()
    assert not Timetable.objects.exists()


def test_a_joint_publication_is_scheduled_shown_and_cancelled(
    officer: Client,
) -> None:
    ours = entered()
    region = ours.disclosure.department.region
    approved(ours.disclosure)
    region.timetables.create(year=2026, publishes_at=timezone.now() + timedelta(days=2))
    target = address("board_publication", region, 2026)
    assert "<strong>1</strong> 份预算公开已审核通过" in officer.get(target).content.decode()

    tomorrow = timezone.localtime() + timedelta(days=1)
    typed = {"step": "schedule", "starts_at": f"{tomorrow:%Y-%m-%dT%H:%M}"}
    scheduled = officer.post(target, typed, follow=True).content.decode()
    assert f"已安排集中公开，{tomorrow:%Y-%m-%d %H:%M} 开始。" in scheduled
    assert "等待开始" in scheduled
    twice = officer.post(target, typed).content.decode()
    assert "请先取消" in twice
    cancelled = officer.post(target, {"step": "cancel"}, follow=True).content.decode()

    assert "已取消集中公开" in cancelled
    assert JointPublication.objects.get().cancelled_by
    assert (
        "开始时间" in officer.post(target, {"step": "schedule", "starts_at": "x"}).content.decode()
    )
    assert JointPublication.objects.count() == 1


def test_no_page_of_the_board_has_style_or_script_in_its_text(region: Region) -> None:
    a_line(region, "1", 5)
    client = superuser()

    for page in PAGES:
        response = client.get(address(page.name, region))
        assert response.status_code == 200
        assert AGAINST_THE_POLICY.findall(response.content.decode()) == [], page.name


def test_an_examination_is_asked_for_once_until_it_is_done(officer: Client, region: Region) -> None:
    assert "已开始重新检查" in said(officer, region, step="examine")
    assert "正在检查" in said(officer, region, step="examine")
    assert ProcrastinateJob.objects.filter(task_name="examine").count() == 1
