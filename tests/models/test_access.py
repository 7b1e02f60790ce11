"""What each role may do, in general and to one row; permissions come from appointments alone."""

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from pytest_django import DjangoAssertNumQueries

from disclosures.access import PERMISSIONS
from disclosures.models import Appointment, FunctionalCode, User

from . import rows

pytestmark = pytest.mark.django_db
Role = Appointment.Role
EDITING = ("add_", "change_", "delete_")


def person(role: Appointment.Role) -> User:
    """Somebody appointed to the role where it makes sense."""
    department = rows.a_department()
    scope: dict[Appointment.Role, dict[str, object]] = {
        Role.ENTRY: {"department": department},
        Role.REVIEW: {"department": department},
        Role.PUBLISH: {"department": department},
        Role.FINANCE: {"region": department.region},
    }
    return rows.an_appointed(role, **scope.get(role, {}))


@pytest.mark.parametrize("role", Role)
def test_every_permission_of_a_role_exists(role: Appointment.Role) -> None:
    existing = {
        f"{permission.content_type.app_label}.{permission.codename}"
        for permission in Permission.objects.select_related("content_type")
    }

    assert PERMISSIONS[role] <= existing
    assert person(role).get_all_permissions() == PERMISSIONS[role]


@pytest.mark.parametrize(
    ("role", "may_edit"),
    [
        (Role.REVIEW, {"comment", "excuse"}),
        (Role.PUBLISH, {"comment"}),
        (Role.AUDIT, set()),
        (Role.FINANCE, {"functionalcode", "economiccode", "comment", "timetable"}),
        (Role.SYSTEM, {"user", "appointment", "region", "department", "unit"}),
    ],
)
def test_who_does_not_enter_edits_no_budget(role: Appointment.Role, may_edit: set[str]) -> None:
    edited = {
        name.split("_", 1)[1]
        for name in (permission.partition(".")[2] for permission in PERMISSIONS[role])
        if name.startswith(EDITING)
    }

    assert edited == may_edit


def test_only_the_finance_department_withdraws_and_only_in_its_region() -> None:
    able = [role for role in Role if "disclosures.withdraw_publication" in PERMISSIONS[role]]
    here, there = (
        rows.a_publication(rows.a_disclosure(rows.a_department(code, rows.a_region(code))))
        for code in ("653000", "654000")
    )
    officer = rows.an_appointed(Role.FINANCE, region=here.disclosure.department.region)

    assert able == [Role.FINANCE]
    assert officer.has_perm("disclosures.withdraw_publication", here)
    assert not officer.has_perm("disclosures.withdraw_publication", there)


def test_only_the_publisher_publishes_and_nobody_edits_what_is_published() -> None:
    publishers = [role for role in Role if "disclosures.publish_disclosure" in PERMISSIONS[role]]
    editors = [
        role
        for role in Role
        for action in EDITING
        for model in ("publication", "artefact", "withdrawal")
        if f"disclosures.{action}{model}" in PERMISSIONS[role]
    ]

    assert publishers == [Role.PUBLISH]
    assert editors == []


def test_only_the_finance_department_publishes_jointly_and_only_in_its_region() -> None:
    own, other = (
        rows.a_disclosure(rows.a_department(code, rows.a_region(code)))
        for code in ("653000", "654000")
    )
    officer = rows.an_appointed(Role.FINANCE, region=own.department.region)

    holders = [role for role in Role if "disclosures.publish_region" in PERMISSIONS[role]]
    assert holders == [Role.FINANCE]
    assert officer.has_perm("disclosures.publish_region", own)
    assert not officer.has_perm("disclosures.publish_region", other)
    assert not officer.has_perm("disclosures.publish_disclosure", own)


def test_a_permission_on_a_row_reaches_as_far_as_the_appointment() -> None:
    own, other = (rows.a_disclosure(rows.a_department(code)) for code in ("1", "2"))
    publisher = rows.an_appointed(Role.PUBLISH, department=own.department)

    assert publisher.has_perm("disclosures.publish_disclosure", own)
    assert not publisher.has_perm("disclosures.publish_disclosure", other)
    assert not publisher.has_perm("disclosures.change_disclosure", own)


def test_a_row_without_an_owner_is_reached_by_the_role_alone() -> None:
    rows.a_catalogue(2026)
    code = FunctionalCode.objects.first()

    assert person(Role.FINANCE).has_perm("disclosures.change_functionalcode", code)
    assert not person(Role.ENTRY).has_perm("disclosures.change_functionalcode", code)


def test_permissions_given_otherwise_do_not_count() -> None:
    user = rows.a_user()
    user.user_permissions.add(Permission.objects.get(codename="publish_disclosure"))

    assert not user.has_perm("disclosures.publish_disclosure")


def test_who_is_dismissed_or_unknown_may_nothing() -> None:
    dismissed = person(Role.ENTRY)
    dismissed.is_active = False

    assert dismissed.get_all_permissions() == set()
    assert not AnonymousUser().has_perm("disclosures.view_budget")


def test_a_superuser_may_everything() -> None:
    assert rows.a_user(is_superuser=True).has_perm("disclosures.delete_user")


def test_permissions_cost_one_query_a_request(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    user = User.objects.get(pk=person(Role.ENTRY).pk)

    with django_assert_num_queries(1):
        assert user.has_perm("disclosures.change_budget")
        assert user.has_perm("disclosures.add_lineitem")
        assert not user.has_perm("disclosures.publish_disclosure")
        assert user.has_module_perms("disclosures")
