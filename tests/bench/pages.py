"""The page of a publication, kept: against an empty answer, and behind nginx."""

import os
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

from django.conf import settings

from budget_portal.local.postgres import CHECKOUT
from disclosures.models import Publication

from . import portal
from .measuring import Figure, at_least
from .options import Options

GZIP = {"Accept-Encoding": "gzip"}


def measure(options: Options) -> Iterator[Figure]:
    """Requests a second, all asked in turn of the same servers."""
    publication = Publication.objects.published().current().order_by("pk")[0]
    path = f"/departments/{publication.disclosure.code}/{publication.disclosure.year}/"
    port = portal.free_port()
    with portal.running(portal.gunicorn(port), port) as address:
        etag = _etag(f"{address}{path}")
        empty, plain, compressed, known = _rates(
            options.rounds,
            (f"{address}/empty", {}),
            (f"{address}{path}", {}),
            (f"{address}{path}", GZIP),
            (f"{address}{path}", {**GZIP, "If-None-Match": etag}),
        )
    against = f"an empty answer {empty:,.0f}/s"
    yield at_least(0.5, "page, warm", f"{plain:,.0f}/s", against, plain / empty)
    yield at_least(
        0.5, "page, warm, compressed", f"{compressed:,.0f}/s", against, compressed / empty
    )
    yield at_least(0.8, "page, 304", f"{known:,.0f}/s", against, known / empty)
    yield from _behind_nginx(path, options.rounds)


def _rates(rounds: int, *asked: tuple[str, dict[str, str]]) -> list[float]:
    """The median rate of each address, all in turn."""
    found = [
        [portal.requests_per_second(address, **headers) for address, headers in asked]
        for _ in range(rounds)
    ]
    return [statistics.median(rates) for rates in zip(*found, strict=True)]


def _etag(address: str) -> str:
    """Asks once, so that the page is kept; its ETag."""
    for headers in ({}, GZIP):
        with urlopen(Request(address, headers=headers)) as answer:
            etag: str = answer.headers["ETag"]
    return etag


def _behind_nginx(path: str, rounds: int) -> Iterator[Figure]:
    """The file that the publication left, as nginx is told to send it, and one of its size."""
    port = portal.free_port()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        place.chmod(0o755)
        page = Path(f"{settings.KEPT_DIR}/current{path}index.html")
        (place / "plain.html").write_bytes(page.read_bytes())
        file = place / "nginx.conf"
        file.write_text(_configuration(place, port), encoding="utf-8")
        with portal.running([portal.program("nginx"), "-c", str(file)], port) as address:
            page_rate, static = _rates(
                rounds, (f"{address}{path}", {}), (f"{address}/plain.html", {})
            )
    against = f"a static file {static:,.0f}/s"
    yield at_least(0.95, "page behind nginx", f"{page_rate:,.0f}/s", against, page_rate / static)


def _configuration(place: Path, port: int) -> str:
    """The portal's own rules for pages, without TLS, and a static file beside them."""
    text = (CHECKOUT / "budget_portal" / "nginx.conf").read_text(encoding="utf-8")
    rules = text[text.index("    location /departments/") : text.index("    proxy_set_header")]
    table = text[text.index("map $args") : text.index("# A name that is not ours")]
    rules = rules.replace("/srv/kept", str(settings.KEPT_DIR)).replace("@portal", "=404")
    user = "user root;" if os.geteuid() == 0 else ""
    return (
        f"{user} pid {place}/pid; error_log {place}/log; daemon off; worker_processes 2;\n"
        f"events {{}}\nhttp {{ access_log off; sendfile on; {table}\n"
        f"server {{ listen 127.0.0.1:{port}; root {place};\n{rules} }} }}\n"
    )
