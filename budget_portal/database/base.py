"""Django's PostgreSQL backend, telling the server who writes and how long a read may take.

The triggers of the audit log read the settings `portal.*` of the session. They are set only when
a statement writes and another author wrote last in this session, so reading costs nothing, a
request that writes pays for one statement, and a pooled session never passes an author on.
"""

import re
from typing import Any, Final

from django.conf import settings
from django.db.backends.postgresql import base
from psycopg import ClientCursor

from budget_portal.replica import is_public
from disclosures.authorship import Author, author

SIGN: Final = (
    "SELECT set_config('portal.actor', %s, false),"
    " set_config('portal.name', %s, false), set_config('portal.address', %s, false)"
)
# Sessions of the web are no data of the portal: nearly every request of the desk touches its own.
UNSIGNED: Final = re.compile(
    r"[\s(]*(SELECT|SHOW|SET|EXPLAIN|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)\b"
    r'|(INSERT INTO|UPDATE|DELETE FROM) "django_session"',
    re.IGNORECASE,
)
CONTROL: Final = re.compile(r"\s*(SET|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)\b", re.IGNORECASE)


class Cursor(base.Cursor, ClientCursor[Any]):
    """A cursor whose writes are signed: single ones, many at once, and COPY."""

    wrapper: "DatabaseWrapper | None" = None

    def execute(self, query: Any, *args: Any, **options: Any) -> Any:
        """Execute, signed where it writes, for no longer than a reader may take."""
        if self.wrapper and not (isinstance(query, str) and CONTROL.match(query)):
            self.wrapper.limit()
        self._sign(query)
        return super().execute(query, *args, **options)

    def executemany(self, query: Any, *args: Any, **options: Any) -> Any:
        """Execute many times, signed."""
        self._sign(query)
        return super().executemany(query, *args, **options)

    def copy(self, statement: Any, *args: Any, **options: Any) -> Any:
        """Copy, signed: the wrappers that Django offers would not see it."""
        self._sign(statement)
        return super().copy(statement, *args, **options)

    def _sign(self, statement: Any) -> None:
        if self.wrapper and not (isinstance(statement, str) and UNSIGNED.match(statement)):
            self.wrapper.sign()


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that knows whom the server takes for the author of what it writes."""

    signed: Author | None = None
    limited: float | None = None

    def sign(self) -> None:
        """Tell the server who writes, unless it knows."""
        writer = author()
        if writer != self.signed:
            values = [writer.key, writer.name, writer.address]
            self.connection.execute(SIGN, values)
            self.signed = writer

    def limit(self) -> None:
        """Tell the server how long a statement may take: a public read less than the desk."""
        seconds = settings.PUBLIC_READ_SECONDS if is_public() else 0
        if seconds != self.limited:
            self.connection.execute(f"SET statement_timeout = {int(seconds * 1000)}")
            self.limited = seconds

    def get_connection_params(self) -> dict[str, Any]:
        """The parameters of a session, with our cursors."""
        return {**super().get_connection_params(), "cursor_factory": Cursor}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A session, perhaps of a pool: whom it was used by before is not known."""
        self.signed = self.limited = None
        return super().get_new_connection(conn_params)

    def create_cursor(self, name: str | None = None) -> Any:
        """A cursor; a named one only reads."""
        cursor = super().create_cursor(name)
        if name is None:
            cursor.wrapper = self
        return cursor

    def rollback(self) -> None:
        """Undo a transaction; the server takes the signature back with what was written."""
        self.signed = self.limited = None
        super().rollback()

    def savepoint_rollback(self, sid: str) -> None:
        """Undo part of a transaction, likewise."""
        self.signed = self.limited = None
        super().savepoint_rollback(sid)
