"""R1 and R3: publications survive the sudden end of their process, and of the database."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings

from budget_portal.local import postgres
from budget_portal.local.cluster import Cluster
from budget_portal.local.supervisor import _servers_over
from disclosures import workflow
from disclosures.management import sample
from disclosures.models import Appointment, Artefact, Disclosure, Publication, Review
from tests.publishing import approved, somebody_of

KILLS = 200
WITHIN_A_TRANSACTION = 100
KILLS_OF_THE_DATABASE = 20
# What the child has to wait for, and so how far into the transaction it has come.
BLOCKS = (
    "SELECT FROM disclosures_disclosure FOR UPDATE",
    "LOCK disclosures_artefact IN SHARE MODE",
    "SELECT FROM disclosures_budget FOR UPDATE",
)
PDF = f"/departments/{sample.entries()['department']['code']}/2026/disclosure.pdf"


def test_r1_a_killed_publication_leaves_nothing_half_done(
    real_transactions: None,  # noqa: ARG001 - asked for
    tmp_path: Path,
) -> None:
    chance = random.Random(1)
    within = 0
    with override_settings(MEDIA_ROOT=tmp_path):
        sample.load()
        disclosure = sample.disclosures().get()
        review = approved(disclosure)
        somebody_of(disclosure, Appointment.Role.PUBLISH)
        for number in range(KILLS):
            block = BLOCKS[number % len(BLOCKS)] if number % 10 else None
            within += killed(disclosure, block, chance)
            assert not Publication.objects.exists(), number
            assert not Artefact.objects.exists(), number
            review.refresh_from_db()
            assert review.state == Review.State.APPROVED
            assert Client().get(PDF).status_code == 404
        publication = workflow.publish(
            disclosure, somebody_of(disclosure, Appointment.Role.PUBLISH)
        )

        assert Client().get(PDF).status_code == 200
    print(
        f"\nR1: {KILLS} × kill -9 during publication, {within} with its transaction open:"
        f" 0 half-published; the next try published version {publication.version}"
    )
    assert within >= WITHIN_A_TRANSACTION


def killed(disclosure: Disclosure, block: str | None, chance: random.Random) -> bool:
    """Kill a process that publishes; whether its transaction was open then."""
    connection.close()
    with held(block) if block else held("SELECT 1") as watcher:
        child, backend = publishing_child(disclosure)
        try:
            if block:
                await_lock(watcher, backend)
            else:
                # Anywhere before the transaction: setting the PDF takes longer than this.
                time.sleep(chance.uniform(0, 1.2))
            was_open = bool(open_transactions(watcher, backend))
        finally:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
    return was_open


@contextmanager
def held(block: str) -> Iterator[psycopg.Connection]:
    """A session that holds what the child will wait for, until the child is dead."""
    parameters = settings.OWNER_DATABASE
    options = {"dbname": connection.settings_dict["NAME"], "user": parameters["USER"]}
    with psycopg.connect(host=parameters["HOST"], **options) as session:
        session.execute(block)
        yield session
        session.rollback()


def publishing_child(disclosure: Disclosure) -> tuple[int, int]:
    """A process that publishes, and the process of the server that works for it."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            connection.ensure_connection()
            os.write(writer, str(connection.connection.info.backend_pid).encode())
            os.close(writer)
            publisher = somebody_of(disclosure, Appointment.Role.PUBLISH)
            workflow.publish(disclosure, publisher)
        finally:
            os._exit(1)
    os.close(writer)
    with os.fdopen(reader) as lines:
        return child, int(lines.read())


def open_transactions(watcher: psycopg.Connection, backend: int) -> list[tuple[object, ...]]:
    # Within a transaction the server would show its first look again and again.
    watcher.execute("SELECT pg_stat_clear_snapshot()")
    return watcher.execute(
        "SELECT wait_event_type FROM pg_stat_activity WHERE pid = %s AND backend_xid IS NOT NULL"
        " OR pid = %s AND state <> 'idle' AND xact_start IS NOT NULL",
        (backend, backend),
    ).fetchall()


def await_lock(watcher: psycopg.Connection, backend: int) -> None:
    """Wait until the child waits for us, inside its transaction."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if ("Lock",) in open_transactions(watcher, backend):
            return
        time.sleep(0.01)
    pytest.fail("the child never came to its transaction")


def test_r3_no_acknowledged_publication_is_lost_with_the_database(tmp_path: Path) -> None:
    tmp_path.chmod(0o711)
    tmp_path.parent.chmod(0o711)
    cluster = Cluster(Path("/tmp") / f"budget-portal-r3-{os.getpid()}")  # noqa: S108 - removed below
    acknowledged = tmp_path / "acknowledged"
    before = os.environ["DATABASE_URL"]
    try:
        with postgres.join(cluster):
            environment = {**os.environ, "ARTEFACTS_DIR": str(tmp_path / "artefacts")}
            kills = kill_under_load(cluster, environment, acknowledged)
            found = run(environment, "check", acknowledged)
    finally:
        os.environ["DATABASE_URL"] = before
        subprocess.run(["rm", "-rf", str(cluster.home)], check=False)
    lines = acknowledged.read_text().splitlines()
    told = f"{len(lines)} publications acknowledged: {found}"
    print(f"\nR3: {kills} × kill -9 of PostgreSQL, {told}")
    assert found.strip().endswith("0 lost, 0 faults")
    assert len(lines) >= kills


def kill_under_load(cluster: Cluster, environment: dict[str, str], acknowledged: Path) -> int:
    """Kill every process of the server again and again while somebody publishes."""
    run(environment, "prepare", acknowledged)
    command = [sys.executable, "-m", "tests.prove.publisher", "publish", str(acknowledged)]
    publisher = subprocess.Popen(command, env=environment, cwd=postgres.CHECKOUT)
    chance = random.Random(3)
    try:
        for _ in range(KILLS_OF_THE_DATABASE):
            # Longer than the supervisor takes for a crash in a row.
            time.sleep(chance.uniform(11, 16))
            for server in _servers_over(cluster.data):
                os.kill(server, signal.SIGKILL)
            assert publisher.poll() is None, "the publisher gave up"
        time.sleep(15)
    finally:
        publisher.terminate()
        publisher.wait()
    return KILLS_OF_THE_DATABASE


def run(environment: dict[str, str], step: str, acknowledged: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tests.prove.publisher", step, str(acknowledged)],
        env=environment,
        cwd=postgres.CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
