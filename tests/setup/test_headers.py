"""Every response carries the headers that keep a browser safe."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from budget_portal.headers import CONTENT_SECURITY_POLICY, client_address

EXPECTED = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
FORGED = (
    "evil.example",
    "evil.example:80",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "localhost@evil.example",
    "localhost, evil.example",
    "localhost/evil",
    "localhost evil",
    "localhost:80:80",
    "localhost:port",
    "[::1",
    "[::2]",
    "127.1",
    "127.0.0.2",
    "localhost\\@evil.example",
    "..",
    "*",
    "a" * 300,
    "xn--e1afmkfd.example",
    "testserver.evil",
)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/admin/login/", "/no-such-page/", "/healthz"])
def test_headers_are_on_every_response(client: Client, path: str) -> None:
    response = client.get(path)

    assert {name: response.headers.get(name) for name in EXPECTED} == EXPECTED
    assert "camera=()" in response.headers["Permissions-Policy"]


@pytest.mark.django_db
def test_headers_are_on_assets_too(client: Client) -> None:
    response = client.get("/static/admin/css/base.css")

    assert response.status_code == 200
    response.close()
    assert response.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_production_asks_browsers_for_https(client: Client, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 31536000

    plain = client.get("/admin/login/")
    encrypted = client.get("/healthz", secure=True)

    assert plain.status_code == 301
    assert plain.headers["Location"] == "https://testserver/admin/login/"
    assert encrypted.headers["Strict-Transport-Security"].startswith("max-age=31536000")


@pytest.mark.parametrize("host", FORGED)
def test_forged_host_is_refused(client: Client, settings: Settings, host: str) -> None:
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

    assert client.get("/admin/login/", headers={"host": host}).status_code == 400


def log_in(client: Client, password: str, forwarded: str) -> int:
    fields = {"username": "kuaiji", "password": password}
    headers = {"x-forwarded-for": forwarded}
    return client.post("/admin/login/", fields, headers=headers).status_code


@pytest.mark.django_db
def test_login_locks_after_five_failures_whatever_address_is_claimed(client: Client) -> None:
    get_user_model().objects.create_user("kuaiji", password="right-and-long")

    failures = [log_in(client, "wrong", f"198.51.100.{turn}") for turn in range(5)]

    assert failures == [200, 200, 200, 200, 429]
    assert log_in(client, "right-and-long", "198.51.100.99") == 429


def test_client_address_is_the_one_that_the_trusted_proxy_saw(settings: Settings) -> None:
    request = RequestFactory().get("/", headers={"x-forwarded-for": "203.0.113.9, 198.51.100.7"})

    assert client_address(request) == "127.0.0.1"
    settings.BEHIND_PROXY = True
    assert client_address(request) == "198.51.100.7"
