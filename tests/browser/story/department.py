"""A department before its year begins: last year's figures, and one person for each step."""

from django.contrib.auth import SESSION_KEY
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext

from disclosures.management import code_list, sample
from disclosures.models import Appointment, User
from tests.admin.people import desk_of
from tests.browser.grid.workdesk import Workdesk
from tests.models import rows

Role = Appointment.Role
# Nobody else's years and department, as for the grid.
YEAR = 2036
NAME = "临江县乡村振兴局"
DEPARTMENT = "860000001"
STAFF = ((Role.ENTRY, "王录入"), (Role.REVIEW, "李审核"), (Role.PUBLISH, "赵发布"))
LAST_YEAR = (("2010301", "30101", "3200000.00"), ("2080505", "30108", "260000.00"))


class Department(Workdesk):
    """The desk; the department has one unit, whose budget of the year is empty."""

    __hash__ = object.__hash__

    def _prepare(self) -> None:
        for path in sample.CODE_LISTS:
            for year in (YEAR - 1, YEAR):
                code_list.load(path, year)
        department = rows.a_department(DEPARTMENT, rows.a_region(DEPARTMENT[:6]))
        for role, name in STAFF:
            client = desk_of(role, department=department)
            User.objects.filter(pk=client.session[SESSION_KEY]).update(last_name=name)
            self.cookies.append(client.cookies["sessionid"].value)
        department.name = NAME
        department.save()
        unit = rows.a_unit(department)
        comparison = rows.a_budget(unit, YEAR - 1, "comparison")
        for functional, economic, amount in LAST_YEAR:
            rows.a_line(comparison, amount, functional=functional, economic=economic)
        self.budget = rows.a_budget(unit, YEAR).pk
        self.disclosure = rows.a_disclosure(department, year=YEAR).pk

    def at(self, page: str) -> str:
        """The address of a page of the disclosure."""
        target = reverse(f"admin:disclosures_disclosure_{page}", args=[self.disclosure])
        return self.address + target

    @property
    def grid(self) -> str:
        """The address of the grid of the unit's line items."""
        return self.address + reverse("admin:disclosures_budget_grid", args=[self.budget])

    @property
    def public(self) -> str:
        """The address at which the public reads the year."""
        return f"{self.address}/departments/{DEPARTMENT}/{YEAR}/"

    def browser_of(self, browser: Browser, role: Role) -> BrowserContext:
        """A window in which the person who holds the role is logged in."""
        context = browser.new_context()
        self.log_in(context, [one for one, _ in STAFF].index(role))
        return context
