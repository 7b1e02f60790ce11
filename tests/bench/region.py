"""A region of a given size, in a process and a database of its own, asked for its pages."""

import atexit
import functools
import gc
import gzip
import json
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from budget_portal.local.postgres import CHECKOUT

from . import portal

ASSET: Final = re.compile(r'(?:href|src)="/static/([^"]+\.(?:css|js))"')
MILLISECOND: Final = 1000


@dataclass(frozen=True, slots=True)
class Answer:
    """One request: how long it took by the clock, and of that on a processor, in milliseconds."""

    wall: float
    busy: float


@dataclass(frozen=True, slots=True)
class Page:
    """Many answers of one address, its queries, and its bytes on the wire with its assets."""

    status: int
    answers: tuple[Answer, ...]
    queries: int
    wire: int
    script: int

    def percentile(self, of: str, percent: int = 95) -> float:
        """How long all but the slowest took, by ``wall`` or ``busy``."""
        return percentile([getattr(one, of) for one in self.answers], percent)


def percentile(times: Iterable[float], percent: int) -> float:
    """What so many per cent do not take longer than."""
    return statistics.quantiles(times, n=100, method="inclusive")[percent - 1]


class Region:
    """The process; it ends with this one."""

    def __init__(self, size: int) -> None:
        command = [sys.executable, "-m", __name__, str(size)]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, cwd=CHECKOUT, text=True, stdin=pipe, stdout=pipe)
        atexit.register(self._process.terminate)
        self.said = self._told()

    def page(self, path: str, requests: int) -> Page:
        """Ask for a page so many times."""
        stdin: IO[str] = self._process.stdin  # type: ignore[assignment]  # a pipe
        print(json.dumps([path, requests]), file=stdin, flush=True)
        told = self._told()
        answers = tuple(Answer(*one) for one in told.pop("answers"))
        return Page(answers=answers, **told)

    def _told(self) -> dict[str, Any]:
        stdout: IO[str] = self._process.stdout  # type: ignore[assignment]  # a pipe
        told: dict[str, Any] = json.loads(stdout.readline())
        return told


@functools.cache
def region(size: int) -> Region:
    """The region of a size, loaded once in a run."""
    print(f"loading {size:,} departments …", file=sys.stderr, flush=True)
    return Region(size)


def main(size: int) -> None:
    """Load a region, then answer the lines of the standard input."""
    portal.prepare(size)
    from django.db import connection
    from django.test import Client

    from disclosures.models import Publication, PublishedLine

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    client = Client(SERVER_NAME="localhost")
    said = {"publications": Publication.objects.count(), "lines": PublishedLine.objects.count()}
    # What loading left behind would be gone through again and again; a server has none of it.
    gc.collect()
    gc.freeze()
    print(json.dumps(said), flush=True)
    for line in sys.stdin:
        path, requests = json.loads(line)
        print(json.dumps(_page(client, backend, path, requests)), flush=True)


def _page(client: Any, backend: Path, path: str, requests: int) -> dict[str, Any]:  # noqa: ANN401 - Django's test client
    """What a page takes; the first request, which may fill what is kept, is not counted."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    led = client.get(path, follow=True).redirect_chain
    path = led[-1][0] if led else path
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
        content = answer.getvalue()
        count = len(queries)
    assets = {name: _compressed(name) for name in set(ASSET.findall(content.decode()))}
    return {
        "status": answer.status_code,
        "answers": [_answer(client, backend, path) for _ in range(requests)],
        "queries": count,
        "wire": len(gzip.compress(content)) + sum(assets.values()),
        "script": sum(size for name, size in assets.items() if name.endswith(".js")),
    }


def _answer(client: Any, backend: Path, path: str) -> tuple[float, float]:  # noqa: ANN401 - Django's test client
    """One request: by the clock, and on a processor in Python and in the database."""
    wall, busy = time.perf_counter(), time.process_time() + _worked(backend)
    client.get(path).getvalue()
    return (
        (time.perf_counter() - wall) * MILLISECOND,
        (time.process_time() + _worked(backend) - busy) * MILLISECOND,
    )


def _worked(backend: Path) -> float:
    """Seconds that the server process of our connection has been on a processor."""
    return int(backend.read_text().split()[0]) / 1e9


def _compressed(name: str) -> int:
    return len(gzip.compress((CHECKOUT / "static" / name).read_bytes()))


if __name__ == "__main__":
    main(int(sys.argv[1]))
