"""The sample as it is entered, with one person for each role."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from disclosures.management import sample
from disclosures.models import Appointment, Disclosure, User
from tests.publishing import somebody_of


@pytest.fixture
def disclosure(db: None, tmp_path: Path) -> Iterator[Disclosure]:  # noqa: ARG001 - asked for
    """The sample's disclosure as its clerk left it."""
    with override_settings(MEDIA_ROOT=tmp_path):
        sample.load()
        yield sample.disclosures().select_related("department__region").get()


@pytest.fixture
def clerk(disclosure: Disclosure) -> User:
    return somebody_of(disclosure, Appointment.Role.ENTRY)


@pytest.fixture
def reviewer(disclosure: Disclosure) -> User:
    return somebody_of(disclosure, Appointment.Role.REVIEW)


@pytest.fixture
def publisher(disclosure: Disclosure) -> User:
    return somebody_of(disclosure, Appointment.Role.PUBLISH)


@pytest.fixture
def officer(disclosure: Disclosure) -> User:
    """Somebody of the region's finance department."""
    user = User.objects.create_user("officer", is_staff=True)
    user.appointments.create(role=Appointment.Role.FINANCE, region=disclosure.department.region)
    return user
