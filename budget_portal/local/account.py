"""The operating-system account that runs the private database server."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class LauncherError(Exception):
    """What keeps the launcher from going on, in one line that says what to do."""


@dataclass(frozen=True, slots=True)
class Account:
    """Who runs the server: PostgreSQL refuses to run as root."""

    name: str
    uid: int
    gid: int

    @property
    def is_current(self) -> bool:
        """Whether this process runs as that account already."""
        return self.uid == os.geteuid()

    def popen_options(self) -> dict[str, Any]:
        """Arguments that make `subprocess` run a program as this account, and as nobody else."""
        if self.is_current:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def may_enter(self, directory: Path) -> bool:
        """Whether the account reaches the directory; asked of the system, which knows all rules."""
        question = ["test", "-x", str(directory)]
        answer = subprocess.run(question, cwd="/", check=False, **self.popen_options())
        return answer.returncode == 0


def current() -> Account:
    """The account of this process."""
    try:
        entry = pwd.getpwuid(os.geteuid())
    except KeyError:
        raise LauncherError(
            f"User {os.geteuid()} has no name in /etc/passwd, which PostgreSQL needs: add one."
        ) from None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def server() -> Account:
    """The account of the server: ourselves, or for root an unprivileged one."""
    if os.geteuid() != 0:
        return current()
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    raise LauncherError("Neither postgres nor nobody is a user here: add one, or do not be root.")
