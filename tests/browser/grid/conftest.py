"""A desk with two clerks, and an empty grid for each test."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django import DjangoDbBlocker

from tests.browser.conftest import Complaints

from .cells import opened
from .workdesk import Workdesk


@pytest.fixture(scope="package")
def desk(
    django_db_setup: None,  # noqa: ARG001 - asked for
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Workdesk]:
    """The desk with two clerks."""
    desk = Workdesk()
    with django_db_blocker.unblock():
        desk.start()
        desk.is_ready.wait()
        if desk.failure:
            raise desk.failure
        yield desk
        desk.server.shutdown()
        desk.join()


@pytest.fixture
def page_of_clerk(
    desk: Workdesk, context: BrowserContext, complaints: Complaints
) -> Iterator[Page]:
    """A clerk's page; when the test is over, the browser must not have complained."""
    desk.log_in(context)
    yield context.new_page()
    assert [text for text in complaints.errors if "409" not in text] == []
    assert all(url.startswith(desk.address) for url in complaints.requests)


@pytest.fixture
def grid(desk: Workdesk, page_of_clerk: Page) -> Page:
    """An empty grid of line items."""
    return opened(page_of_clerk, desk.fresh())


@pytest.fixture
def targets(desk: Workdesk, page_of_clerk: Page) -> Page:
    """An empty grid of a project's indicators."""
    return opened(page_of_clerk, desk.fresh("project"))


@pytest.fixture
def examined(desk: Workdesk, browser: Browser) -> Iterator[Page]:
    """A page on which axe may put its own styles, which the policy rightly forbids."""
    context = browser.new_context(bypass_csp=True)
    desk.log_in(context)
    yield context.new_page()
    context.close()
