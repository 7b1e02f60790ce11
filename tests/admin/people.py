"""Departments with one row of everything, and the staff who open the desk."""

import time
from dataclasses import dataclass
from datetime import date

from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django_otp import DEVICE_ID_SESSION_KEY

from disclosures.access import is_privileged
from disclosures.budget import snapshot
from disclosures.budget.document import compose
from disclosures.ledger import submission
from disclosures.login.devices import given, new_key
from disclosures.login.sessions import TIMES
from disclosures.management import sample
from disclosures.models import (
    Appointment,
    Assets,
    Budget,
    Disclosure,
    EconomicCode,
    FailedLogin,
    FunctionalCode,
    LineItem,
    Login,
    Project,
    ProjectIndicator,
    Unit,
    User,
)
from tests.models import rows

SAMPLE = "653000301"
SECRET = "不可见"
BACKEND = "disclosures.access.AppointmentBackend"


@dataclass(frozen=True)
class Entered:
    """A disclosure and what hangs on it."""

    disclosure: Disclosure

    @property
    def unit(self) -> Unit:
        """The department's first unit."""
        return self.disclosure.department.units.order_by("code")[0]

    @property
    def budget(self) -> Budget:
        """The unit's budget of the year."""
        return Budget.objects.get(
            unit=self.unit, year=self.disclosure.year, role=Budget.Role.BUDGET
        )

    def clerk(self) -> Client:
        """Somebody who enters the department's data."""
        return self.somebody(Appointment.Role.ENTRY)

    def publisher(self) -> Client:
        """Somebody who publishes the department's data."""
        return self.somebody(Appointment.Role.PUBLISH)

    def somebody(self, role: Appointment.Role) -> Client:
        """A person with a role in the department, logged in."""
        return desk_of(role, department=self.disclosure.department)


def entered() -> Entered:
    """The sample."""
    sample.load()
    return Entered(Disclosure.objects.get(department__code=SAMPLE, unit=None))


def another(code: str) -> Entered:
    """A department with one row of everything that can be entered, and one version."""
    region = rows.a_region(code[:6])
    region.name = f"{SECRET}地区{code[:6]}"
    region.save()
    department = rows.a_department(code, region)
    department.name = f"{SECRET}部门{code}"
    department.save()
    unit = rows.a_unit(department)
    Unit.objects.filter(pk=unit.pk).update(name=f"{SECRET}单位{code}")
    budget = rows.a_budget(unit)
    project = Project.objects.create(budget=budget, name=f"{SECRET}项目{code}")
    ProjectIndicator.objects.create(project=project, level1="一", level2="二", level3="三")
    rows.a_line(budget, "987654.32", project=project)
    rows.a_move(budget, "987.65", note=SECRET, from_project=SECRET, to_project=project)
    Assets.objects.create(budget=budget)
    disclosure = rows.a_disclosure(department, duties=SECRET)
    record = snapshot.write(compose(submission(disclosure)), snapshot.Imprint(1, date(2026, 2, 5)))
    rows.a_publication(disclosure, note=SECRET, snapshot=record)
    staff = User.objects.create_user(f"staff{code}", last_name=SECRET, is_staff=True)
    Appointment.objects.create(user=staff, role=Appointment.Role.ENTRY, department=department)
    seen = {"username": staff.username, "ip_address": "203.0.113.9", "user_agent": SECRET}
    Login.objects.create(**seen)
    FailedLogin.objects.create(**seen, failures_since_start=1)
    rows.an_excuse(unit, staff, ground=SECRET)
    return Entered(disclosure)


def desk_of(role: Appointment.Role, **scope: object) -> Client:
    """A person with a role, logged in to the desk."""
    person = User.objects.create_user(f"{role.value}{User.objects.count()}", is_staff=True)
    Appointment.objects.create(user=person, role=role, **scope)
    return logged_in(person)


def logged_in(person: User) -> Client:
    """The person's browser, with the device that the person needs."""
    client = Client()
    client.force_login(person, BACKEND)
    session = client.session
    now = int(time.time())
    session[TIMES] = (now, now)
    if is_privileged(person):
        session[DEVICE_ID_SESSION_KEY] = given(person, new_key()).persistent_id
    session.save()
    return client


def superuser() -> Client:
    """Somebody who may do everything."""
    return logged_in(User.objects.create_superuser(f"root{User.objects.count()}"))


def page(model: type[Model], name: str, *args: object) -> str:
    """The address of a page of the desk."""
    return reverse(f"admin:disclosures_{model._meta.model_name}_{name}", args=args)


def functional(code: str, year: int = 2026) -> FunctionalCode:
    """A functional code of the sample's catalogue."""
    return FunctionalCode.objects.get(year=year, code=code)


def economic(code: str, year: int = 2026) -> EconomicCode:
    """An economic code of the sample's catalogue."""
    return EconomicCode.objects.get(year=year, code=code)


def first_line(whose: Entered) -> LineItem:
    """A line item of the department."""
    return LineItem.objects.filter(budget=whose.budget).order_by("pk")[0]
