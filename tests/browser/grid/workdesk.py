"""A server of the desk with clerks logged in, and a fresh budget for every test."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from itertools import count
from typing import TypeVar

from django.contrib.auth import SESSION_KEY
from django.core.wsgi import get_wsgi_application
from django.db import connections, transaction
from django.test.testcases import QuietWSGIRequestHandler
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page

from disclosures.management import code_list, sample
from disclosures.models import Appointment, Project, User
from tests.admin.people import desk_of, logged_in
from tests.browser.conftest import Server
from tests.models import rows

BUDGETS = 60
CLERKS = 2
PASSWORD = "Lu-ru-yuan-2031"
# Nobody else's year and department: another server's transaction may hold those of the sample.
YEAR = 2031
DEPARTMENT = "880000001"


@dataclass
class Workdesk(threading.Thread):
    """The desk, served until it is told to close; all work with the database is this thread's."""

    names: list[str] = field(default_factory=list)
    cookies: list[str] = field(default_factory=list)
    owners: list[dict[str, int]] = field(default_factory=list)
    failure: Exception | None = None

    def __post_init__(self) -> None:
        super().__init__()
        self.server = Server(("127.0.0.1", 0), QuietWSGIRequestHandler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        self.is_ready = threading.Event()
        self.given = count()

    __hash__ = object.__hash__

    def run(self) -> None:
        """Make the budgets, log the clerks in, answer requests, leave nothing behind."""
        shared = connections["default"]
        shared.inc_thread_sharing()
        # A request would close it, finding it inside a transaction that it did not begin.
        vars(shared)["close_if_unusable_or_obsolete"] = lambda: None
        try:
            with transaction.atomic(), self.server:
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
            del vars(shared)["close_if_unusable_or_obsolete"]
            shared.dec_thread_sharing()
            shared.close()

    def _prepare(self) -> None:
        for path in sample.CODE_LISTS:
            code_list.load(path, YEAR)
        department = rows.a_department(DEPARTMENT, rows.a_region(DEPARTMENT[:6]))
        for _ in range(CLERKS):
            client = desk_of(Appointment.Role.ENTRY, department=department)
            person = User.objects.get(pk=client.session[SESSION_KEY])
            person.set_password(PASSWORD)
            person.save()
            self.names.append(person.username)
            jar: SimpleCookie = logged_in(person).cookies
            self.cookies.append(jar["sessionid"].value)
        for number in range(BUDGETS):
            budget = rows.a_budget(rows.a_unit(department, number), YEAR)
            project = Project.objects.create(budget=budget, name="设备购置")
            disclosure = rows.a_disclosure(department, budget.unit, YEAR)
            self.owners.append(
                {"budget": budget.pk, "project": project.pk, "disclosure": disclosure.pk}
            )

    def fresh(self, owner: str = "budget") -> str:
        """The grid of a budget that no test used yet, or of its project or disclosure."""
        key = self.owners[next(self.given)][owner]
        return self.address + reverse(f"admin:disclosures_{owner}_grid", args=[key])

    def log_in_again(self, page: Page, clerk: int) -> None:
        """Log a clerk in by the form, whoever the browser belonged to."""
        page.context.clear_cookies()
        page.goto(f"{self.address}/admin/login/")
        page.get_by_label("用户名").fill(self.names[clerk])
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(f"{self.address}/admin/")

    def log_in(self, context: BrowserContext, clerk: int = 0) -> None:
        """Let the pages of a context be those of a clerk."""
        value = self.cookies[clerk]
        context.add_cookies([{"name": "sessionid", "value": value, "url": self.address}])


Desk = TypeVar("Desk", bound=Workdesk)


@contextmanager
def served(desk: Desk) -> Iterator[Desk]:
    """The desk, ready, until the tests are over."""
    desk.start()
    desk.is_ready.wait()
    if desk.failure:
        raise desk.failure
    yield desk
    desk.server.shutdown()
    desk.join()
