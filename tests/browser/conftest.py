"""A server of the published sample, and a browser that notes everything it complains about."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.core.servers.basehttp import ThreadedWSGIServer
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.test.testcases import QuietWSGIRequestHandler
from playwright.sync_api import BrowserContext, Page, Request
from pytest_django import DjangoDbBlocker

from disclosures.models import Publication
from tests.web.library import corrected_department, kept_open, published_sample

CORRECTED = "653022001"
CHROMIUM = "/usr/bin/chromium"
QUIET = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class Server(ThreadedWSGIServer):
    """A server whose threads read inside the transaction that holds the sample."""

    def _close_connections(self) -> None:
        """The shared connection outlives each request."""


class Portal(threading.Thread):
    """The portal, served with the sample and a corrected neighbour until it is told to close.

    ``also`` publishes more. The thread does all work with the database itself: Playwright's loop
    runs in the thread of the tests, and Django keeps no connection for code inside a loop.
    """

    def __init__(
        self, artefacts: Path, also: Callable[[Publication], None] = lambda _: None
    ) -> None:
        super().__init__()
        self.also = also
        self.artefacts = artefacts
        self.server = Server(("127.0.0.1", 0), QuietWSGIRequestHandler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        self.is_ready = threading.Event()
        self.failure: Exception | None = None

    def run(self) -> None:
        """Publish both, answer requests, leave nothing behind."""
        shared = connections["default"]
        shared.inc_thread_sharing()
        try:
            with kept_open(), published_sample(self.artefacts) as publication:
                corrected_department(publication, CORRECTED, "阿克陶县财政局")
                self.also(publication)
                self.server.connections_override = {"default": shared}
                self.server.set_app(get_wsgi_application())
                self.is_ready.set()
                self.server.serve_forever()
        except Exception as failure:  # the thread of the tests raises it
            self.failure = failure
        finally:
            self.server.server_close()
            self.is_ready.set()
            shared.dec_thread_sharing()
            shared.close()


@dataclass
class Complaints:
    """What a browser reports and asks for while pages are read."""

    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        """Note console errors, script errors and every request of the page."""
        page.on("console", lambda message: self._note(message.type, message.text))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self._asked)

    def _note(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.errors.append(text)

    def _asked(self, request: Request) -> None:
        self.requests.append(request.url)


@pytest.fixture(scope="package")
def portal(
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """The address of a server that shows the sample."""
    yield from served(Portal(tmp_path_factory.mktemp("artefacts")), django_db_blocker)


def served(portal: Portal, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The address of the portal while it runs."""
    with django_db_blocker.unblock():
        portal.start()
        portal.is_ready.wait()
        if portal.failure:
            raise portal.failure
        yield portal.address
        portal.server.shutdown()
        portal.join()


@pytest.fixture(scope="session")
def base_url() -> None:
    """None: tests name the portal. The plugin's own fixture is deprecated by pytest."""


@pytest.fixture(scope="session")
def browser_type_launch_args(
    request: pytest.FixtureRequest, browser_type_launch_args: dict[str, Any]
) -> dict[str, Any]:
    """Debian's browser, which asks for nothing by itself; the database is made before it."""
    request.getfixturevalue("django_db_setup")
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": list(QUIET)}


@pytest.fixture
def complaints(context: BrowserContext) -> Complaints:
    """What the browser reports of every page of the test."""
    noted = Complaints()
    context.on("page", noted.listen)
    return noted
