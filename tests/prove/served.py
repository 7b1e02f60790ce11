"""The portal served by real workers on the database of the tests, and a clerk who talks to it."""

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from tests.prove.publishing import environment

WORKERS = 2
PATIENCE = 300
CSRF = "a" * 32
BOUNDARY = "proof"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    text: str
    location: str


@dataclass
class Portal:
    """A running server; ``first`` are the workers that it began with."""

    process: "subprocess.Popen[bytes]"
    port: int
    log: Path
    first: frozenset[int] = frozenset()

    def workers(self) -> frozenset[int]:
        """The processes that answer requests now."""
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
        return frozenset(map(int, children.split()))

    @property
    def deaths(self) -> int:
        """How many of the first workers are no more."""
        return len(self.first - self.workers())

    def post(self, path: str, session: str, body: bytes, kind: str) -> Answer:
        """A request of a clerk who is logged in."""
        headers = {
            "Content-Type": kind,
            "Cookie": f"sessionid={session}; csrftoken={CSRF}",
            "X-CSRFToken": CSRF,
        }
        return self.ask("POST", path, body, headers)

    def get(self, path: str) -> Answer:
        """A request of a reader."""
        return self.ask("GET", path, b"", {})

    def ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        talk = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            talk.request(method, path, body, dict(headers))
            answer = talk.getresponse()
            text = answer.read().decode(errors="replace")
            return Answer(answer.status, text, answer.headers.get("Location", ""))
        finally:
            talk.close()


def as_form(fields: Mapping[str, str], filename: str = "", content: bytes = b"") -> bytes:
    """A form with a file, as a browser sends it."""
    lines = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    if filename or content:
        named = f'Content-Disposition: form-data; name="file"; filename="{filename}"'
        lines.append(f"--{BOUNDARY}\r\n{named}\r\n\r\n".encode() + content + b"\r\n")
    return b"".join(lines) + f"--{BOUNDARY}--\r\n".encode()


FORM = f"multipart/form-data; boundary={BOUNDARY}"


@contextmanager
def serving(folder: Path) -> Iterator[Portal]:
    """The portal on the database that the tests use."""
    with serving_with({**environment(), "ARTEFACTS_DIR": str(folder)}, folder) as portal:
        yield portal


@contextmanager
def serving_with(surroundings: Mapping[str, str], folder: Path) -> Iterator[Portal]:
    """The portal served on the database that its environment names."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    log = folder / "server.log"
    command = [sys.executable, "-m", "gunicorn", "budget_portal.wsgi", f"--bind=127.0.0.1:{port}"]
    with (
        log.open("wb") as written,
        subprocess.Popen(
            [*command, f"--workers={WORKERS}", "--timeout=120"],
            cwd=settings.BASE_DIR,
            env=dict(surroundings),
            stdout=written,
            stderr=written,
        ) as process,
    ):
        portal = Portal(process, port, log)
        try:
            _await(portal)
            portal.first = portal.workers()
            yield portal
        finally:
            process.terminate()


def _await(portal: Portal) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", portal.port), 1).close()
        except OSError:
            assert portal.process.poll() is None, portal.log.read_text(errors="replace")
            time.sleep(0.1)
        else:
            if len(portal.workers()) == WORKERS:
                return
    raise AssertionError("the portal did not start")
