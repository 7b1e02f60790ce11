"""A private PostgreSQL that lives as long as somebody uses it.

Every user holds a shared lock on `users.lock`; the kernel takes it back however the user ends.
A detached supervisor starts the server, and stops it as soon as it can have that lock alone.
"""

import fcntl
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self

from budget_portal.local.account import LauncherError
from budget_portal.local.cluster import SOCKET_NAME, Cluster, settle

STOP_SECONDS: Final = 15
PAUSE: Final = 0.05
CHECKOUT: Final = Path(__file__).resolve().parents[2]
PERSISTENT: Final = Cluster(CHECKOUT / "var" / "postgres")


class Membership:
    """One user's share in a running server; it ends with the process at the latest."""

    def __init__(self, cluster: Cluster, lock: IO[bytes]) -> None:
        self._cluster = cluster
        self._lock = lock
        # A forked child shares the lock, and would keep the server alive after its parent;
        # the registration also keeps the lock open for as long as the process lives.
        os.register_at_fork(after_in_child=lock.close)

    def leave(self) -> None:
        """Give the share back; the last user waits until the server has stopped."""
        self._lock.close()
        deadline = time.monotonic() + STOP_SECONDS
        while self._cluster.sockets.exists() and time.monotonic() < deadline:
            if _has_users(self._cluster):
                return
            time.sleep(PAUSE)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.leave()


def is_wanted() -> bool:
    """Whether the environment leaves the database to us."""
    is_local = os.environ.get("PORTAL_MODE", "local") == "local"
    return is_local and not os.environ.get("DATABASE_URL")


def join(cluster: Cluster) -> Membership:
    """Use the server of a cluster, starting it where nobody did; name it in the environment."""
    settle(cluster)
    share = open_lock(cluster, "users")
    try:
        fcntl.flock(share, fcntl.LOCK_SH)
        with open_lock(cluster, "start") as start:
            fcntl.flock(start, fcntl.LOCK_EX)
            if not is_served(cluster):
                _launch_supervisor(cluster)
    except BaseException:
        share.close()
        raise
    os.environ["DATABASE_URL"] = cluster.address
    os.environ["OWNER_DATABASE_URL"] = cluster.owner_address
    return Membership(cluster, share)


def throwaway() -> Cluster:
    """A new cluster for tests, gone with its last user."""
    home = Path(tempfile.mkdtemp(prefix="budget-portal-"))
    home.chmod(0o711)  # the server's account passes through to its own directory
    return Cluster(home, is_throwaway=True)


def open_lock(cluster: Cluster, name: str) -> IO[bytes]:
    """Open one of the lock files of a cluster, not yet locked."""
    file = cluster.home / f"{name}.lock"
    try:
        return open(file, "ab", opener=lambda path, flags: os.open(path, flags, 0o600))
    except PermissionError:
        raise LauncherError(
            f"{cluster.home} belongs to another user: run as that user, or remove it."
        ) from None


def is_lockable(lock: IO[bytes], kind: int) -> bool:
    """Take a lock where that needs no waiting; say whether it did not."""
    try:
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def is_served(cluster: Cluster) -> bool:
    """Whether a supervisor is at work and its server answers."""
    with open_lock(cluster, "supervisor") as lock:
        return not is_lockable(lock, fcntl.LOCK_SH) and _answers(cluster.sockets / SOCKET_NAME)


def _has_users(cluster: Cluster) -> bool:
    """Whether anybody uses the server; its supervisor, once it stops it, is no user."""
    with open_lock(cluster, "users") as lock:
        return not is_lockable(lock, fcntl.LOCK_EX) and is_lockable(lock, fcntl.LOCK_SH)


def _answers(address: Path) -> bool:
    """Whether somebody listens on a socket; a stale socket file refuses."""
    with socket.socket(socket.AF_UNIX) as connection:
        try:
            connection.connect(str(address))
        except OSError:
            return False
    return True


def _launch_supervisor(cluster: Cluster) -> None:
    """Start the supervisor and wait until its server is ready."""
    command = [sys.executable, "-m", "budget_portal.local.supervisor", str(cluster.home)]
    if cluster.is_throwaway:
        command.append("--throw-away")
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise LauncherError(done.stderr.strip())
