"""Nobody reaches another department's rows: every register, every page, every way in."""

from typing import Any

import pytest
from django.contrib.admin import ModelAdmin
from django.db.models import Model

from disclosures.admin import desk
from disclosures.admin.drafts import PAGES, Page
from disclosures.admin.scoped import ScopedAdmin, ScopedOptions
from disclosures.models import (
    Appointment,
    Assets,
    AuditEntry,
    Budget,
    Department,
    Disclosure,
    EconomicCode,
    Excuse,
    FailedLogin,
    FunctionalCode,
    LineItem,
    Login,
    Project,
    Publication,
    Reclassification,
    Region,
    Unit,
    User,
)

from .people import SECRET, Entered, economic, first_line, functional, logged_in, page

REGISTERS: list[tuple[type[Model], ModelAdmin[Any]]] = list(desk._registry.items())
OWNED = [model for model, _ in REGISTERS if model not in {FunctionalCode, EconomicCode}]
ACCOUNTS = {User, Appointment, Login, FailedLogin, AuditEntry}
CHOICES = [
    (model, field) for model, register in REGISTERS for field in register.autocomplete_fields
]


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("theirs")]


def named(value: object) -> str:
    return value.__name__ if isinstance(value, type) else str(value)


def row_of(model: type[Model], whose: Entered) -> Model:
    """The department's row of a model."""
    department = whose.disclosure.department
    owner: dict[type[Model], dict[str, object]] = {
        Region: {"pk": department.region_id},
        Department: {"pk": department.pk},
        Unit: {"department": department},
        Budget: {"unit__department": department},
        LineItem: {"budget__unit__department": department},
        Project: {"budget__unit__department": department},
        Reclassification: {"budget__unit__department": department},
        Assets: {"budget__unit__department": department},
        Excuse: {"unit__department": department},
        Disclosure: {"department": department},
        Publication: {"disclosure__department": department},
        Appointment: {"department": department},
        User: {"appointments__department": department},
        AuditEntry: {"table": "disclosures_department", "keys": [department.pk]},
        Login: {"username": f"staff{department.code}"},
        FailedLogin: {"username": f"staff{department.code}"},
    }
    return model._default_manager.filter(**owner[model]).order_by("pk")[0]


def said(content: bytes) -> str:
    return content.decode()


def test_every_register_and_inline_descends_from_the_one_base() -> None:
    for _, register in REGISTERS:
        assert isinstance(register, ScopedAdmin)
        assert all(issubclass(inline, ScopedOptions) for inline in register.inlines)


def test_every_foreign_key_is_completed_while_typing() -> None:
    """A plain select of all rows would cost seconds; only what is never edited may have one."""
    for model, register in REGISTERS:
        fields = model._meta.concrete_fields
        keys = {field.name for field in fields if field.is_relation and field.editable}
        if model not in {Publication, AuditEntry}:
            assert keys <= set(register.autocomplete_fields), model


@pytest.mark.parametrize("model", OWNED, ids=named)
@pytest.mark.parametrize("name", ["change", "delete", "history"])
def test_a_page_of_another_departments_row_does_not_open(
    model: type[Model], name: str, ours: Entered, theirs: Entered
) -> None:
    response = ours.clerk().get(page(model, name, row_of(model, theirs).pk))

    assert response.status_code in {302, 403, 404}
    assert SECRET not in said(response.content)


@pytest.mark.parametrize("model", OWNED, ids=named)
@pytest.mark.parametrize("name", ["change", "delete"])
def test_another_departments_row_is_not_written(
    model: type[Model], name: str, ours: Entered, theirs: Entered
) -> None:
    row = row_of(model, theirs)
    before = model._default_manager.filter(pk=row.pk).values().get()

    response = ours.clerk().post(page(model, name, row.pk), {"post": "yes", "name": "改"})

    assert response.status_code in {302, 403, 404}
    assert model._default_manager.filter(pk=row.pk).values().get() == before


@pytest.mark.parametrize("model", OWNED, ids=named)
def test_the_action_on_selected_rows_leaves_another_departments_row(
    model: type[Model], ours: Entered, theirs: Entered
) -> None:
    row = row_of(model, theirs)
    action = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}

    response = ours.clerk().post(page(model, "changelist"), action)

    assert SECRET not in said(response.content)
    assert model._default_manager.filter(pk=row.pk).exists()


@pytest.mark.parametrize("model", OWNED, ids=named)
def test_a_list_and_its_filters_name_nothing_of_another_department(
    model: type[Model], ours: Entered
) -> None:
    response = ours.clerk().get(page(model, "changelist"))

    assert SECRET not in said(response.content)
    assert response.status_code == (403 if model in ACCOUNTS else 200)


@pytest.mark.parametrize(("model", "field"), CHOICES, ids=named)
def test_no_choice_of_another_department_is_offered(
    model: type[Model], field: str, ours: Entered
) -> None:
    asked = {
        "app_label": "disclosures",
        "model_name": str(model._meta.model_name),
        "field_name": field,
        "term": SECRET,
    }

    response = ours.clerk().get("/admin/autocomplete/", asked)

    assert response.status_code in {200, 403}
    assert response.status_code == 403 or response.json()["results"] == []


@pytest.mark.parametrize("asked", PAGES, ids=lambda one: one.name)
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_page_of_another_departments_disclosure_opens(
    asked: Page, method: str, ours: Entered, theirs: Entered
) -> None:
    target = page(Disclosure, asked.name, theirs.disclosure.pk)

    assert getattr(ours.clerk(), method)(target).status_code == 404
    assert getattr(ours.publisher(), method)(target).status_code == 404


def test_a_line_item_is_not_put_into_another_departments_budget(
    ours: Entered, theirs: Entered
) -> None:
    before = LineItem.objects.count()

    response = ours.clerk().post(
        page(LineItem, "add"),
        {
            "budget": theirs.budget.pk,
            "functional": functional("2010301").pk,
            "economic": economic("30102").pk,
            "source": "general",
            "amount": "1.00",
        },
    )

    assert response.status_code == 200
    assert "budget" in response.context["adminform"].form.errors
    assert LineItem.objects.count() == before


def test_the_clerk_of_a_unit_makes_no_disclosure_of_the_department(ours: Entered) -> None:
    unit, department = ours.unit, ours.disclosure.department
    person = User.objects.create_user("of-a-unit", is_staff=True)
    Appointment.objects.create(user=person, role=Appointment.Role.ENTRY, unit=unit)
    client = logged_in(person)

    response = client.post(page(Disclosure, "add"), {"department": department.pk, "year": 2031})

    assert response.status_code == 403
    assert "岗位范围" in said(response.content)
    assert not Disclosure.objects.filter(year=2031).exists()


def test_a_reviewer_of_one_department_who_enters_another_changes_only_that(
    ours: Entered, theirs: Entered
) -> None:
    person = User.objects.create_user("twofold", is_staff=True)
    both = ((Appointment.Role.ENTRY, ours), (Appointment.Role.REVIEW, theirs))
    for role, whose in both:
        Appointment.objects.create(user=person, role=role, department=whose.disclosure.department)
    client = logged_in(person)
    line = first_line(theirs)

    shown = client.get(page(LineItem, "change", line.pk))
    changed = client.post(page(LineItem, "change", line.pk), {"amount": "1.00"})
    deleted = client.post(
        page(LineItem, "changelist"),
        {"action": "delete_selected", "_selected_action": [line.pk], "post": "yes"},
    )

    assert shown.status_code == 200
    assert changed.status_code == 403
    assert deleted.status_code == 403
    assert LineItem.objects.get(pk=line.pk).amount == line.amount
