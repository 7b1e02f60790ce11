"""A public read takes the database only so long; the desk and commands take what they need."""

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from budget_portal.urls import urlpatterns as site


def asleep(_request: HttpRequest) -> HttpResponse:
    """A view that would keep the database busy."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(3)")
    return HttpResponse()


def allowed(_request: HttpRequest) -> HttpResponse:
    """A view that tells how long a statement may take."""
    return HttpResponse(limit())


def limit() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        found: str = cursor.fetchone()[0]
    return found


urlpatterns = [
    path("asleep/", asleep),
    path("allowed/", allowed),
    path("admin/allowed/", allowed),
    *site,
]


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__, PUBLIC_READ_SECONDS=2)
def test_only_readers_of_the_public_site_are_limited() -> None:
    assert Client().get("/allowed/").content == b"2s"
    assert limit() == "0"
    assert Client().get("/admin/allowed/").content == b"0"


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__, PUBLIC_READ_SECONDS=0.05)
def test_what_takes_too_long_is_answered_as_such() -> None:
    answer = Client().get("/asleep/")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "60"
    assert "请稍后再试" in answer.content.decode()
