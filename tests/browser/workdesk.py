"""A server of the desk with clerks logged in, and a fresh budget for every test."""

import threading
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from itertools import count

from django.core.wsgi import get_wsgi_application
from django.db import connections, transaction
from django.test.testcases import QuietWSGIRequestHandler
from django.urls import reverse
from playwright.sync_api import BrowserContext

from disclosures.management import sample
from disclosures.models import Appointment, Budget, Department, Project, Unit
from tests.admin.people import SAMPLE, desk_of

from .conftest import Server, kept_open

BUDGETS = 40
CLERKS = 2


@dataclass
class Workdesk(threading.Thread):
    """The desk, served until it is told to close; all work with the database is this thread's."""

    cookies: list[str] = field(default_factory=list)
    grids: list[str] = field(default_factory=list)
    failure: Exception | None = None

    def __post_init__(self) -> None:
        super().__init__()
        self.server = Server(("127.0.0.1", 0), QuietWSGIRequestHandler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        self.is_ready = threading.Event()
        self.given = count()

    __hash__ = object.__hash__

    def run(self) -> None:
        """Enter the sample, log the clerks in, answer requests, leave nothing behind."""
        shared = connections["default"]
        shared.inc_thread_sharing()
        try:
            with kept_open(), transaction.atomic(), self.server:
                self._prepare()
                self.server.connections_override = {"default": shared}
                self.server.set_app(get_wsgi_application())
                self.is_ready.set()
                self.server.serve_forever()
                transaction.set_rollback(True)
        except Exception as failure:  # the thread of the tests raises it
            self.failure = failure
        finally:
            self.is_ready.set()
            shared.dec_thread_sharing()
            shared.close()

    def _prepare(self) -> None:
        sample.load()
        department = Department.objects.get(code=SAMPLE)
        for _ in range(CLERKS):
            client = desk_of(Appointment.Role.ENTRY, department=department)
            jar: SimpleCookie = client.cookies
            self.cookies.append(jar["sessionid"].value)
        for number in range(BUDGETS):
            code = f"{SAMPLE}9{number:02}"
            unit = Unit.objects.create(department=department, code=code, name=f"单位{number}")
            budget = Budget.objects.create(unit=unit, year=2026)
            Project.objects.create(budget=budget, name="设备购置")
            self.grids.append(reverse("admin:disclosures_budget_grid", args=[budget.pk]))

    def fresh(self) -> str:
        """The grid of a budget that no test used yet."""
        return self.address + self.grids[next(self.given)]

    def log_in(self, context: BrowserContext, clerk: int = 0) -> None:
        """Let the pages of a context be those of a clerk."""
        value = self.cookies[clerk]
        context.add_cookies([{"name": "sessionid", "value": value, "url": self.address}])
