"""A server of the desk with two writers, and a disclosure that nobody wrote yet for every test."""

from http.cookies import SimpleCookie

from django.urls import reverse

from disclosures.management import code_list, sample
from disclosures.models import Appointment, Disclosure, Project, Unit
from tests.admin.people import desk_of
from tests.browser.grid.workdesk import CLERKS, Workdesk
from tests.models import rows

DISCLOSURES = 24
# Nobody else's year and department: another server's transaction may hold those of the sample.
YEAR = 2032
DEPARTMENT = "870000001"
LAST_YEAR = "去年办公经费支出增加较多"
LINES = (
    ("2010301", "30101", "general", "3200000.00"),
    ("2010301", "30201", "general", "84000.50"),
    ("2080505", "30108", "general", "260000.00"),
    ("2010302", "30299", "other", "150000.00"),
)


class WritingRoom(Workdesk):
    """The desk as people who write see it; its pages are those of the text."""

    def _prepare(self) -> None:
        for path in sample.CODE_LISTS:
            code_list.load(path, YEAR)
        department = rows.a_department(DEPARTMENT, rows.a_region(DEPARTMENT[:6]))
        for _ in range(CLERKS):
            jar: SimpleCookie = desk_of(Appointment.Role.ENTRY, department=department).cookies
            self.cookies.append(jar["sessionid"].value)
        for number in range(DISCLOSURES):
            disclosure = _entered(rows.a_unit(department, number))
            self.owners.append({"disclosure": disclosure.pk})

    def fresh(self, owner: str = "disclosure") -> str:
        """The text desk of a disclosure that no test wrote yet."""
        key = self.owners[next(self.given)][owner]
        return self.address + reverse("admin:disclosures_disclosure_explanations", args=[key])


def _entered(unit: Unit) -> Disclosure:
    """A unit's disclosure with its ledger, and one wording of the year before."""
    budget = rows.a_budget(unit, YEAR)
    project = Project.objects.create(budget=budget, name="设备购置")
    for functional, economic, source, amount in LINES:
        of = project if source == "other" else None
        rows.a_line(
            budget, amount, functional=functional, economic=economic, source=source, project=of
        )
    last = rows.a_disclosure(unit.department, unit, YEAR - 1)
    last.explanations.create(key="operating", wording=LAST_YEAR)
    return rows.a_disclosure(unit.department, unit, YEAR, duties="承担本单位职能。")
