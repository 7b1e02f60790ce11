"""The process that starts the private PostgreSQL and stops it after its last user."""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

from budget_portal.local import account, binaries
from budget_portal.local.account import LauncherError
from budget_portal.local.child import bound_to_me
from budget_portal.local.cluster import (
    Cluster,
    admit_application,
    claim_sockets,
    create,
    environment,
    write_access_rules,
)
from budget_portal.local.postgres import is_lockable, open_lock

START_SECONDS: Final = 120
STOP_SECONDS: Final = 10
PAUSE: Final = 0.05
LOOK_EVERY: Final = 0.2
MOST_RESTARTS: Final = 5
SOUND_AFTER_SECONDS: Final = 10
READY: Final = b"ready"


def _servers_over(data: Path) -> list[int]:
    """Processes of PostgreSQL that work in a data directory."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            is_postgres = process.joinpath("exe").readlink().name == "postgres"
            if is_postgres and process.joinpath("cwd").readlink() == data.resolve():
                found.append(int(process.name))
        except OSError:
            continue
    return found


def _end_orphans(data: Path) -> None:
    """End what a killed server left, so that a new one may start at once."""
    for number in (signal.SIGQUIT, signal.SIGKILL):
        deadline = time.monotonic() + STOP_SECONDS
        while (orphans := _servers_over(data)) and time.monotonic() < deadline:
            for orphan in orphans:
                _send(orphan, number)
            time.sleep(PAUSE)
    # The system may have given the number in it to another process since.
    (data / "postmaster.pid").unlink(missing_ok=True)


def _send(process: int, number: signal.Signals) -> None:
    """Send a signal to a process that may have ended meanwhile."""
    try:
        os.kill(process, number)
    except ProcessLookupError:
        return


def start(cluster: Cluster) -> subprocess.Popen[bytes]:
    """Start the server of a cluster, made first where it is new, and wait until it is ready."""
    owner = account.server()
    programs = binaries.directory_for(cluster.data)
    if not cluster.data.exists():
        create(cluster, programs, owner)
    _end_orphans(cluster.data)
    admit_application(cluster, programs, owner)
    write_access_rules(cluster, owner)
    claim_sockets(cluster, owner)
    with cluster.log.open("ab") as log:
        server = subprocess.Popen(
            [programs / "postgres", "-D", cluster.data, *cluster.options()],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env=environment(),
            preexec_fn=bound_to_me(signal.SIGQUIT),  # noqa: PLW1509 - this process has one thread
            **owner.popen_options(),
        )
    _await_ready(cluster, server)
    return server


def _await_ready(cluster: Cluster, server: subprocess.Popen[bytes]) -> None:
    """Wait until the server says in postmaster.pid that it takes connections."""
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        if _is_ready(cluster.data / "postmaster.pid", server.pid):
            return
        time.sleep(PAUSE)
    _stop(server, signal.SIGQUIT)
    lines = cluster.log.read_text("utf-8", "replace").splitlines()[-3:]
    raise LauncherError(f"PostgreSQL did not start: {' '.join(lines)} (see {cluster.log})")


def _is_ready(state: Path, process: int) -> bool:
    """Whether the state file is this server's and its eighth line says ready."""
    try:
        lines = state.read_text("utf-8").splitlines()
    except FileNotFoundError:
        return False
    return len(lines) > 7 and lines[0] == str(process) and lines[7].strip() == "ready"


def _stop(server: subprocess.Popen[bytes], first: signal.Signals) -> None:
    """Stop the server: with the given signal, then harder and harder."""
    for number in (first, signal.SIGQUIT, signal.SIGKILL):
        if server.poll() is None:
            server.send_signal(number)
        try:
            server.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            continue
        return


def _serve(cluster: Cluster, server: subprocess.Popen[bytes]) -> None:
    """Keep the server up while it has users; one that crashed is started again."""
    restarts, started = 0, time.monotonic()
    with open_lock(cluster, "users") as users:
        # Once the lock is ours alone, new users wait for it until we have stopped.
        while not is_lockable(users, fcntl.LOCK_EX):
            if server.poll() is not None:
                is_sound = time.monotonic() - started > SOUND_AFTER_SECONDS
                restarts, started = (1 if is_sound else restarts + 1), time.monotonic()
                if restarts > MOST_RESTARTS:
                    return
                server = start(cluster)
            time.sleep(LOOK_EVERY)
        _stop(server, signal.SIGQUIT if cluster.is_throwaway else signal.SIGINT)


def _clear(cluster: Cluster) -> None:
    """Remove what a stopped server no longer needs."""
    shutil.rmtree(cluster.sockets, ignore_errors=True)
    if cluster.is_throwaway:
        shutil.rmtree(cluster.home, ignore_errors=True)


def _detach(cluster: Cluster) -> None:
    """Leave the caller's terminal, so that its Ctrl-C does not reach the server."""
    os.setsid()
    os.chdir("/")
    os.umask(0o077)
    with cluster.log.open("ab") as log, Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)


def supervise(cluster: Cluster, report: int) -> None:
    """Serve the users of a cluster; say through the pipe `report` when, or why not."""
    _detach(cluster)
    with open_lock(cluster, "supervisor") as lock, os.fdopen(report, "wb") as pipe:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            server = start(cluster)
        except LauncherError as problem:
            pipe.write(str(problem).encode())
            return
        pipe.write(READY)
        pipe.close()
        try:
            _serve(cluster, server)
        finally:
            _clear(cluster)


def main(home: str, *options: str) -> None:
    """Go to the background; the process in front ends when the server is ready, or cannot be."""
    cluster = Cluster(Path(home), is_throwaway="--throw-away" in options)
    reader, writer = os.pipe()
    if os.fork() == 0:
        os.close(reader)
        supervise(cluster, writer)
        return
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        answer = pipe.read()
    if answer != READY:
        sys.exit(answer.decode() or f"The database supervisor died: see {cluster.log}")


if __name__ == "__main__":
    main(*sys.argv[1:])
