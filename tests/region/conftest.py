"""A made-up region of a few departments, loaded once for all its tests."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from disclosures.management.region.loading import Loaded, load

SIZE = 17


@pytest.fixture(scope="package")
def region(
    django_db_setup: None,  # noqa: ARG001 - asked for
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Loaded]:
    """The region in a transaction that is never committed, without PDFs."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load(SIZE, processes=1)
        transaction.set_rollback(True)
