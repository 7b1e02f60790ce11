"""Whether the process lives, and whether it can serve."""

import logging
import os
from collections.abc import Callable
from functools import cache
from typing import Final

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from disclosures.storage import is_on_disk

log = logging.getLogger(__name__)


class Behind(Exception):  # noqa: N818 - named as what is so
    """The tables are older than the program."""


TEXT: Final = "text/plain; charset=utf-8"
PULSE: Final = (
    "SELECT max(last_heartbeat) > now() - interval '90 seconds' FROM procrastinate_workers"
)


@never_cache
@require_safe
def alive(_request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type=TEXT)


@never_cache
@require_safe
def ready(_request: HttpRequest) -> HttpResponse:
    """Each part that serving needs, a line a part; 503 where one is missing.

    Without a worker pages are served all the same: that is told and turns nobody away.
    """
    faults = {name: _fault(look) for name, look in NEEDED}
    lines = [f"{name}: {fault or 'ok'}\n" for name, fault in faults.items()]
    if not faults["database"]:
        lines.append(f"worker: {_fault(_worker) or 'ok'}\n")
    status = 503 if any(faults.values()) else 200
    return HttpResponse("".join(lines), status=status, content_type=TEXT)


def _fault(look: Callable[[], str]) -> str:
    """What a look finds wrong; what the server says of it stays in its log."""
    try:
        return look()
    except Exception:  # whatever the database or the store raises
        log.exception("not ready")
        return "unavailable"


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


def _migrations() -> str:
    """Whether the tables are those that this program was written for, asked until they are."""
    try:
        _require_tables()
    except Behind as behind:
        return str(behind)
    return ""


@cache
def _require_tables() -> None:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        raise Behind(f"{len(plan)} to apply")


def _storage() -> str:
    """Whether the files of publications can be read and new ones be written."""
    if is_on_disk():
        settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
        return "" if os.access(settings.MEDIA_ROOT, os.R_OK | os.W_OK | os.X_OK) else "read-only"
    default_storage.exists("artefacts")
    return ""


def _worker() -> str:
    with connection.cursor() as cursor:
        cursor.execute(PULSE)
        return "" if cursor.fetchone()[0] else "none at work"


NEEDED: Final = (("database", _database), ("migrations", _migrations), ("storage", _storage))
