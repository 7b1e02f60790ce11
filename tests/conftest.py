"""The database of the tests: a throw-away server, unless DATABASE_URL names one."""

import os
from collections.abc import Iterator

import django
import pytest
from django.db import connection

from budget_portal.local import postgres

# pytest-xdist's workers inherit DATABASE_URL from the process that started them.
if postgres.is_wanted():
    postgres.join(postgres.throwaway())
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "budget_portal.settings")
django.setup()


@pytest.fixture
def real_transactions(transactional_db: None) -> Iterator[None]:  # noqa: ARG001 - asked for
    """Commits that other connections see; afterwards even publications are wiped.

    Their triggers sleep in the session that wipes: a right of the database's superuser alone.
    """
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
