"""The two roles of the database: the owner of the tables, and what it grants the application."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, cast

from django.conf import settings
from django.core.management import CommandError
from django.db import ProgrammingError, connection
from django.db.backends.postgresql.base import DatabaseWrapper
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

LOGIN: Final = ("USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
# What is only added to, never changed.
PUBLISHED: Final = (
    "disclosures_artefact",
    "disclosures_publication",
    "disclosures_publishedfigure",
    "disclosures_publishedfunction",
    "disclosures_publishedline",
    "disclosures_publishedpassage",
    "disclosures_publishedwording",
    "disclosures_withdrawal",
)
# What only triggers and migrations write, and they as the owner.
READ_ONLY: Final = (
    "disclosures_auditentry",
    "disclosures_audithead",
    "disclosures_auditlink",
    "disclosures_auditqueue",
    "disclosures_currentversion",
    "disclosures_functiontotal",
    "django_migrations",
)
GRANTS: Final = """
    GRANT USAGE ON SCHEMA public TO {role};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
    GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role};
    ALTER DEFAULT PRIVILEGES IN SCHEMA public
        GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role};
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {role};
"""
NO_ROLE: Final = (
    "数据库中没有应用角色 {role}，且表的所有者无权建立角色。请由数据库管理员执行："
    "CREATE ROLE {role} LOGIN PASSWORD '……';"
)


@contextmanager
def as_owner() -> Iterator[None]:
    """Be the owner of the tables for a while."""
    before = {name: connection.settings_dict[name] for name in LOGIN}
    _log_in({name: settings.OWNER_DATABASE[name] for name in LOGIN})
    try:
        yield
    finally:
        _log_in(before)


def _log_in(login: dict[str, Any]) -> None:
    if login.items() <= connection.settings_dict.items():
        return
    connection.close()
    cast(DatabaseWrapper, connection).close_pool()
    connection.settings_dict.update(login)


def grant() -> None:
    """As the owner: let the application use every table, but what is published or logged only so.

    It may add publications, and read the log; triggers stay out of its reach.
    """
    application = conninfo_to_dict(settings.DATABASE_URL)
    role = str(application["user"])
    if role == connection.settings_dict["USER"]:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone() is None:
            _create(role, str(application.get("password", "")))
        cursor.execute(sql.SQL(GRANTS).format(role=sql.Identifier(role)))
        there = connection.introspection.table_names(cursor)
        for table in sorted({*PUBLISHED, *READ_ONLY} & {*there}):
            refused = "UPDATE, DELETE" if table in PUBLISHED else "INSERT, UPDATE, DELETE"
            revoke = sql.SQL(f"REVOKE {refused} ON {{}} FROM {{}}")
            cursor.execute(revoke.format(sql.Identifier(table), sql.Identifier(role)))


def _create(role: str, password: str) -> None:
    create = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}")
    try:
        with connection.cursor() as cursor:
            cursor.execute(create.format(sql.Identifier(role), sql.Literal(password)))
    except ProgrammingError as error:
        raise CommandError(NO_ROLE.format(role=role)) from error
