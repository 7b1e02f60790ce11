"""Every write to every table leaves one entry: who, when, from where, before and after."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from disclosures.authorship import Author, operator, written_by
from disclosures.models import (
    Appointment,
    AuditEntry,
    AuditHead,
    AuditLink,
    Budget,
    CurrentVersion,
    Department,
    Explanation,
    FunctionTotal,
    LineItem,
    Project,
    PublishedFigure,
    PublishedFunction,
    PublishedLine,
    PublishedPassage,
    PublishedWording,
    Region,
    User,
)
from disclosures.workbook.saving import copy_lines
from tests.models import rows

pytestmark = pytest.mark.django_db
OWN_TABLES = {AuditEntry, AuditHead, AuditLink}
# Derived from a publication, whose row is logged, and proved against it.
DERIVED_TABLES = {
    CurrentVersion,
    FunctionTotal,
    PublishedFigure,
    PublishedFunction,
    PublishedLine,
    PublishedPassage,
    PublishedWording,
}


def logged(write: Callable[[], object]) -> list[AuditEntry]:
    """What a write leaves in the log."""
    before = set(AuditEntry.objects.values_list("pk", flat=True))
    write()
    return list(AuditEntry.objects.exclude(pk__in=before).order_by("pk"))


def only(write: Callable[[], object]) -> AuditEntry:
    """The one entry that a write leaves."""
    (entry,) = logged(write)
    return entry


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_every_table_of_the_application_is_watched() -> None:
    """A new model is covered by one line in its migration: SELECT disclosures_watch('…');"""
    models = apps.get_app_config("disclosures").get_models(include_auto_created=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, count(*) FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
            " WHERE tgfoid = 'disclosures_log_write'::regproc AND tgenabled = 'O'"
            " GROUP BY relname"
        )
        events = dict(cursor.fetchall())

    unwatched = [
        model._meta.db_table
        for model in models
        if model not in OWN_TABLES | DERIVED_TABLES and events.get(model._meta.db_table) != 4
    ]
    assert unwatched == []


def test_a_row_added_is_logged_with_what_it_holds() -> None:
    before = timezone.now()

    entry = only(lambda: Region.objects.create(code="6530", name="甲州"))

    region = Region.objects.get()
    assert (entry.action, entry.table, entry.keys) == ("INSERT", "disclosures_region", [region.pk])
    assert entry.rows == [
        {
            "key": region.pk,
            "before": None,
            "after": {"id": region.pk, "code": "6530", "name": "甲州"},
        }
    ]
    assert before <= entry.at <= timezone.now()


def test_a_row_changed_is_logged_with_what_differs() -> None:
    region = rows.a_region("6530")
    region.name = "乙州"

    entry = only(region.save)

    assert (entry.action, entry.keys) == ("UPDATE", [region.pk])
    assert entry.rows == [
        {"key": region.pk, "before": {"name": "地区6530"}, "after": {"name": "乙州"}}
    ]


def test_a_row_deleted_is_logged_with_what_it_held() -> None:
    region = rows.a_region("6530")
    key = region.pk

    entry = only(region.delete)

    assert (entry.action, entry.keys) == ("DELETE", [key])
    assert entry.rows == [
        {
            "key": key,
            "before": {"id": key, "code": "6530", "name": "地区6530"},
            "after": None,
        }
    ]


def test_a_write_that_changes_nothing_leaves_no_entry() -> None:
    region = rows.a_region()

    assert logged(region.save) == []
    assert logged(lambda: Region.objects.filter(code="none").delete()) == []
    assert logged(lambda: Region.objects.filter(code="none").update(name="无")) == []


@pytest.fixture
def budget() -> Budget:
    """A budget with its catalogue."""
    rows.a_catalogue(2026)
    return rows.a_budget(rows.a_unit(rows.a_department()))


def test_many_rows_written_at_once_are_one_entry_that_names_the_budget(budget: Budget) -> None:
    line = rows.a_line(budget)
    line.delete()
    lines = [
        LineItem(
            budget=budget,
            functional=line.functional,
            economic=line.economic,
            source=source,
            amount=Decimal("90071992547409.93"),
        )
        for source in ("general", "other")
    ]

    entry = only(lambda: LineItem.objects.bulk_create(lines))

    assert entry.keys == [one.pk for one in lines]
    assert entry.owners == [budget.pk]
    assert [one["after"]["source"] for one in entry.rows] == ["general", "other"]
    assert entry.rows[0]["after"]["amount"] == Decimal("90071992547409.93")
    assert entry.rows[0]["after"]["project_id"] is None


def test_what_is_copied_past_the_models_is_logged(budget: Budget) -> None:
    line = rows.a_line(budget)
    copied = (budget.pk, line.functional_id, line.economic_id, "other", None, Decimal("1.50"))

    entry = only(lambda: copy_lines([copied]))

    assert entry.action == "INSERT"
    assert entry.rows[0]["after"]["amount"] == Decimal("1.50")


def test_an_upsert_is_logged_as_what_it_did() -> None:
    disclosure = rows.a_disclosure(rows.a_department())
    old = Explanation.objects.create(disclosure=disclosure, key="operating", wording="旧")
    wordings = {"operating": "新", "three_public": "无"}

    entries = logged(
        lambda: Explanation.objects.bulk_create(
            [Explanation(disclosure=disclosure, key=key, wording=w) for key, w in wordings.items()],
            update_conflicts=True,
            unique_fields=["disclosure", "key"],
            update_fields=["wording"],
        )
    )

    done = {entry.action: entry.rows for entry in entries}
    assert set(done) == {"INSERT", "UPDATE"}
    assert done["UPDATE"] == [
        {"key": old.pk, "before": {"wording": "旧"}, "after": {"wording": "新"}}
    ]
    assert [one["after"]["key"] for one in done["INSERT"]] == ["three_public"]


@pytest.mark.parametrize(
    ("statement", "changes"),
    [
        (
            "UPDATE disclosures_region SET id = -id",
            [{"key": -1, "before": None, "after": {"id": -1, "code": "65", "name": "州"}},
             {"key": 1, "before": {"id": 1, "code": "65", "name": "州"}, "after": None}],
        ),
        (
            "WITH gone AS (DELETE FROM disclosures_region RETURNING *) SELECT count(*) FROM gone",
            [{"key": 1, "before": {"id": 1, "code": "65", "name": "州"}, "after": None}],
        ),
    ],
    ids=["renumbered", "deleted in passing"],
)  # fmt: skip
def test_raw_statements_are_logged(statement: str, changes: list[dict[str, Any]]) -> None:
    Region.objects.create(pk=1, code="65", name="州")

    assert only(lambda: execute(statement)).rows == changes


def test_a_budget_deleted_with_all_it_owns_is_told_table_by_table(budget: Budget) -> None:
    rows.a_line(budget, project=Project.objects.create(budget=budget, name="项目"))

    entries = logged(budget.delete)

    assert {(entry.action, entry.table.removeprefix("disclosures_")) for entry in entries} == {
        ("DELETE", "lineitem"),
        ("DELETE", "project"),
        ("DELETE", "budget"),
    }
    assert len({entry.transaction for entry in entries}) == 1


def test_passwords_and_the_long_record_never_enter_the_log() -> None:
    withheld = "（不记录）"
    user = User.objects.create_user("somebody", password="first-secret-1")
    made = AuditEntry.objects.latest("pk")
    user.set_password("second-secret-2")
    changed = only(user.save)
    rows.a_publication(rows.a_disclosure(rows.a_department()), snapshot='{"a": 1}')
    published = AuditEntry.objects.latest("pk")

    assert made.rows[0]["after"]["password"] == withheld
    assert changed.rows == [
        {"key": user.pk, "before": {"password": withheld}, "after": {"password": withheld}}
    ]
    assert published.rows[0]["after"]["snapshot"] == withheld
    assert len(published.rows[0]["after"]["sha256"]) == 64


def test_an_entry_names_the_person_and_the_place() -> None:
    user = rows.a_user("luru", last_name="张", first_name="三")
    author = Author(str(user.pk), "张三（luru）", "192.0.2.7")

    with written_by(lambda: author):
        entry = only(lambda: Region.objects.create(code="6530", name="甲州"))

    assert (entry.actor, entry.name, entry.address) == (user, "张三（luru）", "192.0.2.7")


def test_what_no_request_writes_is_the_operators_at_the_command_line() -> None:
    entry = only(lambda: Region.objects.create(code="6530", name="甲州"))

    assert (entry.actor, entry.name, entry.address) == (None, operator().name, "命令行")


def test_tables_without_a_page_are_logged_too() -> None:
    user = rows.a_user()
    table = User.groups.through._meta.db_table

    execute("INSERT INTO auth_group (name) VALUES ('组')")
    entry = only(
        lambda: execute(
            f"INSERT INTO {table} (user_id, group_id) SELECT {user.pk}, id FROM auth_group"
        )
    )

    assert (entry.table, entry.owners) == (table, [user.pk])


def test_rows_of_two_owners_are_told_of_neither() -> None:
    here, there = rows.a_user("here"), rows.a_user("there")
    for user in (here, there):
        Appointment.objects.create(user=user, role=Appointment.Role.AUDIT)

    entry = only(lambda: Appointment.objects.update(role=Appointment.Role.SYSTEM))

    assert entry.owners == sorted([here.pk, there.pk])
    about = AuditEntry.objects.about("disclosures_user", here.pk, ["disclosures_appointment"])
    assert entry not in about
    assert about.filter(table="disclosures_appointment").count() == 1


def test_another_departments_rows_are_not_about_this_one() -> None:
    here, there = rows.a_department("1"), rows.a_department("2")

    both = only(lambda: Department.objects.update(short_name="简"))

    assert both.keys == sorted([here.pk, there.pk])
    assert both in AuditEntry.objects.about("disclosures_department", here.pk, [])
