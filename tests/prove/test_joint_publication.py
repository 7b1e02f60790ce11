"""A region published by real workers: one killed in the middle, one core against two."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from disclosures.bureau.joint_publication import PUBLISH, schedule
from disclosures.management import sample
from disclosures.models import Disclosure, JointPublication, Publication, Region
from disclosures.publication import faults
from tests.bureau.conftest import an_officer
from tests.bureau.copies import REASON, a_copy
from tests.models import rows
from tests.prove.publishing import environment
from tests.publishing import approved
from tests.working import forget_jobs, jobs

KILLS = 2
MANY = 20
SPIN = "for i in range(20_000_000): i * i"


@pytest.fixture
def original(real_transactions: None, tmp_path: Path) -> Iterator[Disclosure]:  # noqa: ARG001
    """The sample, where workers see what is committed."""
    forget_jobs()
    with override_settings(MEDIA_ROOT=tmp_path):
        sample.load()
        yield sample.disclosures().select_related("department__region").get()
    forget_jobs()
    connection.close()


def ready(original: Disclosure, region: Region, count: int) -> None:
    """So many approved disclosures in a region."""
    for number in range(count):
        approved(a_copy(original, f"{region.code}{number:03}", region), reason=REASON)


@contextmanager
def worker(concurrency: int) -> Iterator["subprocess.Popen[bytes]"]:
    """A worker as it is run in production, on the database of the tests."""
    command = [sys.executable, "manage.py", "worker", "--concurrency", str(concurrency)]
    with subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment()) as process:
        try:
            yield process
        finally:
            process.terminate()


def published() -> int:
    return Publication.objects.count()


def in_work() -> int:
    """How many jobs a worker is in the middle of."""
    return sum(job.status == "doing" for job in jobs(PUBLISH))


def has_published(goal: int) -> bool:
    return published() >= goal


def is_in_the_middle(goal: int) -> bool:
    """Whether so much is public, and more is being made at this moment."""
    return has_published(goal) and in_work() > 0


def longest_transaction() -> float:
    """For how many seconds the oldest open transaction of another session has lasted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(max(extract(epoch FROM clock_timestamp() - xact_start)), 0)"
            " FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND state <> 'active'"
        )
        return float(cursor.fetchone()[0])


def tell(figures: str) -> None:
    """What was measured, for whoever runs the proof with ``-s``."""
    sys.stdout.write(f"\n{figures}")


def await_that(fact: Callable[[], bool], seconds: float) -> float:
    """Wait until a fact holds; how long that took."""
    start = time.monotonic()
    while not fact():
        assert time.monotonic() - start < seconds, "it did not happen in time"
        time.sleep(0.05)
    return time.monotonic() - start


def test_what_a_killed_worker_left_is_published_once_by_the_next(original: Disclosure) -> None:
    region = rows.a_region("659000")
    ready(original, region, MANY)
    schedule(region, 2026, timezone.now(), an_officer(region))

    killed: list[tuple[int, int]] = []
    idle = [0.0]

    def is_done() -> bool:
        idle.append(longest_transaction())
        return published() == MANY and in_work() == 0

    for kill in range(1, KILLS + 1):
        with worker(2) as process:
            await_that(partial(is_in_the_middle, 5 * kill), 240)
            process.send_signal(signal.SIGKILL)
            process.wait()
        killed.append((published(), in_work()))
    with worker(2):
        seconds = await_that(is_done, 400)

    tell(f"killed at (published, in work) {killed}; the rest took {seconds:.0f} s; ")
    tell(f"no transaction was idle for more than {max(idle):.2f} s\n")
    last: Any = JointPublication.objects.with_progress().get()
    assert (last.of, last.done, last.failed) == (MANY, MANY, 0)
    assert sum(open_jobs for _, open_jobs in killed) >= KILLS
    assert {one.version for one in Publication.objects.all()} == {1}
    assert Publication.objects.values("disclosure").distinct().count() == MANY
    assert list(faults()) == []
    assert max(idle) < 1


def spun(processes: int) -> float:
    """How long so many plain loops take side by side: what the machine has to give now."""
    start = time.monotonic()
    loops = [subprocess.Popen([sys.executable, "-c", SPIN]) for _ in range(processes)]
    for loop in loops:
        loop.wait()
    return time.monotonic() - start


def test_two_cores_against_one(original: Disclosure) -> None:
    seconds: dict[int, list[float]] = {1: [], 2: []}
    possible = [2 * spun(1) / spun(2)]
    for turn, concurrency in enumerate((1, 2, 1, 2)):
        region = rows.a_region(f"66{turn}000")
        ready(original, region, MANY // 2)
        goal = published() + MANY // 2
        with worker(concurrency):
            time.sleep(5)
            schedule(region, 2026, timezone.now(), an_officer(region))
            taken = await_that(partial(has_published, goal), 600)
        seconds[concurrency].append(taken)
        possible.append(2 * spun(1) / spun(2))

    one, two = sum(seconds[1]), sum(seconds[2])
    tell(f"{MANY} disclosures: one at a time {one:.1f} s, two at a time {two:.1f} s, ")
    tell(f"ratio {one / two:.2f}; plain loops meanwhile {sum(possible) / len(possible):.2f}\n")
    assert one > two
