"""The desk of a finance department, and a page of it that must not complain."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django import DjangoDbBlocker

from tests.browser.conftest import Complaints

from .office import Office


@pytest.fixture(scope="package")
def office(
    django_db_setup: None,  # noqa: ARG001 - asked for
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Office]:
    """The desk with an officer."""
    office = Office()
    with django_db_blocker.unblock():
        office.start()
        office.is_ready.wait()
        if office.failure:
            raise office.failure
        yield office
        office.server.shutdown()
        office.join()


@pytest.fixture
def officer(office: Office, context: BrowserContext, complaints: Complaints) -> Iterator[Page]:
    """A page of the officer's; when the test is over, the browser must not have complained."""
    office.log_in(context)
    yield context.new_page()
    assert complaints.errors == []
    assert all(url.startswith(office.address) for url in complaints.requests)


@pytest.fixture
def examined(office: Office, browser: Browser) -> Iterator[Page]:
    """A page on which axe may put its own styles, which the policy rightly forbids."""
    context = browser.new_context(bypass_csp=True)
    office.log_in(context)
    yield context.new_page()
    context.close()
