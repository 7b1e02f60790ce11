"""Production starts only with everything that protects it; the local mode needs nothing."""

import re
import runpy
import secrets
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from budget_portal.local.postgres import CHECKOUT

PRODUCTION = {
    "PORTAL_MODE": "production",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "ALLOWED_HOSTS": "budget.example",
    "DATABASE_URL": "postgresql://portal_app:secret@database:5433/portal?sslmode=require",
}
OWNER = "postgresql://portal:other@database:5433/portal"


def settings_with(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str | None]
) -> dict[str, Any]:
    """Names of the settings file as it reads an environment."""
    optional = ("OWNER_DATABASE_URL", "SESSION_HOURS", "SESSION_IDLE_MINUTES", "PASSWORD_DAYS")
    for name in (*PRODUCTION, *optional, "DEBUG", "BEHIND_PROXY", "HSTS_SECONDS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        if value is not None:
            monkeypatch.setenv(name, value)
    return runpy.run_path(str(CHECKOUT / "budget_portal" / "settings.py"))


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"SECRET_KEY": None}, "needs SECRET_KEY"),
        ({"SECRET_KEY": secrets.token_urlsafe(16)}, "SECRET_KEY is too weak"),
        ({"SECRET_KEY": "x" * 60}, "SECRET_KEY is too weak"),
        ({"SECRET_KEY": f"django-insecure-{secrets.token_urlsafe(64)}"}, "SECRET_KEY is too weak"),
        ({"ALLOWED_HOSTS": None}, "needs ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "*"}, "without wildcards"),
        ({"ALLOWED_HOSTS": "budget.example,.example"}, "without wildcards"),
        ({"DATABASE_URL": None}, "needs DATABASE_URL"),
        ({"DATABASE_URL": "sqlite:///budget"}, "postgresql://"),
        ({"OWNER_DATABASE_URL": f"{OWNER}_test"}, "must name the same database"),
        ({"DEBUG": "1"}, "DEBUG"),
        ({"PORTAL_MODE": "prod"}, "use local or production"),
    ],
)
def test_insecure_production_does_not_start(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, str | None], complaint: str
) -> None:
    with pytest.raises(ImproperlyConfigured, match=re.escape(complaint)):
        settings_with(monkeypatch, {**PRODUCTION, **change})


def test_production_protects_cookies_and_transport(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings_with(monkeypatch, {**PRODUCTION})

    assert settings["SECURE_SSL_REDIRECT"] is True
    assert settings["SECURE_HSTS_SECONDS"] >= 365 * 24 * 60 * 60
    assert settings["SESSION_COOKIE_SECURE"] is True
    assert settings["CSRF_COOKIE_SECURE"] is True
    assert settings["DEBUG"] is False
    assert "SECURE_PROXY_SSL_HEADER" not in settings


def test_production_keeps_the_session_cookie_to_this_host_and_out_of_reach_of_scripts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = settings_with(monkeypatch, {**PRODUCTION})

    assert settings["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert settings["CSRF_COOKIE_NAME"].startswith("__Host-")
    assert settings["SESSION_COOKIE_HTTPONLY"] is settings["CSRF_COOKIE_HTTPONLY"] is True
    assert settings["SESSION_COOKIE_SAMESITE"] == "Lax"


def test_how_long_a_login_lasts_comes_from_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given: dict[str, str | None] = {
        "SESSION_HOURS": "4",
        "SESSION_IDLE_MINUTES": "10",
        "PASSWORD_DAYS": "180",
    }

    settings = settings_with(monkeypatch, {**PRODUCTION, **given})

    assert settings["SESSION_COOKIE_AGE"] == 4 * 60 * 60
    assert settings["SESSION_IDLE_MINUTES"] == 10
    assert settings["PASSWORD_DAYS"] == 180


def test_production_reads_the_whole_database_address(monkeypatch: pytest.MonkeyPatch) -> None:
    database = settings_with(monkeypatch, {**PRODUCTION})["DATABASES"]["default"]

    assert database == {
        "ENGINE": "budget_portal.database",
        "NAME": "portal",
        "USER": "portal_app",
        "PASSWORD": "secret",
        "HOST": "database",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require", "pool": True},
    }


def test_production_knows_an_owner_of_the_tables_where_it_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    alone = settings_with(monkeypatch, {**PRODUCTION})
    apart = settings_with(monkeypatch, {**PRODUCTION, "OWNER_DATABASE_URL": OWNER})

    assert alone["OWNER_DATABASE"]["USER"] == "portal_app"
    assert (apart["OWNER_DATABASE"]["USER"], apart["OWNER_DATABASE"]["PASSWORD"]) == (
        "portal",
        "other",
    )


def test_local_mode_has_both_roles_in_its_own_cluster(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings_with(monkeypatch, {})

    assert settings["DATABASES"]["default"]["USER"] == "portal_app"
    assert settings["OWNER_DATABASE"]["USER"] == "portal"
    assert settings["OWNER_DATABASE"]["HOST"] == settings["DATABASES"]["default"]["HOST"]


def test_local_mode_answers_to_this_machine_only(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings_with(monkeypatch, {"ALLOWED_HOSTS": "budget.example"})

    assert settings["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert settings["DEBUG"] is False
    assert len(settings["SECRET_KEY"]) >= 50
    assert settings["DATABASES"]["default"]["HOST"].startswith("/")


def test_key_of_this_machine_is_for_its_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    first = settings_with(monkeypatch, {})["SECRET_KEY"]
    second = settings_with(monkeypatch, {})["SECRET_KEY"]

    assert first == second
    assert (CHECKOUT / "var" / "secret_key").stat().st_mode & 0o077 == 0
