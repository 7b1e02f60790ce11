"""A private cluster of a test's own."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from budget_portal.local.cluster import Cluster
from tests.setup.waiting import await_that


def set_back_after_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "OWNER_DATABASE_URL"):
        monkeypatch.setenv(name, "set back after the test")


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cluster]:
    """A persistent cluster in a directory that any account may pass through."""
    set_back_after_the_test(monkeypatch)
    place = Path(tempfile.mkdtemp())
    place.chmod(0o711)
    private = Cluster(place / "postgres")
    yield private
    await_that(lambda: not private.sockets.exists())
    shutil.rmtree(place)


def superuser_address(cluster: Cluster) -> str:
    return cluster.owner_address.replace("portal@/portal", "postgres@/postgres")
