"""A budget's workbook at the desk: out, in, and to nobody else."""

import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from disclosures.models import Appointment, Budget, Disclosure, LineItem, Staffing
from disclosures.workbook.writing import export
from tests.models import rows
from tests.workbook.books import edited

from .people import SECRET, Entered, desk_of, page

pytestmark = pytest.mark.django_db


def workbook(whose: Entered) -> str:
    """The address of the page."""
    return page(Budget, "workbook", whose.budget.pk)


def uploaded(client: Client, whose: Entered, content: bytes, name: str = "a.xlsx") -> Any:  # noqa: ANN401 - a test response
    return client.post(workbook(whose), {"file": SimpleUploadedFile(name, content)})


def confirmed(client: Client, whose: Entered, shown: Any) -> Any:  # noqa: ANN401 - a test response
    """Confirm the difference that a page shows."""
    data = {"token": shown.context["token"], "fingerprint": shown.context["plan"].fingerprint}
    return client.post(workbook(whose), data, follow=True)


@pytest.fixture
def changed(ours: Entered) -> bytes:
    """The budget's workbook with another number of posts."""
    return edited(export(ours.budget), {"人员编制!B2": 99})


def test_the_budget_leads_to_its_workbook(ours: Entered) -> None:
    response = ours.clerk().get(page(Budget, "change", ours.budget.pk))

    assert ("导出、导入工作簿", workbook(ours), False) in response.context["ways"]


def test_who_sees_the_budget_gets_its_workbook(ours: Entered) -> None:
    target = page(Budget, "export", ours.budget.pk)

    response = ours.publisher().get(target)
    template = ours.publisher().get(target, {"template": 1})

    assert response.content == export(ours.budget)
    assert template.content == export(ours.budget, template=True)
    assert response.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert "no-store" in response.headers["Cache-Control"]


def test_an_upload_is_shown_first_and_written_once_confirmed(ours: Entered, changed: bytes) -> None:
    clerk = ours.clerk()

    shown = uploaded(clerk, ours, changed)

    text = shown.content.decode()
    assert "与系统中数据的差异（尚未写入）" in text
    assert "<del>14</del> <ins>99</ins>" in text
    assert Staffing.objects.get(budget=ours.budget).posts == 14
    done = confirmed(clerk, ours, shown)
    assert "人员编制修改 1" in done.content.decode()
    assert Staffing.objects.get(budget=ours.budget).posts == 99
    history = clerk.get(page(Budget, "history", ours.budget.pk)).content.decode()
    assert "编制数：<del>14</del> → <ins>99</ins>" in history
    again = confirmed(clerk, ours, shown)
    assert "上传的文件已过期或已导入" in again.content.decode()


def test_what_changed_since_it_was_shown_is_shown_anew(ours: Entered, changed: bytes) -> None:
    clerk = ours.clerk()
    shown = uploaded(clerk, ours, changed)
    Staffing.objects.filter(budget=ours.budget).update(posts=15)

    refused = confirmed(clerk, ours, shown)

    assert "之后又有改动，未导入任何数据" in refused.content.decode()
    assert Staffing.objects.get(budget=ours.budget).posts == 15
    confirmed(clerk, ours, refused)
    assert Staffing.objects.get(budget=ours.budget).posts == 99


def test_faults_are_listed_by_cell_and_cannot_be_confirmed(ours: Entered) -> None:
    wrong = edited(export(ours.budget), {"收支明细!C2": "99999", "收支明细!G3": "<b>1</b>"})

    text = uploaded(ours.clerk(), ours, wrong).content.decode()

    assert "文件有 2 处错误，没有写入" in text
    assert "收支明细!C2" in text
    assert "&lt;b&gt;1&lt;/b&gt;" in text
    assert "确认导入" not in text
    assert not Session.objects.filter(expire_date__lt=timezone.now() + timedelta(hours=2)).exists()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [("a.xlsx", b"nonsense", "文件不是 XLSX 工作簿"), ("a.csv", b"a,b\n", "没有收支明细的表头")],
)
def test_a_file_that_is_none_is_refused_on_the_page(
    ours: Entered, name: str, content: bytes, reason: str
) -> None:
    assert reason in uploaded(ours.clerk(), ours, content, name).content.decode()


def test_without_a_file_it_says_so(ours: Entered) -> None:
    assert "请先选择文件" in ours.clerk().post(workbook(ours)).content.decode()


def test_an_upload_is_confirmed_by_nobody_else(ours: Entered, changed: bytes) -> None:
    shown = uploaded(ours.clerk(), ours, changed)

    response = confirmed(ours.clerk(), ours, shown)

    assert "上传的文件已过期或已导入" in response.content.decode()
    assert Staffing.objects.get(budget=ours.budget).posts == 14


@pytest.mark.parametrize("role", [Appointment.Role.REVIEW, Appointment.Role.PUBLISH])
def test_who_may_only_look_imports_nothing(
    ours: Entered, changed: bytes, role: Appointment.Role
) -> None:
    client = ours.somebody(role)

    assert "核对文件" not in client.get(workbook(ours)).content.decode()
    assert uploaded(client, ours, changed).status_code == 403


@pytest.mark.parametrize("role", list(Appointment.Role))
def test_another_department_s_workbook_is_not_there(
    ours: Entered, theirs: Entered, changed: bytes, role: Appointment.Role
) -> None:
    department = ours.disclosure.department
    scope: dict[str, object] = {"department": department}
    if role in {"system", "audit"}:
        scope = {}
    if role == Appointment.Role.FINANCE:
        scope = {"region": department.region}
    client = desk_of(role, **scope)

    for target in (workbook(theirs), page(Budget, "export", theirs.budget.pk)):
        response = client.get(target)
        assert response.status_code in ({200} if role == "audit" else {403, 404})
        assert role == "audit" or SECRET not in response.content.decode(errors="replace")
    assert uploaded(client, theirs, changed).status_code in {403, 404}
    assert LineItem.objects.filter(budget=theirs.budget).count() == 1


def test_nobody_without_an_account_gets_a_workbook(ours: Entered) -> None:
    for target in (workbook(ours), page(Budget, "export", ours.budget.pk)):
        assert Client().get(target).status_code == 302


def test_a_unit_s_clerk_moves_the_budget_and_not_the_department_s_texts(ours: Entered) -> None:
    texts = export(ours.budget)
    changed = edited(texts, {"人员编制!B2": 99, "公开文字!B9": "0991-7"})
    clerk = desk_of(Appointment.Role.ENTRY, unit=ours.unit)

    exported = clerk.get(page(Budget, "export", ours.budget.pk)).content
    shown = uploaded(clerk, ours, changed)
    confirmed(clerk, ours, shown)

    assert "公开文字" not in openpyxl.load_workbook(io.BytesIO(exported)).sheetnames
    assert "不在您的岗位范围内，没有读取" in shown.content.decode()
    assert Staffing.objects.get(budget=ours.budget).posts == 99
    assert Disclosure.objects.get(pk=ours.disclosure.pk).target_telephone == ""


@pytest.mark.parametrize(("scope", "opened"), [("department", 1), ("unit", 0)])
def test_a_disclosure_is_opened_by_who_may(ours: Entered, scope: str, opened: int) -> None:
    content = export(ours.budget)
    department = rows.a_department("653000399", ours.disclosure.department.region)
    unit = rows.a_unit(department)
    budget = rows.a_budget(unit)
    whose = {"department": department} if scope == "department" else {"unit": unit}
    clerk = desk_of(Appointment.Role.ENTRY, **whose)
    moved = edited(content, {"说明!B3": unit.code})

    shown = clerk.post(
        page(Budget, "workbook", budget.pk), {"file": SimpleUploadedFile("a.xlsx", moved)}
    )
    data = {"token": shown.context["token"], "fingerprint": shown.context["plan"].fingerprint}
    clerk.post(page(Budget, "workbook", budget.pk), data)

    assert budget.line_items.count() == ours.budget.line_items.count()
    assert Disclosure.objects.filter(department=department).count() == opened


def test_other_methods_are_not_allowed(ours: Entered) -> None:
    clerk = ours.clerk()

    assert clerk.put(workbook(ours)).status_code == 405
    assert clerk.post(page(Budget, "export", ours.budget.pk)).status_code == 405
