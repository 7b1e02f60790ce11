"""The sample is published once for all tests of the public site."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from disclosures.models import Publication

from .library import PAGE, Html, published_sample, read


@pytest.fixture(scope="package")
def published(
    request: pytest.FixtureRequest,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Publication]:
    """The sample's publication."""
    request.getfixturevalue("django_db_setup")
    with (
        django_db_blocker.unblock(),
        published_sample(tmp_path_factory.mktemp("artefacts")) as publication,
    ):
        yield publication


@pytest.fixture(scope="package")
def html(request: pytest.FixtureRequest) -> Html:
    """The disclosure's page, parsed."""
    request.getfixturevalue("published")
    return read(PAGE)
