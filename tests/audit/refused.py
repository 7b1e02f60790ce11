"""Every way in which somebody might change what is published or logged."""

from collections.abc import Iterator
from typing import Final

from django.db import Error, connection, transaction

PUBLISHED: Final = (
    "disclosures_publication",
    "disclosures_artefact",
    "disclosures_withdrawal",
)
LOG: Final = ("disclosures_auditentry", "disclosures_auditlink", "disclosures_audithead")
KEYS: Final = {"disclosures_auditlink": "position"}
COLUMNS: Final = {
    "disclosures_publication": "sha256",
    "disclosures_artefact": "sha256",
    "disclosures_withdrawal": "ground",
    "disclosures_auditentry": "name",
    "disclosures_auditlink": "hash",
    "disclosures_audithead": "hash",
}
# What triggers refuse to everybody, the owner of the tables too.
CHANGES: Final = (
    "UPDATE {table} SET {column} = repeat('0', 64)",
    "UPDATE {table} SET {column} = repeat('0', 64) WHERE false",
    """INSERT INTO {table} SELECT * FROM {table}
       ON CONFLICT ({key}) DO UPDATE SET {column} = repeat('0', 64)""",
    "WITH gone AS (DELETE FROM {table} RETURNING *) SELECT count(*) FROM gone",
    "DELETE FROM {table}",
    "TRUNCATE {table} CASCADE",
)
# What only the owner may ask for.
OWNERS: Final = (
    "INSERT INTO {table} SELECT * FROM {table}",
    "ALTER TABLE {table} DISABLE TRIGGER ALL",
    "ALTER TABLE {table} DISABLE TRIGGER USER",
    "ALTER TABLE {table} ENABLE REPLICA TRIGGER {trigger}",
    "ALTER TABLE {table} RENAME TO moved_away",
    "ALTER TABLE {table} ALTER {column} SET DEFAULT 'x'",
    "ALTER TABLE {table} OWNER TO CURRENT_USER",
    "DROP TRIGGER {trigger} ON {table}",
    "DROP TABLE {table} CASCADE",
    "CREATE RULE swallow AS ON INSERT TO {table} DO INSTEAD NOTHING",
    """CREATE TRIGGER mine BEFORE INSERT ON {table}
       EXECUTE FUNCTION suppress_redundant_updates_trigger()""",
    "GRANT ALL ON {table} TO CURRENT_USER; UPDATE {table} SET {column} = repeat('0', 64)",
    "LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE",
    "SELECT * FROM {table} FOR UPDATE",
)
# What is asked of the server as a whole.
POWERS: Final = (
    "SET session_replication_role = replica",
    "SELECT set_config('session_replication_role', 'replica', true)",
    "SET ROLE {owner}",
    "SET SESSION AUTHORIZATION {owner}",
    "CREATE TABLE public.own (id bigint)",
    "CREATE FUNCTION public.own() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    """CREATE OR REPLACE FUNCTION disclosures_log_content(entry disclosures_auditentry)
       RETURNS text LANGUAGE sql AS $$ SELECT '' $$""",
    """CREATE OR REPLACE FUNCTION disclosures_refuse_change_of_publication()
       RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$""",
    "ALTER FUNCTION disclosures_log_write() RENAME TO moved_away",
    "DROP FUNCTION disclosures_log_chain() CASCADE",
    "DROP SCHEMA public CASCADE",
    "DROP OWNED BY {owner}",
    "ALTER SYSTEM SET session_replication_role = replica",
    "INSERT INTO disclosures_auditqueue VALUES (1)",
    """CREATE TEMP TABLE forged (id bigint);
       CREATE TRIGGER forge AFTER INSERT ON forged REFERENCING NEW TABLE AS written
       FOR EACH STATEMENT EXECUTE FUNCTION disclosures_log_write('', '{{}}')""",
)
TRIGGERS: Final = {
    "disclosures_publication": "publication_is_never_changed",
    "disclosures_artefact": "artefact_is_never_changed",
    "disclosures_withdrawal": "withdrawal_is_never_changed",
    "disclosures_auditentry": "entry_is_never_changed",
    "disclosures_auditlink": "link_is_never_changed",
    "disclosures_audithead": "head_is_never_removed",
}


def on_tables(statements: tuple[str, ...]) -> Iterator[str]:
    """The statements on each table that is published or logged."""
    for table in (*PUBLISHED, *LOG):
        for statement in statements:
            yield statement.format(
                table=table,
                key=KEYS.get(table, "id"),
                column=COLUMNS[table],
                trigger=TRIGGERS[table],
            )


def on_server(owner: str) -> Iterator[str]:
    """The statements that ask for power over the server."""
    for statement in POWERS:
        yield statement.format(owner=owner)


def refusal(statement: str) -> str:
    """What the database says to a statement; empty where it obeys."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            transaction.set_rollback(True)
    except Error as error:
        return str(error)
    return ""


def contents() -> dict[str, list[tuple[object, ...]]]:
    """Everything that is published and logged."""
    found = {}
    with connection.cursor() as cursor:
        for table in (*PUBLISHED, *LOG):
            cursor.execute(f"SELECT * FROM {table} ORDER BY 1")
            found[table] = cursor.fetchall()
    return found
