"""A desk with persons who log in themselves."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.browser.grid.workdesk import Workdesk
from tests.login.persons import clerk, reviewer


class Gate(Workdesk):
    """The desk, with persons at its gate."""

    def _prepare(self) -> None:
        for name in ("shenhe", "jianpan", "yueduqi", "xinren375", "xinren1280"):
            reviewer(name, has_device=False)
        for name in ("luru", "suoding", "wuscript"):
            clerk(name)


@pytest.fixture(scope="package")
def gate(
    django_db_setup: None,  # noqa: ARG001 - asked for
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[str]:
    """The address of the desk's login."""
    gate = Gate()
    with django_db_blocker.unblock():
        gate.start()
        gate.is_ready.wait()
        if gate.failure:
            raise gate.failure
        yield f"{gate.address}/admin/"
        gate.server.shutdown()
        gate.join()
