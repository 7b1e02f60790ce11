"""What may go wrong while a disclosure is published, brought about for real."""

import os
import resource
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.db import connection, connections
from django.test import override_settings

from disclosures.commission import workshop
from disclosures.management.ownership import as_owner

COMMIT_REFUSED = """
CREATE FUNCTION refuse_at_commit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the database fails at commit'; END $$;
CREATE CONSTRAINT TRIGGER refuse_at_commit AFTER INSERT ON disclosures_publication
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_at_commit();
"""
COMMIT_FREE = """
DROP TRIGGER refuse_at_commit ON disclosures_publication; DROP FUNCTION refuse_at_commit();
"""


@contextmanager
def files_that_end_early(size: int = 100_000) -> Iterator[None]:
    """The operating system lets no file grow beyond so many bytes, as a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def storage_that_is_no_folder(artefacts: Path) -> Iterator[None]:
    """Where the files should go stands something else."""
    artefacts.parent.mkdir(parents=True, exist_ok=True)
    artefacts.write_text("in the way", encoding="ascii")
    try:
        yield
    finally:
        artefacts.unlink()


@contextmanager
def time_that_is_too_short() -> Iterator[None]:
    """The PDF may take a tenth of a second, which it never does."""
    with override_settings(PDF_SECONDS=0.1):
        yield


@contextmanager
def renderer_that_dies(after: float = 0.3) -> Iterator[None]:
    """The process that makes the files is killed in the middle of its work."""
    is_over = threading.Event()
    killer = threading.Thread(target=_kill_typesetters, args=(is_over, after))
    killer.start()
    try:
        yield
    finally:
        is_over.set()
        killer.join()


def _kill_typesetters(is_over: threading.Event, after: float) -> None:
    while not is_over.wait(0.02):
        for child in _typesetters():
            time.sleep(after)
            # Writing the workbook is over sooner: then it is the PDF's turn.
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGSEGV)
                return


def _typesetters() -> list[int]:
    """The processes that set a document: below the warm one and the one that watches."""
    warm = workshop().process
    return [child for watcher in _children(warm) for child in _children(watcher)]


def _children(process: int | None) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):
            found += map(int, task.read_text(encoding="ascii").split())
    return found


@contextmanager
def database_that_fails_at_commit() -> Iterator[None]:
    """Everything is written, and the commit is refused."""
    _execute(COMMIT_REFUSED)
    try:
        yield
    finally:
        _execute(COMMIT_FREE)


@contextmanager
def session_that_is_ended(disclosure: int) -> Iterator[None]:
    """The database ends the publisher's session while it waits to write.

    Another session holds the disclosure until somebody waits for it, then ends who waits.
    """
    holds, is_over = threading.Event(), threading.Event()
    other = threading.Thread(target=_end_who_waits, args=(disclosure, holds, is_over))
    other.start()
    holds.wait()
    try:
        yield
    finally:
        is_over.set()
        other.join()
        connection.close()


def _end_who_waits(disclosure: int, holds: threading.Event, is_over: threading.Event) -> None:
    mine = connections["default"]
    mine.set_autocommit(False)
    with mine.cursor() as cursor:
        cursor.execute("SELECT FROM disclosures_disclosure WHERE id = %s FOR UPDATE", [disclosure])
        holds.set()
        while not is_over.wait(0.05):
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
    mine.rollback()
    mine.close()


def _execute(statements: str) -> None:
    """As the owner of the tables: the application may add no trigger."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(statements)
