"""A desk on which one unit's last year is entered, and its next year is not."""

from http.cookies import SimpleCookie

from django.urls import reverse

from disclosures.management import code_list, sample
from disclosures.models import Appointment, FunctionalCode, Project
from tests.admin.people import desk_of
from tests.browser.grid.workdesk import Workdesk
from tests.models import rows

# Nobody else's years and department, as for the grid.
YEAR = 2041
DEPARTMENT = "890000001"
GONE = "2101103"


class TwoYears(Workdesk):
    """The desk; the year of the budget lacks a code that the year before has."""

    __hash__ = object.__hash__

    def _prepare(self) -> None:
        for path in sample.CODE_LISTS:
            for year in (YEAR - 1, YEAR):
                code_list.load(path, year)
        FunctionalCode.objects.filter(year=YEAR, code=GONE).delete()
        department = rows.a_department(DEPARTMENT, rows.a_region(DEPARTMENT[:6]))
        client = desk_of(Appointment.Role.ENTRY, department=department)
        jar: SimpleCookie = client.cookies
        self.cookies.append(jar["sessionid"].value)
        unit = rows.a_unit(department)
        last = rows.a_budget(unit, YEAR - 1, "comparison")
        project = Project.objects.create(budget=last, name="工作经费")
        rows.a_line(last, "3000.00", economic="30201", project=project)
        rows.a_line(last, "4000.00")
        rows.a_line(last, "5000.00", functional=GONE, economic="30111")
        self.budget = rows.a_budget(unit, YEAR).pk
        self.disclosure = rows.a_disclosure(department, year=YEAR).pk
        rows.a_disclosure(department, year=YEAR - 1, duties="职能。", offices="办公室")

    def at(self, page: str, **asked: str) -> str:
        """The address of a page of the empty budget."""
        target = reverse(f"admin:disclosures_budget_{page}", args=[self.budget], query=asked)
        return self.address + target

    def texts(self) -> str:
        """The address of the page that takes texts from last year."""
        target = reverse("admin:disclosures_disclosure_last_texts", args=[self.disclosure])
        return self.address + target
