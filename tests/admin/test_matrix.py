"""Every address × every role × own, other and no department: nobody sees or writes more."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Model
from django.http import HttpResponse, HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from disclosures.access import ENTERED
from disclosures.models import Appointment, Artefact, Publication

from .people import SECRET, Entered, desk_of
from .test_scope import row_of

pytestmark = pytest.mark.django_db
Role = Appointment.Role
MODELS = tuple(apps.get_app_config("disclosures").get_models())
CODES = frozenset({"disclosures_functionalcode", "disclosures_economiccode"})
ACCOUNTS = frozenset({"disclosures_user", "disclosures_appointment"})
DESK = "admin/"
# Addresses of the desk that name no row: what they answer is confined to the person.
WITHOUT_ROW = {
    "admin/",
    "admin/login/",
    "admin/logout/",
    "admin/password_change/",
    "admin/password_change/done/",
    "admin/autocomplete/",
    "admin/jsi18n/",
    "admin/login/code/",
    "admin/login/password/",
    "admin/login/device/",
    "admin/session/",
    "admin/account/",
    "admin/account/device/",
    "admin/account/recovery/",
    "admin/board/",
}
# Who works beyond one department sees other departments by office.
BEYOND = {Role.SYSTEM, Role.AUDIT}
# Nothing that a form of the desk asks for, and everything that could name another's row.
TYPED = {"post": "yes", "name": "改", "amount": "1.00", "wording": "改", "step": "erase"}


@dataclass(frozen=True)
class Address:
    """A route of the resolver with its parameters filled in for one department."""

    route: str
    path: str
    key: object = None


def routes(resolver: URLResolver | None = None, before: str = "") -> Iterator[str]:
    """Every route that answers, as the resolver writes it."""
    for one in (resolver or get_resolver()).url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from routes(one, route)
        elif isinstance(one, URLPattern):
            yield route


def addresses(whose: Entered) -> Iterator[Address]:
    """Every address of the desk for one department; an unknown kind of route fails."""
    for route in routes():
        if route.startswith(DESK):
            yield Address(route, "/" + filled(route, whose), key_in(route, whose))


def filled(route: str, whose: Entered) -> str:
    if route in WITHOUT_ROW:
        return route
    if route == "admin/(?P<url>.*)$":
        return "admin/nothing-here/"
    if route.startswith("admin/^(?P<app_label>"):
        return "admin/disclosures/"
    if route.startswith("admin/r/"):
        return f"admin/r/1/{whose.disclosure.pk}/"
    if route.startswith("admin/board/"):
        region = whose.disclosure.department.region.code
        return route.replace("<slug:code>", region).replace("<int:year>", "2026")
    key = str(key_in(route, whose))
    for parameter in ("<int:key>", "<path:object_id>", "<id>"):
        route = route.replace(parameter, key)
    assert "<" not in route, f"no rule for the address {route}"
    return route


def key_in(route: str, whose: Entered) -> object:
    """The key of the row that a route of a register is about."""
    parts = route.split("/")
    models = {model._meta.model_name: model for model in MODELS}
    if len(parts) < 4 or parts[1] != "disclosures":
        return None
    assert parts[2] in models, f"no rule for the address {route}"
    return key_of(models[parts[2]], whose)


def key_of(model: type[Model], whose: Entered) -> object:
    """The key of the department's row; of a catalogue any."""
    if model is Artefact:
        files = Artefact.objects.filter(publication__disclosure=whose.disclosure)
        return files.values_list("pk", flat=True).first()
    try:
        return row_of(model, whose).pk
    except KeyError:
        return model._default_manager.order_by("pk").values_list("pk", flat=True).first() or 1
    except IndexError:
        return 0


def contents(*, but: frozenset[str] = frozenset()) -> dict[str, str]:
    """A digest of each table of the application."""
    tables = {
        model._meta.db_table
        for model in MODELS
        if not model._meta.proxy and not str(model._meta.model_name).startswith("audit")
    }
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(tables - but):
            rows = "string_agg(t::text, '|' ORDER BY t::text)"
            cursor.execute(f"SELECT md5(coalesce({rows}, '')) FROM {table} t")
            found[table] = cursor.fetchone()[0]
    return found


def somebody(role: Role, whose: Entered) -> Client:
    department = whose.disclosure.department
    scopes: dict[Role, dict[str, object]] = {
        Role.FINANCE: {"region": department.region},
        Role.SYSTEM: {},
        Role.AUDIT: {},
    }
    return desk_of(role, **scopes.get(role, {"department": department}))


def said(response: HttpResponseBase) -> str:
    assert isinstance(response, HttpResponse)
    return response.content.decode(errors="replace")


def typed_for(whose: Entered, one: Address) -> dict[str, object]:
    """What a forged form would name to write into the department."""
    return {
        **TYPED,
        "department": whose.disclosure.department_id,
        "unit": whose.unit.pk,
        "budget": whose.budget.pk,
        "disclosure": whose.disclosure.pk,
        "year": 2026,
        "action": "delete_selected",
        "_selected_action": str(one.key),
    }


@pytest.mark.parametrize("role", Role)
def test_nobody_sees_another_department_through_any_address(
    role: Role, ours: Entered, theirs: Entered
) -> None:
    client = somebody(role, ours)
    leaks = []

    for whose in (ours, theirs):
        for one in addresses(whose):
            response = client.get(one.path)
            assert response.status_code < 500, one
            if role not in BEYOND and SECRET in said(response):
                leaks.append(one)

    assert leaks == []


@pytest.mark.parametrize("role", Role)
def test_nobody_writes_into_another_department_through_any_address(
    role: Role, ours: Entered, theirs: Entered
) -> None:
    client = somebody(role, ours)
    # Accounts are kept for everybody by the administrator, codes by the finance department.
    kept = {Role.SYSTEM: ACCOUNTS, Role.FINANCE: CODES}.get(role, frozenset())
    before = contents(but=kept)

    for one in addresses(theirs):
        if "logout" not in one.route:
            response = client.post(one.path, typed_for(theirs, one))
            assert response.status_code < 500, one
            if role not in BEYOND:
                assert SECRET not in said(response), one

    assert contents(but=kept) == before


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_is_not_logged_in_reaches_no_page_of_the_desk(
    method: str, ours: Entered, theirs: Entered
) -> None:
    before = contents()

    for whose in (ours, theirs):
        for one in addresses(whose):
            response = getattr(Client(), method)(one.path, TYPED)
            is_open = any(word in one.route for word in ("login", "logout", "jsi18n", "password"))
            assert is_open or response.status_code in {302, 404}, one
            if response.status_code == 302 and not is_open:
                assert response.headers["Location"].startswith("/admin/login/"), one
            assert SECRET not in said(response), one

    assert contents() == before


@pytest.mark.parametrize("role", [Role.REVIEW, Role.PUBLISH, Role.FINANCE, Role.SYSTEM, Role.AUDIT])
def test_who_does_not_enter_changes_no_entry_of_the_own_department(
    role: Role, ours: Entered
) -> None:
    client = somebody(role, ours)
    tables = {f"disclosures_{name}" for name in ENTERED}
    entered = {name: digest for name, digest in contents().items() if name in tables}

    for one in addresses(ours):
        if "logout" not in one.route:
            assert client.post(one.path, typed_for(ours, one)).status_code < 500, one

    after = contents()
    assert {name: after[name] for name in entered} == entered


@pytest.mark.parametrize("role", Role)
def test_a_role_sees_no_more_of_the_public_site_than_anybody(role: Role, ours: Entered) -> None:
    client = somebody(role, ours)
    code = ours.disclosure.code
    parameters = {
        "<slug:code>": code,
        "<int:year>": "2026",
        "<int:version>": "1",
        "<int:number>": "3",
        "<str:code>": "201",
        "<str:place>": "t3-total-1",
        "<slug:section>": "disclosures",
        "<slug:region>": ours.disclosure.department.region.code,
        "<str:sha256>": "0" * 64,
        "<str:number>": "3",
        "<str:classification>": "functional",
        "<path:rest>": "v1/nowhere",
        "<sha256:digest>": "0" * 64,
    }

    for route in routes():
        if route.startswith(DESK):
            continue
        path = route
        for parameter, value in parameters.items():
            path = path.replace(parameter, value)
        assert "<" not in path, f"no rule for the address {route}"
        assert said(client.get(f"/{path}")) == said(Client().get(f"/{path}")), route
    assert not Publication.objects.filter(disclosure=ours.disclosure).exists()
