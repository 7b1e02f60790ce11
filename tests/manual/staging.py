"""What the screenshots of the manual show: the sample, its staff, and a region around it."""

from dataclasses import dataclass, field
from datetime import timedelta
from http.cookies import SimpleCookie

from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from disclosures.authorship import Author, written_by
from disclosures.bureau.examination import examine
from disclosures.management import code_list, sample
from disclosures.models import (
    Appointment,
    Budget,
    Department,
    Disclosure,
    Explanation,
    Region,
    Review,
    User,
)
from tests.admin.people import logged_in
from tests.models import rows

Role = Appointment.Role
PASSWORD = "Kuai-ji-7731"
STAFF = {
    Role.ENTRY: ("luru", "张", "晓梅"),
    Role.REVIEW: ("shenhe", "李", "建国"),
    Role.PUBLISH: ("fabu", "王", "海燕"),
    Role.FINANCE: ("caizheng", "陈", "立新"),
    Role.SYSTEM: ("xitong", "刘", "志强"),
    Role.AUDIT: ("shenji", "周", "敏"),
}
NEIGHBOURS = ("州民政局", "州水利局", "州司法局", "州文化体育广播电视和旅游局", "州统计局")
UNWRITTEN = "use/general/210"
CORRECTED = "本年在职人员两年晋档工资调增及各项社保费缴费基数调增，增加人员经费预算"


@dataclass
class Stage:
    """The sample and its staff, and what is taken away to show an unfinished draft."""

    disclosure: Disclosure
    staff: dict[Role, User]
    wording: str = ""
    sessions: dict[Role, str] = field(default_factory=dict)

    @property
    def budget(self) -> Budget:
        """The budget of the sample's unit."""
        return Budget.objects.entered().behind(self.disclosure).get()

    def session_of(self, role: Role) -> str:
        """The session of the person who holds the role."""
        if role not in self.sessions:
            jar: SimpleCookie = logged_in(self.staff[role]).cookies
            self.sessions[role] = jar["sessionid"].value
        return self.sessions[role]

    def written(self) -> None:
        """Write what was left open for the picture of the text desk."""
        self.disclosure.explanations.update_or_create(
            key=UNWRITTEN, defaults={"wording": self.wording}
        )

    def corrected(self) -> None:
        """As the clerk, change a figure and a sentence of what is public."""
        clerk = self.staff[Role.ENTRY]
        author = Author(str(clerk.pk), f"{clerk}（{clerk.username}）", "127.0.0.1")
        line = self.budget.line_items.exclude(project=None).order_by("-amount")[0]
        line.amount += 20000
        with written_by(lambda: author):
            line.save()
            self.disclosure.explanations.filter(key="expenditure/basic").update(wording=CORRECTED)


def page(name: str, row: object) -> str:
    """The path of a page about a row."""
    return reverse(f"admin:disclosures_{name}", args=[getattr(row, "pk", row)])


def staged() -> Stage:
    """Tables, sample, staff and neighbours on an empty database."""
    call_command("migrate", verbosity=0, interactive=False)
    disclosure = sample.load().disclosure
    today = timezone.localdate()
    Disclosure.objects.filter(pk=disclosure.pk).update(
        approved_on=today - timedelta(11), dated_on=today
    )
    disclosure.acknowledgements.filter(rule__in=("D1", "N7")).delete()
    unwritten = Explanation.objects.get(disclosure=disclosure, key=UNWRITTEN)
    staff = {role: _person(role, disclosure.department) for role in STAFF}
    stage = Stage(Disclosure.objects.get(pk=disclosure.pk), staff, unwritten.wording)
    unwritten.delete()
    for number, name in enumerate(NEIGHBOURS):
        _neighbour(number, name, stage)
    _next_year(stage)
    examine(Disclosure.objects.all())
    return stage


def _person(role: Role, department: Department) -> User:
    username, family, given = STAFF[role]
    user = User.objects.create_user(
        username, password=PASSWORD, is_staff=True, last_name=family, first_name=given
    )
    scope: dict[str, object] = {"department": department}
    if role is Role.FINANCE:
        scope = {"region": department.region}
    elif role in (Role.SYSTEM, Role.AUDIT):
        scope = {}
    Appointment.objects.create(user=user, role=role, **scope)
    return user


def _neighbour(number: int, name: str, stage: Stage) -> None:
    """Another department of the region, each as far as another one."""
    region: Region = stage.disclosure.department.region
    region.timetables.get_or_create(
        year=stage.disclosure.year, defaults={"approved_on": timezone.localdate() - timedelta(11)}
    )
    department = rows.a_department(f"653000{number + 310}", region)
    Department.objects.filter(pk=department.pk).update(name=name, short_name=name)
    unit = rows.a_unit(department, 1, is_head=True)
    budget = rows.a_budget(unit)
    approved_on = timezone.localdate() - timedelta((11, 11, 25, 11, 14)[number])
    disclosure = rows.a_disclosure(department, approved_on=approved_on)
    clerk, reviewer = stage.staff[Role.ENTRY], stage.staff[Role.REVIEW]
    if number:
        Budget.objects.filter(pk=budget.pk).deliver(clerk, timezone.now())
    states = {3: Review.State.SUBMITTED, 4: Review.State.APPROVED}
    if number in states:
        brought = {"approved_by": reviewer, "approved_at": timezone.now()} if number == 4 else {}
        Review.objects.create(
            disclosure=disclosure,
            number=1,
            state=states[number],
            content_sha256="a" * 64,
            submitted_by=clerk,
            submitted_at=timezone.now() - timedelta(hours=2),
            **brought,
        )


def _next_year(stage: Stage) -> None:
    """An empty budget of the next year, to copy into."""
    year = stage.disclosure.year + 1
    for path in sample.CODE_LISTS:
        code_list.load(path, year)
    rows.a_budget(stage.budget.unit, year)
