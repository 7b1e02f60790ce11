"""Accounts and appointments: the system administrator arranges them, but not for themselves."""

from typing import Any

import pytest
from django.test import Client

from disclosures.models import Appointment, User

from .people import Entered, desk_of, logged_in, page, superuser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ours")]
PASSWORD = "workdesk-7731-open"


def administrator() -> tuple[Client, User]:
    client = desk_of(Appointment.Role.SYSTEM)
    return client, User.objects.get(pk=client.session["_auth_user_id"])


def inline(rows: int = 0, **values: object) -> dict[str, Any]:
    """What the table of appointments on a user's page sends."""
    sent: dict[str, Any] = {"appointments-TOTAL_FORMS": rows, "appointments-INITIAL_FORMS": 0}
    return sent | {f"appointments-0-{name}": value for name, value in values.items()}


def test_the_administrator_makes_an_account_that_can_log_in(ours: Entered) -> None:
    client, _ = administrator()
    account = {"username": "xinren", "last_name": "新", "first_name": "人"}
    secret = {"password1": PASSWORD, "password2": PASSWORD}

    made = client.post(page(User, "add"), {**account, **secret, "is_superuser": "on"})

    person = User.objects.get(username="xinren")
    assert made.headers["Location"] == page(User, "change", person.pk)
    assert (person.is_staff, person.is_superuser) == (True, False)
    department = ours.disclosure.department.pk
    appointed = inline(1, role="entry", department=department, user=person.pk)
    client.post(
        made.headers["Location"], {**account, "is_active": "on", "is_superuser": "on", **appointed}
    )
    person.refresh_from_db()
    assert person.is_superuser is False
    assert person.appointments.get().department_id == department
    entered = Client().post("/admin/login/", {"username": "xinren", "password": PASSWORD})
    assert entered.status_code == 302


def test_an_appointment_whose_scope_does_not_fit_is_refused_in_words(ours: Entered) -> None:
    client, _ = administrator()
    person = User.objects.create_user("somebody")
    sent = {"user": person.pk, "role": "publish", "region": ours.disclosure.department.region_id}

    response = client.post(page(Appointment, "add"), sent)

    assert "角色与范围不符" in response.content.decode()
    assert not person.appointments.exists()


def test_nobody_appoints_themselves(ours: Entered) -> None:
    client, person = administrator()
    department = ours.disclosure.department.pk
    before = person.appointments.count()
    sent = {"user": person.pk, "role": "publish", "department": department}
    profile = {"username": person.username, "is_active": "on"}

    client.post(page(Appointment, "add"), sent)
    client.post(
        page(User, "change", person.pk),
        {**profile, **inline(1, role="publish", department=department, user=person.pk)},
    )
    own = person.appointments.get()
    changed = client.post(page(Appointment, "change", own.pk), {"user": person.pk, "role": "audit"})

    assert changed.status_code == 403
    assert person.appointments.count() == before
    assert person.appointments.get().role == Appointment.Role.SYSTEM


def test_a_superuser_is_out_of_the_administrators_reach() -> None:
    client, _ = administrator()
    root = User.objects.create_superuser("root", password=PASSWORD)
    target = page(User, "change", root.pk)

    changed = client.post(target, {"username": "taken", "is_active": "", **inline()})
    password = client.post(
        page(User, "change", root.pk).replace("change", "password"),
        {"password1": "taken-over-1234", "password2": "taken-over-1234"},
    )

    root.refresh_from_db()
    assert changed.status_code == password.status_code == 403
    assert (root.username, root.is_active) == ("root", True)
    assert root.check_password(PASSWORD)


def test_only_a_superuser_is_asked_about_superusers() -> None:
    client, _ = administrator()
    person = User.objects.create_user("somebody")

    of_administrator = client.get(page(User, "change", person.pk)).context["adminform"].form
    of_superuser = superuser().get(page(User, "change", person.pk)).context["adminform"].form

    assert "is_superuser" not in of_administrator.fields
    assert "is_superuser" in of_superuser.fields
    assert not {"groups", "user_permissions", "is_staff"} & set(of_superuser.fields)


@pytest.mark.parametrize("role", [Appointment.Role.ENTRY, Appointment.Role.PUBLISH])
def test_other_roles_do_not_see_accounts(role: Appointment.Role, ours: Entered) -> None:
    client = ours.somebody(role)

    assert client.get(page(User, "changelist")).status_code == 403
    assert client.get(page(Appointment, "changelist")).status_code == 403


def test_the_auditor_reads_accounts_and_changes_none() -> None:
    client = desk_of(Appointment.Role.AUDIT)
    person = User.objects.create_user("somebody", password=PASSWORD)

    shown = client.get(page(User, "change", person.pk))
    changed = client.post(page(User, "change", person.pk), {"username": "改"})

    assert shown.status_code == 200
    assert person.password not in shown.content.decode()
    assert changed.status_code == 403


def test_accounts_are_switched_off_not_deleted() -> None:
    person = User.objects.create_user("somebody", is_staff=True)
    client = logged_in(person)
    root = superuser()

    deleted = root.post(page(User, "delete", person.pk), {"post": "yes"})
    root.post(page(User, "change", person.pk), {"username": "somebody", **inline()})

    person.refresh_from_db()
    assert deleted.status_code == 403
    assert person.is_active is False
    assert client.get("/admin/").status_code == 302
