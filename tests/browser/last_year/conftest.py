"""A desk on which last year is there and this year is empty."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from pytest_django import DjangoDbBlocker

from .two_years import TwoYears


@pytest.fixture(scope="package")
def desk(
    django_db_setup: None,  # noqa: ARG001 - asked for
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[TwoYears]:
    """The desk with a clerk."""
    desk = TwoYears()
    with django_db_blocker.unblock():
        desk.start()
        desk.is_ready.wait()
        if desk.failure:
            raise desk.failure
        yield desk
        desk.server.shutdown()
        desk.join()


@pytest.fixture
def examined(desk: TwoYears, browser: Browser) -> Iterator[Page]:
    """A page on which axe may put its own styles, which the policy rightly forbids."""
    context = browser.new_context(bypass_csp=True)
    desk.log_in(context)
    yield context.new_page()
    context.close()
