"""No address of the desk answers to a session that owes anything of its login."""

import re
from collections.abc import Iterator

import pytest
from django.contrib.admin import site as unused_site
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern
from django_otp.plugins.otp_totp.models import TOTPDevice

from disclosures.admin import desk
from disclosures.models import User

from .persons import CHANGE, CODE, DEVICE, LOGIN, at_the_desk, clerk, password_given, reviewer

pytestmark = pytest.mark.django_db
BACKEND = "disclosures.access.AppointmentBackend"
OPEN = {LOGIN, CODE, CHANGE, DEVICE}
LOGOUT = "/admin/logout/"
BY_PATTERN = {r"^(?P<app_label>disclosures)/$": "disclosures/", r"(?P<url>.*)$": "anything"}


def addresses(resolver: URLResolver, before: str = "/") -> Iterator[str]:
    """Every address of the resolver, with 1 for whatever it asks."""
    for one in resolver.url_patterns:
        if isinstance(one.pattern, RoutePattern):
            here = before + re.sub(r"<[^>]+>", "1", str(one.pattern))
        else:
            here = before + BY_PATTERN[str(one.pattern)]
        if isinstance(one, URLPattern):
            yield here
        else:
            yield from addresses(one, here)


DESK = sorted({one for one in addresses(get_resolver()) if one.startswith("/admin/")} - OPEN)


def nobody() -> Client:
    return Client()


def without_the_code() -> Client:
    reviewer()
    return password_given("shenhe")


def without_a_device() -> Client:
    reviewer(has_device=False)
    return password_given("shenhe")


def without_a_password_of_their_own() -> Client:
    clerk()
    User.objects.update(password_chosen_at=None)
    return password_given("luru")


def a_session_without_verification() -> Client:
    client = Client()
    client.force_login(reviewer(), BACKEND)
    return client


def a_superusers_session_without_verification() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("root"), BACKEND)
    return client


def whose_device_is_gone() -> Client:
    client = at_the_desk(reviewer())
    TOTPDevice.objects.all().delete()
    return client


def whose_device_is_anothers() -> Client:
    client = at_the_desk(reviewer())
    TOTPDevice.objects.update(user=reviewer("linglei", has_device=False))
    return client


def who_is_no_staff() -> Client:
    client = Client()
    client.force_login(User.objects.create_user("fangke"), BACKEND)
    return client


@pytest.mark.parametrize(
    "arrive",
    [
        nobody,
        without_the_code,
        without_a_device,
        without_a_password_of_their_own,
        a_session_without_verification,
        a_superusers_session_without_verification,
        whose_device_is_gone,
        whose_device_is_anothers,
        who_is_no_staff,
    ],
)
def test_no_address_of_the_desk_answers(arrive: object) -> None:
    assert callable(arrive)
    client: Client = arrive()

    for address in DESK:
        for method in ("get", "post"):
            response = getattr(client, method)(address)
            assert response.status_code == 302, (method, address)
            target = "/admin/" if address == LOGOUT else f"{LOGIN}?next="
            assert response.headers["Location"].startswith(target), (method, address)
        if address != LOGOUT:
            asked = client.post(address, "{}", content_type="application/json")
            assert asked.status_code == 401, address
            assert list(asked.json()) == ["message"]


def test_the_addresses_are_those_of_the_whole_desk_and_open_to_who_is_let_in() -> None:
    client = at_the_desk(reviewer())

    assert len(DESK) > 90
    assert {"/admin/", "/admin/session/", "/admin/disclosures/budget/1/grid/"} <= set(DESK)
    assert client.get("/admin/disclosures/disclosure/").status_code == 200
    assert client.get("/admin/session/").json()["token"]


def test_the_steps_of_a_login_show_nothing_of_the_desk_and_lead_to_what_is_owed() -> None:
    client = without_the_code()

    answers = {step: client.get(step) for step in (CODE, CHANGE, DEVICE)}

    assert answers[CODE].status_code == 200
    assert "app_list" not in answers[CODE].context
    assert {answers[step].headers["Location"] for step in (CHANGE, DEVICE)} == {CODE}
    assert {Client().get(step).headers["Location"] for step in OPEN - {LOGIN}} == {LOGIN}


def test_what_libraries_would_register_is_nowhere() -> None:
    assert {model._meta.app_label for model in unused_site._registry} <= {"auth"}
    assert {model._meta.app_label for model in desk._registry} == {"disclosures"}
