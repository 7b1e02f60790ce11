"""The sample's department with its staff, and another department that is none of theirs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from disclosures.models import Disclosure

from .people import SAMPLE, Entered, another, entered


@pytest.fixture(scope="package")
def sample(
    django_db_setup: None,  # noqa: ARG001 - asked for
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Entered]:
    """The sample as it is entered, with files kept where nobody else looks."""
    artefacts: Path = tmp_path_factory.mktemp("artefacts")
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=artefacts),
        transaction.atomic(),
    ):
        yield entered()
        transaction.set_rollback(True)


@pytest.fixture
def ours(sample: Entered, db: None) -> Entered:  # noqa: ARG001 - both stand under it
    """The sample for one test; what the test changes is taken back."""
    return Entered(Disclosure.objects.get(department__code=SAMPLE, unit=None))


@pytest.fixture
def theirs(ours: Entered) -> Entered:  # noqa: ARG001 - the sample brings the catalogue
    """A department with one row of everything, each named for what must not be seen."""
    return another("900000001")
