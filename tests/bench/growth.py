"""What is made live, with many departments against few: time, queries, bytes."""

import gzip
import json
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from typing import Any, Final

from budget_portal.local.postgres import CHECKOUT

from . import portal
from .measuring import Figure, at_most, seconds

FEW, MANY = 10, 1000
PAGES: Final = {
    "home": "/",
    "list": "/disclosures/",
    "list of a year": "/disclosures/?year=2025",
    "name sought": "/disclosures/?q=教育",
    "text sought": "/disclosures/?q=信息化",
    "department": "/departments/009900002/",
    "compare": "/compare/?department=009900001&department=009900002",
    "compare a region": "/compare/?region=009900",
    "function": "/functions/205/",
}
ASSET: Final = re.compile(r'(?:href|src)="/static/([^"]+\.(?:css|js))"')
KILOBYTE: Final = 1000
WIRE, SCRIPT = 100 * KILOBYTE, 20 * KILOBYTE


def measure(rounds: int) -> Iterator[Figure]:
    """Each size in a process and a database of its own."""
    few, many = (_asked(size, rounds) for size in (FEW, MANY))
    for name, one in many.items():
        base = few[name]
        if one["status"] != 200:
            yield Figure(f"{name}, {MANY} departments", f"answers {one['status']}")
            continue
        against = f"{FEW} departments {base['p95'] * 1000:.1f} ms"
        result = f"p95 {one['p95'] * 1000:.1f} ms"
        yield at_most(2, f"{name}, {MANY} departments", result, against, one["p95"] / base["p95"])
        bytes_of = f"{one['wire'] / 1000:.0f} kB, script {one['script'] / 1000:.0f} kB"
        said = f"{one['queries']} queries, {bytes_of}"
        is_met = (
            one["queries"] == base["queries"] and one["wire"] <= WIRE and one["script"] <= SCRIPT
        )
        yield Figure(
            f"{name}: queries, bytes",
            said,
            f"{base['queries']} queries",
            None,
            "same, ≤ 100 kB, ≤ 20 kB",
            is_met,
        )


def _asked(size: int, rounds: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.growth", str(size), str(rounds)]
    done = subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _page(client: Any, path: str, rounds: int) -> dict[str, Any]:  # noqa: ANN401 - Django's test client
    """Its p95, how many queries, how many bytes with its assets."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    led = client.get(path, follow=True).redirect_chain
    path = led[-1][0] if led else path
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
        count = len(queries)
    taken = [seconds(lambda: client.get(path)) for _ in range(rounds * 8)]
    html = answer.content.decode()
    assets = {name: _compressed(name) for name in set(ASSET.findall(html))}
    return {
        "status": answer.status_code,
        "p95": statistics.quantiles(taken, n=20)[-1],
        "queries": count,
        "wire": len(gzip.compress(answer.content)) + sum(assets.values()),
        "script": sum(size for name, size in assets.items() if name.endswith(".js")),
    }


def _compressed(name: str) -> int:
    return len(gzip.compress((CHECKOUT / "static" / name).read_bytes()))


def main(size: int, rounds: int) -> None:
    """Measure one size and print it as JSON."""
    portal.prepare(size)
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    print(json.dumps({name: _page(client, path, rounds) for name, path in PAGES.items()}))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
