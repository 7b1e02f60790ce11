"""A primary and a streaming replica on this machine, each on a socket of its own."""

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from budget_portal.local import account, binaries

ROLES = (
    "CREATE ROLE portal LOGIN CREATEDB",
    "CREATE ROLE portal_app LOGIN",
    "CREATE DATABASE portal OWNER portal",
)


@dataclass(frozen=True)
class Server:
    """A PostgreSQL server of a proof."""

    home: Path

    @property
    def data(self) -> Path:
        return self.home / "data"

    def address(self, role: str = "postgres", database: str = "portal") -> str:
        return f"postgresql://{role}@/{database}?host={self.home}"

    def ask(self, statement: str, database: str = "portal") -> object:
        """The first value of a statement's answer, as the superuser."""
        with psycopg.connect(self.address(database=database), autocommit=True) as session:
            answer = session.execute(statement)
            row = answer.fetchone() if answer.description else None
            return row[0] if row else None

    def start(self) -> None:
        options = f"-c listen_addresses= -c unix_socket_directories={self.home} -c fsync=off"
        run("pg_ctl", "-D", self.data, "-w", "-l", self.home / "log", "-o", options, "start")

    def stop(self) -> None:
        run("pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop")


def run(program: str, *words: object) -> None:
    """A program of PostgreSQL, as an account that it accepts."""
    newest = binaries.installed()[max(binaries.installed())]
    done = subprocess.run(
        [newest / program, *map(str, words)],
        cwd="/",
        env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
        # A server that stays would keep a pipe open.
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
        **account.server().popen_options(),
    )
    assert done.returncode == 0, f"{program} {words}"


@contextmanager
def replicated() -> Iterator[tuple[Server, Server]]:
    """An empty portal's database on the primary, and a replica that follows it."""
    place = Path(tempfile.mkdtemp(prefix="portal-replica-"))
    owner = account.server()
    os.chown(place, owner.uid, owner.gid)
    place.chmod(0o755)
    primary, replica = Server(place / "primary"), Server(place / "replica")
    for one in (primary, replica):
        one.home.mkdir()
        os.chown(one.home, owner.uid, owner.gid)
    try:
        run("initdb", "-D", primary.data, "-U", "postgres", "-A", "trust", "--locale=C.UTF-8")
        primary.start()
        for statement in ROLES:
            primary.ask(statement, "postgres")
        source = f"host={primary.home} user=postgres"
        run("pg_basebackup", "-D", replica.data, "-R", "-X", "stream", "-d", source)
        replica.start()
        yield primary, replica
    finally:
        for one in (replica, primary):
            if (one.data / "postmaster.pid").exists():
                one.stop()
        subprocess.run(["rm", "-rf", place], check=True)


def caught_up(primary: Server, replica: Server, seconds: float = 30) -> float:
    """Wait until the replica has all that the primary has; how long that took."""
    start = time.monotonic()
    here = primary.ask("SELECT pg_current_wal_lsn()")
    while not replica.ask(f"SELECT pg_last_wal_replay_lsn() >= '{here}'"):
        assert time.monotonic() - start < seconds, "the replica does not follow"
        time.sleep(0.01)
    return time.monotonic() - start
