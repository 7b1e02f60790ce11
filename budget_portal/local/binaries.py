"""Where the system keeps the programs of PostgreSQL."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from budget_portal.local.account import LauncherError

OLDEST_MAJOR: Final = 14


def _directories() -> Iterator[Path]:
    """Places that may hold the server, the usual ones first."""
    yield from Path("/usr/lib/postgresql").glob("*/bin")
    yield from Path("/usr").glob("pgsql-*/bin")
    if postgres := shutil.which("postgres"):
        yield Path(postgres).resolve().parent
    if pg_config := shutil.which("pg_config"):
        answer = subprocess.run(
            [pg_config, "--bindir"], capture_output=True, text=True, check=False
        )
        yield Path(answer.stdout.strip() or "/")


def _major(directory: Path) -> int:
    """Major version of the server in a directory; 0 where there is none."""
    if not all((directory / name).exists() for name in ("postgres", "initdb")):
        return 0
    answer = subprocess.run(
        [directory / "postgres", "--version"], capture_output=True, text=True, check=False
    )
    version = re.search(r"\d+", answer.stdout)
    return int(version[0]) if version else 0


def installed() -> dict[int, Path]:
    """Usable servers by major version."""
    found = {_major(directory): directory for directory in _directories()}
    return {major: directory for major, directory in found.items() if major >= OLDEST_MAJOR}


def directory_for(data: Path) -> Path:
    """Programs that fit a data directory; the newest ones for a directory still to be made."""
    servers = installed()
    if not servers:
        raise LauncherError(f"No PostgreSQL ≥ {OLDEST_MAJOR} here: apt-get install postgresql")
    version = data / "PG_VERSION"
    if not version.exists():
        return servers[max(servers)]
    wanted = int(version.read_text(encoding="ascii"))
    if wanted not in servers:
        raise LauncherError(
            f"{data} was written by PostgreSQL {wanted}, here is {max(servers)}: "
            f"apt-get install postgresql-{wanted}, or dump, move the directory away and restore."
        )
    return servers[wanted]
