"""A private PostgreSQL cluster: its places, its making, its configuration.

Two roles, so that what was published or logged cannot be changed from within the application:
`portal` owns the database and its tables and is used by migrations alone; `portal_app` is what the
application logs in as and may do what `manage.py migrate` grants it.
"""

import hashlib
import os
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from budget_portal.local import account
from budget_portal.local.account import Account, LauncherError

OWNER: Final = "portal"
APPLICATION: Final = "portal_app"
SUPERUSER: Final = "postgres"
SOCKET_NAME: Final = ".s.PGSQL.5432"
DURABLE: Final = {"fsync": "on"}
FORGETFUL: Final = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
PATIENT: Final = {"lock_timeout": "300s"}  # a test that waits for another's lock fails, and says so
FIRST_STATEMENTS: Final = (
    f"CREATE ROLE {OWNER} LOGIN CREATEDB;\nCREATE DATABASE {OWNER} OWNER {OWNER};\n"
)
# A cluster of an earlier version has tables that the next migration finds readable.
APPLICATION_STATEMENTS: Final = (
    f"CREATE ROLE {APPLICATION} LOGIN;\nGRANT {APPLICATION} TO {OWNER};\n"
    f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {APPLICATION};\n"
)


@dataclass(frozen=True, slots=True)
class Cluster:
    """One private server: where it lives, and whether its data outlives it."""

    home: Path
    is_throwaway: bool = False

    @property
    def data(self) -> Path:
        """The data directory, by the path that the server's account can walk."""
        return self.home.resolve() / "data"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.home / "server.log"

    @property
    def mark(self) -> str:
        """Name that no other checkout or user has."""
        digest = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:12]
        return f"budget-portal-{os.geteuid()}-{digest}"

    @property
    def sockets(self) -> Path:
        """Directory of the socket: short, because a socket's path may have 107 bytes only."""
        return Path("/run" if os.geteuid() == 0 else "/tmp") / self.mark  # noqa: S108 - owner checked

    @property
    def address(self) -> str:
        """The DATABASE_URL of the cluster: the application's."""
        return self._address_of(APPLICATION)

    @property
    def owner_address(self) -> str:
        """The OWNER_DATABASE_URL of the cluster."""
        return self._address_of(OWNER)

    def _address_of(self, role: str) -> str:
        return f"postgresql://{role}@/{OWNER}?host={self.sockets}"

    def options(self) -> list[str]:
        """Configuration given on the command line: one socket, no TCP."""
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "log_checkpoints": "off",
            **(FORGETFUL | PATIENT if self.is_throwaway else DURABLE),
        }
        return [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]


def settle(cluster: Cluster) -> None:
    """Make the home; where the server's account cannot reach it, keep it under /var/lib."""
    parent = cluster.home.parent
    parent.mkdir(parents=True, exist_ok=True)
    if cluster.home.exists():
        return
    if account.server().may_enter(parent):
        cluster.home.mkdir(mode=0o711, exist_ok=True)
        return
    elsewhere = Path("/var/lib") / cluster.mark
    elsewhere.mkdir(mode=0o711, exist_ok=True)
    if not cluster.home.is_symlink():
        cluster.home.symlink_to(elsewhere)


def claim_sockets(cluster: Cluster, owner: Account) -> None:
    """Make the socket directory ours alone; refuse one that somebody else put there."""
    cluster.sockets.mkdir(mode=0o700, exist_ok=True)
    status = cluster.sockets.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid not in {os.geteuid(), owner.uid}:
        raise LauncherError(f"{cluster.sockets} belongs to somebody else: remove it.")
    os.chown(cluster.sockets, owner.uid, owner.gid)
    cluster.sockets.chmod(0o700)


def create(cluster: Cluster, programs: Path, owner: Account) -> None:
    """Make the data directory, whole or not at all."""
    fresh = cluster.data.with_name("data.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    os.chown(fresh, owner.uid, owner.gid)
    initdb: list[str | Path] = [programs / "initdb", f"--pgdata={fresh}", f"--username={SUPERUSER}"]
    # C.UTF-8 knows Chinese letters (pg_trgm needs that) and sorts alike on every machine.
    initdb += ["--auth=peer", "--encoding=UTF8", "--locale=C.UTF-8"]
    initdb += ["--no-sync"] if cluster.is_throwaway else []
    _run(initdb, owner)
    _run(_alone(cluster, programs, fresh, SUPERUSER), owner, FIRST_STATEMENTS)
    fresh.rename(cluster.data)


def admit_application(cluster: Cluster, programs: Path, owner: Account) -> None:
    """Make the application's role in a stopped cluster, once: an earlier version knew none."""
    mark = cluster.home / "application_role"
    if mark.exists():
        return
    _run(_alone(cluster, programs, cluster.data, OWNER), owner, APPLICATION_STATEMENTS)
    mark.touch()


def _alone(cluster: Cluster, programs: Path, data: Path, database: str) -> list[str | Path]:
    """The server as a program that reads statements, before it serves anybody."""
    fast: list[str | Path] = ["-F"] if cluster.is_throwaway else []
    return [programs / "postgres", "--single", *fast, "-D", data, database]


def _run(command: list[str | Path], owner: Account, text: str = "") -> None:
    """Run a program of PostgreSQL as the server's account."""
    done = subprocess.run(
        command,
        input=text,
        env=environment(),
        cwd="/",
        text=True,
        capture_output=True,
        check=False,
        **owner.popen_options(),
    )
    if done.returncode:
        raise LauncherError(f"{Path(command[0]).name} failed: {done.stderr.strip()}")


def environment() -> dict[str, str]:
    """Environment of the server: none of the caller's PG… variables or secrets."""
    return {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}


def write_access_rules(cluster: Cluster, owner: Account) -> None:
    """Let in, by the socket's peer, whoever started the server and the server itself."""
    names = sorted({owner.name, account.current().name})
    roles = (APPLICATION, OWNER, SUPERUSER)
    rules = "".join(f'portal "{name}" {role}\n' for name in names for role in roles)
    (cluster.data / "pg_hba.conf").write_text("local all all peer map=portal\n", "ascii")
    (cluster.data / "pg_ident.conf").write_text(rules, "utf-8")
