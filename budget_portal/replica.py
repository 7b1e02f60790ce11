"""Public reads from a replica of the database, where REPLICA_DATABASE_URL names one."""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, Final

from django.http import HttpRequest, HttpResponse

PRIMARY: Final = "default"
REPLICA: Final = "replica"
DESK: Final = "/admin/"

_is_public: ContextVar[bool] = ContextVar("is_public", default=False)


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
