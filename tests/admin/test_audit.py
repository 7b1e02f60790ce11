"""The audit log at the desk: in the words of the forms, and to nobody whom it does not concern."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from disclosures.models import (
    Appointment,
    AuditEntry,
    Budget,
    Department,
    Disclosure,
    LineItem,
    Project,
    Publication,
    Region,
    Unit,
    User,
)

from .people import SECRET, Entered, another, desk_of, first_line, logged_in, page, superuser

pytestmark = pytest.mark.django_db
Role = Appointment.Role


def history(client: Client, row: Budget | Department | Unit | Disclosure | LineItem | User) -> str:
    response = client.get(page(type(row), "history", row.pk))
    assert response.status_code == 200
    return response.content.decode()


def newest() -> AuditEntry:
    return AuditEntry.objects.latest("pk")


def entry_page(client: Client, entry: AuditEntry) -> str:
    response = client.get(page(AuditEntry, "change", entry.pk))
    assert response.status_code == 200
    return response.content.decode()


def listed(client: Client, **query: str) -> list[AuditEntry]:
    response = client.get(page(AuditEntry, "changelist"), query)
    assert response.status_code == 200
    return list(response.context["cl"].result_list)


def test_an_entry_speaks_the_words_of_the_forms(ours: Entered) -> None:
    line = first_line(ours)
    line.delete()
    entry = newest()

    text = entry_page(desk_of(Role.AUDIT), entry)

    assert "删除收支明细" in text
    assert f"功能分类科目：<del>{line.functional}</del>" in text
    assert f"资金来源：<del>{line.get_source_display()}</del>" in text
    assert f"单位预算：<del>{ours.budget}</del>" in text
    assert f"金额（元）：<del>{line.amount:,.2f}</del>" in text


def test_a_value_changed_is_shown_before_and_after(ours: Entered) -> None:
    Unit.objects.filter(pk=ours.unit.pk).update(kind="public_institution", is_head=False)
    entry = newest()

    text = entry_page(desk_of(Role.AUDIT), entry)

    assert f"{ours.unit}（编号 {ours.unit.pk}）" in text
    assert "单位性质：<del>行政</del> → <ins>事业</ins>" in text
    assert "本级：<del>是</del> → <ins>否</ins>" in text


def test_an_entry_shows_what_else_its_transaction_wrote(ours: Entered) -> None:
    unit = Unit.objects.create(department=ours.disclosure.department, code="1", name="新单位")
    first = newest()
    Budget.objects.create(unit=unit, year=2031)
    second = newest()

    text = entry_page(desk_of(Role.AUDIT), first)

    assert "新增 单位预算 1 行" in text
    assert page(AuditEntry, "change", second.pk) in text or "下一页" in text


def test_the_auditor_finds_entries_by_kind_action_person_and_row(ours: Entered) -> None:
    auditor = desk_of(Role.AUDIT)
    root = User.objects.create_superuser("chaoji", last_name="超")
    logged_in(root).post(page(Region, "add"), {"code": "7701", "name": "新州"})
    region = Region.objects.get(code="7701")

    entry = AuditEntry.objects.get(table="disclosures_region", keys=[region.pk])
    assert entry.actor == root
    assert entry in listed(auditor, table="disclosures_region")
    assert entry in listed(auditor, actor__id__exact=str(root.pk))
    assert listed(auditor, q="超（chaoji）") == listed(auditor, actor__id__exact=str(root.pk))
    assert entry in listed(auditor, q=str(region.pk), table="disclosures_region")
    assert entry not in listed(auditor, action__exact="DELETE")
    budget = ours.budget
    of_budget = listed(auditor, q=str(budget.pk), table="disclosures_lineitem")
    assert all(budget.pk in one.owners or budget.pk in one.keys for one in of_budget)
    assert of_budget != []


def test_the_administrator_reads_what_they_arrange_and_nothing_of_a_budget(ours: Entered) -> None:
    administrator = desk_of(Role.SYSTEM)
    first_line(ours).delete()
    of_budget = newest()

    tables = {entry.table for entry in listed(administrator)}

    arranged = {"region", "department", "unit", "user", "appointment"}
    assert tables <= {f"disclosures_{name}" for name in arranged}
    assert tables != set()
    response = administrator.get(page(AuditEntry, "change", of_budget.pk))
    assert response.status_code == 404


@pytest.mark.parametrize("role", [Role.ENTRY, Role.REVIEW, Role.PUBLISH])
def test_a_departments_staff_do_not_open_the_log(role: Appointment.Role, ours: Entered) -> None:
    client = ours.somebody(role)

    assert client.get(page(AuditEntry, "changelist")).status_code == 403
    assert client.get(page(AuditEntry, "change", newest().pk)).status_code == 404
    assert "审计" not in client.get("/admin/").content.decode()


@pytest.mark.usefixtures("ours")
def test_nobody_writes_to_the_log() -> None:
    client, entry = superuser(), newest()

    assert client.get(page(AuditEntry, "add")).status_code == 403
    assert client.post(page(AuditEntry, "delete", entry.pk), {"post": "yes"}).status_code == 403
    client.post(page(AuditEntry, "change", entry.pk), {"name": "别人"})
    assert newest() == entry


def test_a_clerk_reads_the_log_of_what_they_may_see(ours: Entered) -> None:
    clerk = ours.clerk()
    line = first_line(ours)
    line.amount += 1
    line.save()

    assert f"<ins>{line.amount:,.2f}</ins>" in history(clerk, line)
    text = history(clerk, ours.budget)
    assert "修改收支明细" in text
    assert f"{line}（编号 {line.pk}）" in text


def test_what_was_deleted_is_told_on_the_page_of_its_budget(ours: Entered) -> None:
    project = Project.objects.create(budget=ours.budget, name="不再需要的项目")
    project.delete()

    text = history(ours.clerk(), ours.budget)

    assert "删除项目" in text
    assert "项目名称：<del>不再需要的项目</del>" in text


def test_a_statement_on_two_departments_tells_each_of_its_own_row_only(
    ours: Entered, theirs: Entered
) -> None:
    names = {ours.unit.pk: "我们的新名", theirs.unit.pk: f"{SECRET}新名"}
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE disclosures_unit SET short_name = name.new FROM"
            " unnest(%s::bigint[], %s::text[]) AS name (key, new) WHERE id = name.key",
            [list(names), list(names.values())],
        )
    assert set(newest().keys) == set(names)

    text = history(ours.clerk(), ours.unit)

    assert "我们的新名" in text
    assert SECRET not in text


def test_a_statement_on_rows_of_two_budgets_is_told_to_the_auditor_only(
    ours: Entered, theirs: Entered
) -> None:
    Project.objects.filter(budget__in=[ours.budget, theirs.budget]).update(goal=f"{SECRET}目标")
    entry = newest()

    assert entry.owners == sorted([ours.budget.pk, theirs.budget.pk])
    text = history(ours.clerk(), ours.budget)
    assert SECRET not in text
    assert SECRET in entry_page(desk_of(Role.AUDIT), entry)
    target = page(Budget, "history", ours.budget.pk)
    assert ours.clerk().get(target, {"entry": entry.pk}).status_code == 404


@pytest.mark.parametrize("asked", ["0", "x", "99999999999999999999", "²"])
def test_an_entry_about_something_else_does_not_open(asked: str, ours: Entered) -> None:
    target = page(Budget, "history", ours.budget.pk)

    assert ours.clerk().get(target, {"entry": asked}).status_code == 404


def test_who_sees_a_row_without_what_it_owns_reads_no_log_of_that(ours: Entered) -> None:
    person = User.objects.create_user("twofold", is_staff=True)
    Appointment.objects.create(user=person, role=Role.SYSTEM)
    rest = another("900000077")
    Appointment.objects.create(user=person, role=Role.ENTRY, department=rest.disclosure.department)
    client = logged_in(person)

    assert "单位预算" not in history(client, ours.unit)
    assert client.get(page(Budget, "history", ours.budget.pk)).status_code == 404
    assert "新增岗位" in history(client, person)


def test_passwords_do_not_show() -> None:
    person = User.objects.create_user("somebody", password="workdesk-7731-open")
    person.set_password("workdesk-7732-open")
    person.save()

    text = history(desk_of(Role.SYSTEM), person)

    assert "密码：<del>（不记录）</del> → <ins>（不记录）</ins>" in text
    assert person.password not in text
    assert "pbkdf2" not in text


def test_a_publication_is_told_without_its_record(theirs: Entered) -> None:
    publication = Publication.objects.get(disclosure=theirs.disclosure)

    text = history(superuser(), theirs.disclosure)

    assert "新增已公开版本" in text
    assert f"SHA-256：<ins>{publication.sha256}</ins>" in text
    assert "数据快照：<ins>（不记录）</ins>" in text


def many_projects(ours: Entered, count: int) -> AuditEntry:
    Project.objects.bulk_create(
        Project(budget=ours.budget, name=f"批量{number:03}") for number in range(count)
    )
    return newest()


def test_an_entry_of_many_rows_is_read_a_page_at_a_time(ours: Entered) -> None:
    entry = many_projects(ours, 150)
    clerk, target = ours.clerk(), page(Budget, "history", ours.budget.pk)

    text = clerk.get(target).content.decode()
    assert "批量004" in text
    assert "批量005" not in text
    assert f'<a href="?entry={entry.pk}">查看全部 150 行</a>' in text
    first = clerk.get(target, {"entry": entry.pk}).content.decode()
    second = clerk.get(target, {"entry": entry.pk, "page": 2}).content.decode()
    assert "批量099" in first
    assert "批量100" not in first
    assert f'<a href="?entry={entry.pk}&amp;page=2">下一页</a>' in first
    assert "批量149" in second
    auditor = desk_of(Role.AUDIT).get(page(AuditEntry, "change", entry.pk), {"page": 2})
    assert "批量149" in auditor.content.decode()


def test_a_history_takes_as_many_queries_for_many_entries_as_for_few(ours: Entered) -> None:
    clerk, target = ours.clerk(), page(Budget, "history", ours.budget.pk)
    line = first_line(ours)
    line.delete()
    with CaptureQueriesContext(connection) as few:
        clerk.get(target)
    for _ in range(15):
        line.pk = None
        line.save()
        line.delete()

    with CaptureQueriesContext(connection) as many:
        clerk.get(target)

    assert len(many) <= len(few) <= 20


def test_each_objects_page_leads_to_its_log(ours: Entered) -> None:
    text = ours.clerk().get(page(Budget, "change", ours.budget.pk)).content.decode()

    assert (
        f'<a href="{page(Budget, "history", ours.budget.pk)}" class="historylink">操作日志</a>'
        in text
    )


def test_what_is_saved_at_the_desk_is_signed(ours: Entered) -> None:
    client = ours.clerk()
    clerk = User.objects.get(pk=client.session["_auth_user_id"])

    client.post(
        page(Budget, "change", ours.budget.pk),
        {"unit": ours.unit.pk, "year": 2026, "role": "budget", "approved_total": "5000000.00",
         "staffing-TOTAL_FORMS": 0, "staffing-INITIAL_FORMS": 0,
         "procurement-TOTAL_FORMS": 0, "procurement-INITIAL_FORMS": 0},
        REMOTE_ADDR="192.0.2.44",
    )  # fmt: skip

    text = history(client, ours.budget)
    assert "批复数（元）" in text
    assert "192.0.2.44" in text
    assert f"（{clerk.username}）" in text
