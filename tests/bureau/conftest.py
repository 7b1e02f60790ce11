"""A region with an officer of its finance department, and the sample for what is published."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.test import override_settings

from disclosures.management import sample
from disclosures.models import Appointment, Disclosure, Region, User
from tests.models import rows

TODAY = date(2026, 2, 10)


@pytest.fixture
def artefacts(tmp_path: Path) -> Iterator[Path]:
    """Where the files of publications are stored during a test."""
    with override_settings(MEDIA_ROOT=tmp_path):
        yield tmp_path


@pytest.fixture
def region(db: None) -> Region:  # noqa: ARG001 - asked for
    return rows.a_region()


@pytest.fixture
def officer(region: Region) -> User:
    return an_officer(region)


@pytest.fixture
def disclosure(db: None, artefacts: Path) -> Disclosure:  # noqa: ARG001 - asked for
    """The sample's disclosure as its clerk left it."""
    sample.load()
    return sample.disclosures().select_related("department__region").get()


def an_officer(region: Region) -> User:
    """Somebody of the region's finance department."""
    user = rows.a_user(f"officer-{region.code}", is_staff=True)
    user.appointments.get_or_create(role=Appointment.Role.FINANCE, region=region)
    return User.objects.get(pk=user.pk)
