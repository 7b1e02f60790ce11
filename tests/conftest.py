"""The database of the tests: a throw-away server, unless DATABASE_URL names one."""

import os
from collections.abc import Iterator

import django
import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from budget_portal.local import postgres

# pytest-xdist's workers inherit DATABASE_URL from the process that started them.
if postgres.is_wanted():
    postgres.join(postgres.throwaway())
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "budget_portal.settings")
django.setup()


def guard_publications(*, is_on: bool) -> None:
    """Switch the triggers that let nobody change a publication, as the owner of the tables may."""
    word = "ENABLE" if is_on else "DISABLE"
    with connection.cursor() as cursor:
        for table in ("disclosures_publication", "disclosures_artefact"):
            cursor.execute(f"ALTER TABLE {table} {word} TRIGGER USER")


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
