"""The database of the tests: a throw-away server, unless DATABASE_URL names one."""

import os
from collections.abc import Iterator

import django
import pytest
from django.db import connection
from django.test.utils import setup_databases, teardown_databases
from pytest_django import DjangoDbBlocker

from budget_portal.local import postgres

# pytest-xdist's workers inherit DATABASE_URL from the process that started them.
if postgres.is_wanted():
    postgres.join(postgres.throwaway())
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "budget_portal.settings")
# Playwright's loop stays in the thread once a browser test has run; Django takes every later
# query of that thread for one from asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
django.setup()


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
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False)
    yield
    with django_db_blocker.unblock():
        end_other_sessions()
        teardown_databases(made, verbosity=0)


def end_other_sessions() -> None:
    """A thread of a test may have left its session open, which would keep the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def guard_publications(*, is_on: bool) -> None:
    """Switch the triggers that let nobody change a publication, as the owner of the tables may."""
    word = "ENABLE" if is_on else "DISABLE"
    with connection.cursor() as cursor:
        for table in ("publication", "artefact", "withdrawal"):
            cursor.execute(f"ALTER TABLE disclosures_{table} {word} TRIGGER USER")


@pytest.fixture
def guarded_again(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:  # noqa: ARG001 - asked for
    """The triggers on again once everything is wiped."""
    yield
    with django_db_blocker.unblock():
        guard_publications(is_on=True)
        connection.close()


@pytest.fixture
def real_transactions(guarded_again: None, transactional_db: None) -> Iterator[None]:  # noqa: ARG001 - asked for
    """Commits that other connections see; afterwards everything is wiped, publications too."""
    yield
    guard_publications(is_on=False)
