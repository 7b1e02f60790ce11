"""Public reads: from a replica where REPLICA_DATABASE_URL names one, and none for too long."""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, Final

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from psycopg.errors import QueryCanceled

PRIMARY: Final = "default"
REPLICA: Final = "replica"
DESK: Final = "/admin/"

_is_public: ContextVar[bool] = ContextVar("is_public", default=False)


def is_public() -> bool:
    """Whether a reader of the public site is being answered."""
    return _is_public.get()


class PublicReads:
    """Middleware: what a reader of the public site asks for may come from the replica.

    The desk always reads where it writes: whoever has just saved sees it saved.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, reading from the replica where nothing can be written."""
        token = _is_public.set(
            request.method in {"GET", "HEAD"} and not request.path.startswith(DESK)
        )
        try:
            return self.get_response(request)
        finally:
            _is_public.reset(token)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """What took the database too long is answered as such, and may be asked again."""
        if isinstance(error, OperationalError) and isinstance(error.__cause__, QueryCanceled):
            answer = render(request, "503.html", status=503)
            answer.headers["Retry-After"] = "60"
            return answer
        return None


class Router:
    """Which database a query goes to; whatever is not a public read goes to the primary."""

    def db_for_read(self, _model: type, **_hints: Any) -> str:  # noqa: ANN401 - Django's own
        """The replica within a public request."""
        return REPLICA if _is_public.get() else PRIMARY

    def db_for_write(self, _model: type, **_hints: Any) -> str:  # noqa: ANN401 - Django's own
        """The primary."""
        return PRIMARY

    def allow_relation(self, *_: Any, **__: Any) -> bool:  # noqa: ANN401 - Django's own
        """Both hold the same rows."""
        return True

    def allow_migrate(self, database: str, *_: Any, **__: Any) -> bool:  # noqa: ANN401 - likewise
        """A replica follows by itself."""
        return database == PRIMARY
