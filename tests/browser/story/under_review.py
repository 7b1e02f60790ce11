"""A disclosure under review, with one comment that waits and one that is answered."""

from http.cookies import SimpleCookie

from django.urls import reverse
from django.utils import timezone

from disclosures.management import code_list, sample
from disclosures.models import Appointment, Comment, Disclosure, Review
from tests.admin.people import desk_of
from tests.browser.grid.workdesk import Workdesk
from tests.models import rows

# Nobody else's year and department, as for the grid.
YEAR, DEPARTMENT = 2038, "850000001"


class UnderReview(Workdesk):
    """The desk as somebody sees it who both reviews and writes."""

    __hash__ = object.__hash__

    def _prepare(self) -> None:
        for path in sample.CODE_LISTS:
            for year in (YEAR - 1, YEAR):
                code_list.load(path, year)
        department = rows.a_department(DEPARTMENT, rows.a_region(DEPARTMENT[:6]))
        rows.a_line(rows.a_budget(rows.a_unit(department), YEAR), "1000000.00")
        disclosure = rows.a_disclosure(department, year=YEAR, duties="第一项\n第二项")
        self.disclosure = disclosure.pk
        jar: SimpleCookie = desk_of(Appointment.Role.REVIEW, department=department).cookies
        self.cookies.append(jar["sessionid"].value)
        _said(disclosure)

    def at(self, page: str) -> str:
        """The address of a page of the disclosure."""
        target = reverse(f"admin:disclosures_disclosure_{page}", args=[self.disclosure])
        return self.address + target


def _said(disclosure: Disclosure) -> None:
    """Submitted, and commented on twice."""
    by, now = rows.a_user("submitting"), timezone.now()
    Review.objects.create(
        disclosure=disclosure,
        number=1,
        content_sha256="0" * 64,
        submitted_by=by,
        submitted_at=now,
    )
    said = {"disclosure": disclosure, "made_by": by, "made_at": now}
    Comment.objects.create(place="t3/2010301/1", quote="100.00", words="与批复数不符", **said)
    Comment.objects.create(
        place="s二/2", words="原因过于笼统", answer="已改", answered_by=by, answered_at=now, **said
    )
