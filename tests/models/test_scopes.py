"""Which rows a person sees and may change: own unit, own department, own region, everything."""

from dataclasses import dataclass

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils import timezone

from disclosures.access import permitted
from disclosures.models import (
    Acknowledgement,
    Appointment,
    Artefact,
    Assets,
    Budget,
    Department,
    Disclosure,
    EntrySheet,
    Examination,
    Excuse,
    Explanation,
    GlossaryEntry,
    JointPublication,
    JointPublicationItem,
    LineItem,
    OverallIndicator,
    Procurement,
    Project,
    ProjectIndicator,
    Publication,
    Reclassification,
    Region,
    Reminder,
    Review,
    Staffing,
    Timetable,
    Unit,
    User,
    VehicleHolding,
    Withdrawal,
)
from disclosures.models.scopes import ScopedQuerySet

from . import rows

pytestmark = pytest.mark.django_db
Role = Appointment.Role
OF_A_BUDGET = (
    LineItem,
    Reclassification,
    Project,
    ProjectIndicator,
    Staffing,
    Procurement,
    Assets,
    VehicleHolding,
)
OF_A_DISCLOSURE = (
    OverallIndicator,
    Explanation,
    GlossaryEntry,
    Acknowledgement,
    Publication,
    Artefact,
    Withdrawal,
    Examination,
    Reminder,
    JointPublicationItem,
)
ORGANISATION = (Region, Department, Unit)
OF_A_REGION = (Timetable, JointPublication)
ALL = (*ORGANISATION, *OF_A_REGION, Budget, *OF_A_BUDGET, Disclosure, *OF_A_DISCLOSURE)


@dataclass
class World:
    """Two regions; the first with two departments, the first of them with two units."""

    units: dict[str, Unit]

    def __getitem__(self, name: str) -> Unit:
        return self.units[name]


@pytest.fixture
def world() -> World:
    """Every unit with one row of every model, every department with a disclosure too."""
    rows.a_catalogue(2025)
    rows.a_catalogue(2026)
    here, there = rows.a_region("653000"), rows.a_region("654000")
    departments = [
        rows.a_department("653000301", here),
        rows.a_department("653000302", here),
        rows.a_department("654000301", there),
    ]
    own, neighbour, abroad = departments
    units = {
        "own": rows.a_unit(own, 1),
        "sister": rows.a_unit(own, 2),
        "neighbour": rows.a_unit(neighbour, 1),
        "abroad": rows.a_unit(abroad, 1),
    }
    for region in (here, there):
        fill_region(region)
    for unit in units.values():
        fill_budget(unit)
        fill_disclosure(unit.department, unit)
    for department in departments:
        fill_disclosure(department, None)
    return World(units)


def fill_region(region: Region) -> None:
    region.timetables.create(year=2026)
    now, officer = timezone.now(), rows.a_user("officer")
    JointPublication.objects.create(
        region=region, year=2026, starts_at=now, scheduled_by=officer, scheduled_at=now
    )


def fill_budget(unit: Unit) -> None:
    budget = rows.a_budget(unit)
    project = Project.objects.create(budget=budget, name="项目")
    ProjectIndicator.objects.create(project=project)
    rows.a_line(budget, project=project)
    rows.a_move(budget)
    Staffing.objects.create(budget=budget)
    Procurement.objects.create(budget=budget)
    VehicleHolding.objects.create(assets=Assets.objects.create(budget=budget), kind="other")


def fill_disclosure(department: Department, unit: Unit | None) -> None:
    disclosure = rows.a_disclosure(department, unit)
    OverallIndicator.objects.create(disclosure=disclosure)
    Explanation.objects.create(disclosure=disclosure, key="operating")
    GlossaryEntry.objects.create(disclosure=disclosure, name="名词", definition="解释")
    rows.an_acknowledgement(disclosure, rows.a_user("answering"))
    publication = rows.a_publication(disclosure)
    Artefact.objects.create(
        publication=publication, name="a", media_type="b", sha256="a" * 64, size=1
    )
    rows.a_withdrawal(publication)
    now, officer = timezone.now(), rows.a_user("officer")
    Examination.objects.create(disclosure=disclosure, errors=0, warnings=0, examined_at=now)
    Reminder.objects.create(disclosure=disclosure, sent_by=officer, sent_at=now)
    review = Review.objects.create(
        disclosure=disclosure,
        number=1,
        content_sha256="a" * 64,
        submitted_by=officer,
        submitted_at=now,
    )
    JointPublicationItem.objects.create(
        joint_publication=JointPublication.objects.get(region=department.region), review=review
    )


def scoped(model: type[models.Model]) -> ScopedQuerySet[models.Model]:
    """All rows of a model that belongs to departments."""
    found = model._default_manager.all()
    assert isinstance(found, ScopedQuerySet)
    return found


def changing(model: type[models.Model]) -> str:
    """The permission to change rows of a model."""
    return f"disclosures.change_{model._meta.model_name}"


def counts(user: User | AnonymousUser) -> dict[str, int]:
    """How many rows of each model a person sees."""
    return {model.__name__: scoped(model).visible_to(user).count() for model in ALL}


def expected(
    organisation: tuple[int, int, int],
    of_units: int,
    disclosures: int,
    regions: tuple[int, int] = (1, 0),
) -> dict[str, int]:
    """One row of each budget model a unit, one of each disclosure model a disclosure.

    ``regions`` tells the timetables and the joint publications.
    """
    return {
        **dict(zip(("Region", "Department", "Unit"), organisation, strict=True)),
        **dict(zip(("Timetable", "JointPublication"), regions, strict=True)),
        **{model.__name__: of_units for model in (Budget, *OF_A_BUDGET)},
        **{model.__name__: disclosures for model in (Disclosure, *OF_A_DISCLOSURE)},
    }


def test_a_clerk_of_a_unit_sees_that_unit_only(world: World) -> None:
    clerk = rows.an_appointed(Role.ENTRY, unit=world["own"])

    assert counts(clerk) == expected((1, 1, 1), 1, 1)
    assert LineItem.objects.visible_to(clerk).get().budget.unit == world["own"]
    assert Department.objects.visible_to(clerk).get() == world["own"].department


@pytest.mark.parametrize("role", [Role.ENTRY, Role.REVIEW, Role.PUBLISH])
def test_a_department_s_people_see_all_its_units(world: World, role: Appointment.Role) -> None:
    person = rows.an_appointed(role, department=world["own"].department)

    assert counts(person) == expected((1, 1, 2), 2, 3)


def test_the_finance_department_sees_its_region(world: World) -> None:
    officer = rows.an_appointed(Role.FINANCE, region=world["own"].department.region)

    assert counts(officer) == expected((1, 2, 3), 3, 5, (1, 1))


@pytest.mark.usefixtures("world")
def test_audit_sees_everything_and_changes_nothing() -> None:
    auditor = rows.an_appointed(Role.AUDIT)

    assert counts(auditor) == expected((2, 3, 4), 4, 7, (2, 2))
    assert not any(permitted(scoped(model), auditor, changing(model)).exists() for model in ALL)


@pytest.mark.usefixtures("world")
def test_the_system_administrator_sees_who_discloses_but_no_budget() -> None:
    assert counts(rows.an_appointed(Role.SYSTEM)) == expected((2, 3, 4), 0, 0, (0, 0))


@pytest.mark.usefixtures("world")
def test_a_superuser_sees_everything() -> None:
    assert counts(rows.a_user(is_superuser=True)) == expected((2, 3, 4), 4, 7, (2, 2))


def test_nobody_without_an_active_appointment_sees_anything(world: World) -> None:
    dismissed = rows.an_appointed(Role.ENTRY, unit=world["own"])
    dismissed.is_active = False

    for nobody in (rows.a_user("newcomer"), dismissed, AnonymousUser()):
        assert not any(counts(nobody).values())


def test_what_a_department_says_of_its_units_is_not_a_unit_s_to_say(world: World) -> None:
    department = world["own"].department
    excuses = {rows.an_excuse(world[name], rows.a_user("answering")) for name in ("own", "sister")}
    rows.an_excuse(world["neighbour"], rows.a_user("answering"))
    of_unit = rows.an_appointed(Role.ENTRY, unit=world["own"])
    reviewer = rows.an_appointed(Role.REVIEW, department=department)

    assert not Excuse.objects.visible_to(of_unit).exists()
    assert set(Excuse.objects.visible_to(reviewer)) == excuses
    assert set(permitted(Excuse.objects.all(), reviewer, changing(Excuse))) == excuses
    officer = rows.an_appointed(Role.FINANCE, region=department.region)
    assert Excuse.objects.visible_to(officer).count() == 3
    assert not permitted(Excuse.objects.all(), officer, changing(Excuse)).exists()


def test_who_enters_here_and_reviews_there_changes_only_here(world: World) -> None:
    person = rows.an_appointed(Role.ENTRY, unit=world["own"])
    Appointment.objects.create(
        user=person, role=Role.REVIEW, department=world["neighbour"].department
    )

    seen = {line.budget.unit for line in LineItem.objects.visible_to(person)}
    changeable = {
        line.budget.unit for line in permitted(LineItem.objects.all(), person, changing(LineItem))
    }

    assert seen == {world["own"], world["neighbour"]}
    assert changeable == {world["own"]}


def test_sheets_of_ledgers_and_indicators_are_seen_with_their_owners(world: World) -> None:
    for unit in (world["own"], world["neighbour"]):
        budget = unit.budgets.get()
        for owner in (
            {"budget": budget},
            {"project": budget.projects.get()},
            {"disclosure": unit.disclosures.get()},
            {"disclosure": unit.department.disclosures.get(unit=None)},
        ):
            EntrySheet.objects.create(**owner)
    department = world["own"].department

    def seen(role: Appointment.Role, **scope: object) -> int:
        return EntrySheet.objects.visible_to(rows.an_appointed(role, **scope)).count()

    assert seen(Role.ENTRY, unit=world["own"]) == 3
    assert seen(Role.ENTRY, department=department) == 4
    assert seen(Role.FINANCE, region=department.region) == 8
    assert seen(Role.FINANCE, region=world["abroad"].department.region) == 0
    assert seen(Role.AUDIT) == 8


def test_current_publications_are_the_newest_of_each_disclosure() -> None:
    first, second = (rows.a_disclosure(rows.a_department(code)) for code in ("1", "2"))
    rows.a_publication(first)
    newest = rows.a_publication(first, version=2)
    only = rows.a_publication(second)

    assert set(Publication.objects.current()) == {newest, only}
    assert set(Publication.objects.filter(disclosure=first).current()) == {newest}


def test_what_is_withdrawn_is_not_published_and_leaves_nothing_current() -> None:
    first, second = (rows.a_disclosure(rows.a_department(code)) for code in ("1", "2"))
    oldest = rows.a_publication(first)
    rows.a_withdrawal(rows.a_publication(first, version=2))
    rows.a_withdrawal(rows.a_publication(second))
    newest = rows.a_publication(second, version=2)

    assert set(Publication.objects.published()) == {oldest, newest}
    assert set(Publication.objects.published().current()) == {newest}


def test_a_version_knows_what_stands_beside_it() -> None:
    disclosure = rows.a_disclosure(rows.a_department())
    versions = [rows.a_publication(disclosure, version=number) for number in (1, 2, 3)]
    rows.a_publication(rows.a_disclosure(rows.a_department("9")), version=9)
    for one in versions[:2]:
        rows.a_withdrawal(one)

    found = Publication.objects.filter(disclosure=disclosure).with_standing().order_by("version")

    assert [(vars(one)["newest"], vars(one)["withdrawn"]) for one in found] == [(3, [2, 1])] * 3
    assert [one.is_withdrawn for one in found] == [True, True, False]


def test_published_disclosures_have_a_version_that_the_public_may_read() -> None:
    published, withdrawn, draft = (
        rows.a_disclosure(rows.a_department(code)) for code in ("1", "2", "3")
    )
    rows.a_withdrawal(rows.a_publication(published))
    rows.a_publication(published, version=2)
    rows.a_publication(published, version=3)
    rows.a_withdrawal(rows.a_publication(withdrawn))

    assert list(Disclosure.objects.published()) == [published]
    assert draft.publications.count() == 0
