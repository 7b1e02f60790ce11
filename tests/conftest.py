"""The database of the tests: a throw-away server, unless DATABASE_URL names one."""

import os
from collections.abc import Iterator
from contextlib import ExitStack

import django
import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import setup_databases, teardown_databases
from pytest_django import DjangoDbBlocker

from budget_portal.local import postgres

# pytest-xdist's workers inherit DATABASE_URL from the process that started them.
if postgres.is_wanted():
    postgres.join(postgres.throwaway())
# Tests take back what they publish; the pages of it would stay. Tests of kept pages name a folder.
os.environ["KEPT_PAGES_DIR"] = ""
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "budget_portal.settings")
# Playwright's loop stays in the thread once a browser test has run; Django takes every later
# query of that thread for one from asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
django.setup()

from disclosures.management.ownership import as_owner  # noqa: E402 - want settings
from disclosures.models import AuditHead  # noqa: E402


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,  # noqa: ARG001 - asked for
    django_db_modify_db_settings: None,  # noqa: ARG001 - asked for
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """The database of the tests, whichever tests are chosen.

    The plugin's own fixture makes it only for tests that are marked; those that read what a
    package published once would reach the database of the portal instead.
    """
    with django_db_blocker.unblock(), as_owner():
        made = setup_databases(verbosity=0, interactive=False)
    yield
    with django_db_blocker.unblock(), as_owner():
        end_other_sessions()
        teardown_databases(made, verbosity=0)


def end_other_sessions() -> None:
    """A thread of a test may have left its session open, which would keep the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            # An autovacuum worker is the superuser's, and ends by itself.
            " AND backend_type = 'client backend'"
        )


@pytest.fixture(scope="module")
def owner(django_db_setup: None) -> Iterator[None]:  # noqa: ARG001 - asked for
    """The tests of a module as the owner of the tables; all others are the application."""
    with as_owner():
        yield


def guard(*, is_on: bool) -> None:
    """Switch the triggers that keep what is published and log what is written; owners may."""
    word = "ENABLE" if is_on else "DISABLE"
    models = apps.get_app_config("disclosures").get_models(include_auto_created=True)
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f"ALTER TABLE {model._meta.db_table} {word} TRIGGER USER")


@pytest.fixture
def guarded_again(
    django_db_setup: None,  # noqa: ARG001 - asked for
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[ExitStack]:
    """The triggers on again, and the log at its beginning, once everything is wiped."""
    with ExitStack() as as_whom, django_db_blocker.unblock():
        yield as_whom
        AuditHead.objects.create(position=0, hash="0" * 64)
        guard(is_on=True)


@pytest.fixture
def real_transactions(guarded_again: ExitStack, transactional_db: None) -> Iterator[None]:  # noqa: ARG001 - asked for
    """Commits that other connections see; afterwards the owner wipes everything, the log too."""
    yield
    guarded_again.enter_context(as_owner())
    guard(is_on=False)
