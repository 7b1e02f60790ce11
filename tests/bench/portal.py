"""A portal to measure: a database of its own with a made-up region, its servers, its load."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Final

from budget_portal.local import postgres
from budget_portal.local.postgres import CHECKOUT

WORKERS: Final = 2
SECONDS: Final = 3
RATE: Final = re.compile(r"Requests/sec:\s+([\d.]+)")


class MissingProgramError(Exception):
    """A program of Debian that a measurement needs."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is missing; as root: apt-get install -y {name}")


def prepare(departments: int) -> None:
    """Start a throw-away database and fill it; it ends with this process."""
    postgres.join(postgres.throwaway())
    kept = tempfile.mkdtemp(prefix="bench-kept-")
    Path(kept).chmod(0o755)
    os.environ.update(
        DJANGO_SETTINGS_MODULE="budget_portal.settings", KEPT_PAGES_DIR=kept, LOG_LEVEL="ERROR"
    )
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_region", departments, pdfs=0, stdout=StringIO())
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def program(name: str) -> str:
    """Where a program is. Raises ``MissingProgramError``."""
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    if found is None:
        raise MissingProgramError(name)
    return found


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def running(command: list[str], port: int) -> Iterator[str]:
    """A server at work; gives its address."""
    with subprocess.Popen(command, cwd=CHECKOUT) as process:
        try:
            _await(process, port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def gunicorn(port: int) -> list[str]:
    """The command that serves the portal as `make run` does, and an empty answer beside it."""
    options = (f"--workers={WORKERS}", "--log-level=error", f"--bind=127.0.0.1:{port}")
    return [sys.executable, "-m", "gunicorn", "tests.bench.serving", *options]


def requests_per_second(address: str, **headers: str) -> float:
    """How many answers a server gives in a second, asked by four readers at once."""
    given = [word for name, value in headers.items() for word in ("-H", f"{name}: {value}")]
    command = [program("wrk"), "-t1", "-c4", f"-d{SECONDS}", *given, address]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in said and "If-None-Match" not in headers:
        raise RuntimeError(f"{address}: {said}")
    found = RATE.search(said)
    if not found:
        raise RuntimeError(said)
    return float(found[1])


def _await(process: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(400):
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise RuntimeError("The server did not start.")
