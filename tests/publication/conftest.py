"""The sample, ready to be published, and who publishes it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from disclosures.management import sample
from disclosures.models import Appointment, Disclosure, User
from tests.publishing import somebody_of


@pytest.fixture
def artefacts(tmp_path: Path) -> Iterator[Path]:
    """Where the files of a publication are stored during a test."""
    with override_settings(MEDIA_ROOT=tmp_path):
        yield tmp_path / "artefacts"


def entered_sample() -> Disclosure:
    """The sample's disclosure as its clerk left it."""
    sample.load()
    return sample.disclosures().select_related("department").get()


def a_publisher(disclosure: Disclosure) -> User:
    """Somebody appointed to publish for the department."""
    user = User.objects.create_user("publisher")
    Appointment.objects.create(user=user, role="publish", department=disclosure.department)
    return user


@pytest.fixture
def staff(disclosure: Disclosure, publisher: User) -> User:
    """The publisher, with one who enters and one who reviews."""
    for role in (Appointment.Role.ENTRY, Appointment.Role.REVIEW):
        somebody_of(disclosure, role)
    return publisher


@pytest.fixture
def disclosure(db: None, artefacts: Path) -> Disclosure:  # noqa: ARG001 - asked for
    return entered_sample()


@pytest.fixture
def publisher(disclosure: Disclosure) -> User:
    return a_publisher(disclosure)
