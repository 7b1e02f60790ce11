"""The desk of a department whose year begins, and one that is under review."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext
from pytest_django import DjangoDbBlocker

from tests.browser.grid.workdesk import served

from .department import Department
from .under_review import UnderReview


@pytest.fixture
def desk(
    django_db_setup: None,  # noqa: ARG001 - asked for
    django_db_blocker: DjangoDbBlocker,
    tmp_path: Path,
) -> Iterator[Department]:
    """The desk with a clerk, a reviewer and a publisher, and files where nobody else looks."""
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=tmp_path),
        served(Department()) as desk,
    ):
        yield desk


@pytest.fixture(scope="module")
def reviewed(
    django_db_setup: None,  # noqa: ARG001 - asked for
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[UnderReview]:
    """The desk with a reviewer."""
    with django_db_blocker.unblock(), served(UnderReview()) as desk:
        yield desk


@pytest.fixture
def examined(browser: Browser, reviewed: UnderReview) -> Iterator[BrowserContext]:
    """A window in which axe may put its own styles, which the policy rightly forbids."""
    context = browser.new_context(bypass_csp=True)
    reviewed.log_in(context)
    yield context
    context.close()
