"""The application's role: it adds publications, reads the log, and has no power over either."""

import pytest
from django.conf import settings
from django.db import connection
from psycopg.conninfo import conninfo_to_dict

from disclosures.management import ownership
from disclosures.models import AuditEntry, Publication, Region
from tests.models import rows

from .refused import CHANGES, OWNERS, contents, on_server, on_tables, refusal

pytestmark = pytest.mark.django_db


def test_the_application_is_not_the_owner() -> None:
    application = conninfo_to_dict(settings.DATABASE_URL)["user"]

    assert application != settings.OWNER_DATABASE["USER"], (
        "name the owner of the tables in OWNER_DATABASE_URL; see settings.py"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls"
            " FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (application, False, False, False, False)


@pytest.mark.usefixtures("published")
def test_the_database_refuses_every_change_of_what_is_published_or_logged() -> None:
    before = contents()
    assert all(before.values())

    allowed = [one for one in on_tables(CHANGES + OWNERS) if not refusal(one)]

    assert allowed == []
    assert contents() == before


@pytest.mark.usefixtures("published")
def test_the_database_gives_the_application_no_power_over_the_server() -> None:
    before = contents()

    owner = settings.OWNER_DATABASE["USER"]
    allowed = [one for one in on_server(owner) if not refusal(one)]

    assert allowed == []
    assert contents() == before


def test_a_table_of_the_same_name_does_not_catch_what_is_logged() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE disclosures_auditentry (LIKE public.disclosures_auditentry)"
        )
        cursor.execute("INSERT INTO disclosures_region (code, name) VALUES ('6530', '甲州')")
        cursor.execute("SELECT count(*) FROM pg_temp.disclosures_auditentry")
        assert cursor.fetchone() == (0,)
        cursor.execute("DROP TABLE pg_temp.disclosures_auditentry")

    assert AuditEntry.objects.latest("pk").table == "disclosures_region"


def privileges() -> dict[str, set[str]]:
    """What the application may do to each table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, array_agg(privilege) FROM pg_class CROSS JOIN unnest(ARRAY["
            "'SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER'"
            "]) AS privilege WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " AND has_table_privilege(pg_class.oid, privilege) GROUP BY relname"
        )
        return {table: set(allowed) for table, allowed in cursor.fetchall()}


def test_the_application_uses_every_table_and_those_of_other_packages() -> None:
    found = privileges()

    for table in ownership.PUBLISHED:
        assert found.pop(table) == {"SELECT", "INSERT"}
    for table in ownership.READ_ONLY:
        assert found.pop(table) == {"SELECT"}
    assert {"django_session", "axes_accesslog", "disclosures_lineitem"} <= set(found)
    assert all(one == {"SELECT", "INSERT", "UPDATE", "DELETE"} for one in found.values())


def test_a_publication_is_still_added_and_read() -> None:
    publication = rows.a_publication(rows.a_disclosure(rows.a_department()))

    assert Publication.objects.get() == publication
    assert Region.objects.count() == 1
