"""What the portal tells its operator: one line and one count for each request."""

import json
import logging
import re
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from secrets import token_hex
from time import perf_counter
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from prometheus_client import Counter, Histogram

REQUEST_ID: Final = re.compile(r"[0-9A-Za-z-]{8,64}")
STANDARD: Final = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime"}

REQUESTS = Counter("portal_requests", "Answers by view and status", ("view", "method", "status"))
SECONDS = Histogram(
    "portal_request_seconds",
    "Time to an answer",
    ("view",),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60),
)

log = logging.getLogger("portal.request")
_request_id: ContextVar[str] = ContextVar("request_id", default="")


class JsonLine(logging.Formatter):
    """A record as one line of JSON, with the request it belongs to and whatever was added to it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line; a traceback stands in it as one string."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": _request_id.get(),
            **{name: value for name, value in vars(record).items() if name not in STANDARD},
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class Journal:
    """Middleware: log and count each answer, and number what is logged on the way to it.

    Neither query nor form is kept: what people search for is theirs. The number is not sent: equal
    pages stay equal, whoever asks and whenever.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; whatever is logged meanwhile bears the number of the request."""
        token = _request_id.set(_number(request))
        start = perf_counter()
        try:
            response = self.get_response(request)
            _enter(request, response, perf_counter() - start)
        finally:
            _request_id.reset(token)
        return response


def _number(request: HttpRequest) -> str:
    """The number that the trusted proxy gave, else one of our own."""
    given = request.headers.get("X-Request-ID", "") if settings.BEHIND_PROXY else ""
    return given if REQUEST_ID.fullmatch(given) else token_hex(8)


def _enter(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    view = request.resolver_match.view_name if request.resolver_match else ""
    REQUESTS.labels(view, request.method, response.status_code).inc()
    SECONDS.labels(view).observe(seconds)
    # Asking who it is would cost readers a look at the sessions: only who was asked for is named.
    user = getattr(request, "_cached_user", None)
    facts = {
        "method": request.method,
        "path": request.path,
        "view": view,
        "status": response.status_code,
        "milliseconds": round(seconds * 1000, 1),
        "user": user.get_username() if user else "",
    }
    log.info("%s %s %s", request.method, request.path, response.status_code, extra=facts)
