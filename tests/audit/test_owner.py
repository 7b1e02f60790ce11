"""The owner of the tables may change them, and yet not what they keep."""

import pytest
from django.db import connection

from disclosures.management.ownership import grant
from disclosures.models import AuditEntry, GlossaryEntry
from tests.models import rows

from .refused import CHANGES, contents, on_tables, refusal

pytestmark = [pytest.mark.usefixtures("owner"), pytest.mark.django_db]
REFUSED = (
    "已公开的版本和文件不能修改或删除",
    "依法撤下的记录不能修改或删除",
    "操作日志由数据库自动记录，不能手工添加、修改或删除",
)
BY_HAND = (
    "INSERT INTO disclosures_auditlink VALUES (99, repeat('0', 64), 99)",
    """INSERT INTO disclosures_auditentry
       (at, name, address, transaction, action, "table", keys, owners, changes)
       VALUES (now(), '我', '', 1, 'DELETE', 'disclosures_unit', '{1}', '{}', '[]')""",
)


def execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.mark.usefixtures("published")
def test_triggers_refuse_every_change_of_what_is_published_or_logged() -> None:
    before = contents()

    said = {one: refusal(one) for one in (*on_tables(CHANGES), *BY_HAND)}

    assert [one for one, words in said.items() if not words.startswith(REFUSED)] == []
    assert contents() == before


def test_what_is_wiped_at_once_is_logged() -> None:
    disclosure = rows.a_disclosure(rows.a_department())
    term = GlossaryEntry.objects.create(disclosure=disclosure, name="词", definition="义")
    connection.check_constraints()  # TRUNCATE would trip over pending ones first

    execute("TRUNCATE disclosures_glossaryentry")

    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.keys, entry.owners) == ("TRUNCATE", [term.pk], [disclosure.pk])
    assert entry.rows[0]["before"]["definition"] == "义"


@pytest.fixture
def new_table(db: None) -> None:  # noqa: ARG001 - asked for
    """A table that a migration of another package made."""
    execute("CREATE TABLE other_package (id bigserial PRIMARY KEY, secret text)")


@pytest.mark.usefixtures("new_table")
def test_what_a_migration_makes_is_the_applications_to_use() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege('portal_app', 'other_package', 'INSERT'),"
            " has_table_privilege('portal_app', 'other_package', 'TRUNCATE'),"
            " has_sequence_privilege('portal_app', 'other_package_id_seq', 'USAGE')"
        )
        assert cursor.fetchone() == (True, False, True)


@pytest.mark.usefixtures("new_table")
def test_another_packages_table_is_watched_with_one_line() -> None:
    execute(
        "SELECT disclosures_watch('other_package', '', '{secret}')",
        "INSERT INTO other_package (secret) VALUES ('geheim')",
    )

    assert AuditEntry.objects.latest("pk").rows[0]["after"] == {"id": 1, "secret": "（不记录）"}


@pytest.mark.django_db
def test_granting_again_changes_nothing() -> None:
    def acl() -> list[tuple[object, ...]]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT relname, relacl::text FROM pg_class ORDER BY relname")
            return list(cursor.fetchall())

    before = acl()
    grant()
    assert acl() == before
