"""A unit that makes no budget: registered with its ground, and no longer an error."""

import pytest
from django.test import Client

from disclosures.models import Appointment, Excuse, Unit
from disclosures.publication import drafted

from .people import Entered, desk_of, page

pytestmark = pytest.mark.django_db
GROUND = "编办〔2025〕8 号，2025 年撤并"
ROLE = Appointment.Role


@pytest.fixture
def closed(ours: Entered) -> Unit:
    """A unit of the sample's department that has no budget."""
    department = ours.disclosure.department
    return Unit.objects.create(department=department, code="653000301009", name="已撤并的单位")


def l10(whose: Entered) -> list[tuple[str, str]]:
    findings = drafted(whose.disclosure).findings
    return [(one.severity, one.aside) for one in findings if one.rule == "L10"]


def excuse(client: Client, unit: Unit) -> int:
    sent = {"unit": unit.pk, "year": 2026, "ground": GROUND}
    return client.post(page(Excuse, "add"), sent).status_code


@pytest.mark.parametrize("role", [ROLE.ENTRY, ROLE.REVIEW])
def test_the_department_s_staff_excuse_a_unit_under_their_name(
    role: Appointment.Role, ours: Entered, closed: Unit
) -> None:
    client = ours.somebody(role)
    assert l10(ours) == [("error", "")]

    assert excuse(client, closed) == 302

    assert l10(ours) == [("hint", f"依据：{GROUND}")]
    made = Excuse.objects.get()
    assert made.excused_by.appointments.get().role == role
    listed = client.get(page(Excuse, "changelist")).content.decode()
    assert GROUND in listed
    assert "不编制预算的单位" in client.get("/admin/").content.decode()


def test_a_ground_is_owed_and_unit_and_year_stay(ours: Entered, closed: Unit) -> None:
    client = ours.clerk()
    lacking = client.post(page(Excuse, "add"), {"unit": closed.pk, "year": 2026, "ground": " "})
    assert "ground" in lacking.context["adminform"].form.errors
    excuse(client, closed)
    made = Excuse.objects.get()

    client.post(page(Excuse, "change", made.pk), {"year": 2031, "ground": "改为：已并入本级"})

    made.refresh_from_db()
    assert (made.year, made.ground) == (2026, "改为：已并入本级")


@pytest.mark.parametrize("role", [ROLE.PUBLISH, ROLE.AUDIT])
def test_others_read_and_do_not_write(role: Appointment.Role, ours: Entered, closed: Unit) -> None:
    client = desk_of(role) if role is ROLE.AUDIT else ours.somebody(role)

    assert excuse(client, closed) == 403
    assert client.get(page(Excuse, "changelist")).status_code == 200


def test_a_unit_does_not_excuse_itself(ours: Entered, closed: Unit) -> None:
    client = desk_of(ROLE.ENTRY, unit=closed)

    assert excuse(client, closed) == 403
    assert not Excuse.objects.exists()
    assert l10(ours) == [("error", "")]


def test_an_excuse_is_taken_back(ours: Entered, closed: Unit) -> None:
    client = ours.clerk()
    excuse(client, closed)

    client.post(page(Excuse, "delete", Excuse.objects.get().pk), {"post": "yes"})

    assert l10(ours) == [("error", "")]
