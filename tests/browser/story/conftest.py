"""The department's desk, and what each of its people has on the screen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from .department import Department


@pytest.fixture(scope="package")
def desk(
    django_db_setup: None,  # noqa: ARG001 - asked for
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Department]:
    """The desk with a clerk, a reviewer and a publisher."""
    artefacts: Path = tmp_path_factory.mktemp("artefacts")
    desk = Department()
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=artefacts):
        desk.start()
        desk.is_ready.wait()
        if desk.failure:
            raise desk.failure
        yield desk
        desk.server.shutdown()
        desk.join()
