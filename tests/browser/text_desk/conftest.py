"""A desk with two writers, and an unwritten text for each test."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page
from pytest_django import DjangoDbBlocker

from tests.browser.conftest import Complaints

from .writing_room import WritingRoom


@pytest.fixture(scope="package")
def room(
    django_db_setup: None,  # noqa: ARG001 - asked for
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[WritingRoom]:
    """The desk with two writers."""
    room = WritingRoom()
    with django_db_blocker.unblock():
        room.start()
        room.is_ready.wait()
        if room.failure:
            raise room.failure
        yield room
        room.server.shutdown()
        room.join()


@pytest.fixture
def text(room: WritingRoom, context: BrowserContext, complaints: Complaints) -> Iterator[Page]:
    """An unwritten text; when it is over, the browser complained of nothing that was not meant."""
    room.log_in(context)
    page = context.new_page()
    page.goto(room.fresh())
    yield page
    meant = ("409", "net::ERR_FAILED")
    assert [said for said in complaints.errors if not any(one in said for one in meant)] == []
    assert all(url.startswith(room.address) for url in complaints.requests)
