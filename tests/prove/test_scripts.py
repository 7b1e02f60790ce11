"""S7: a thousand payloads in every text, public and at the desk: nothing runs, nothing reported."""

from itertools import cycle, islice
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.admin.people import superuser
from tests.browser.conftest import browser_type_launch_args  # noqa: F401 - a fixture
from tests.browser.scripted import Watched, entered_with, pages_of_the_desk, published_with
from tests.web.library import CODE, PAGE, published_sample

from .scripts import PAYLOADS

AT_ONCE = 25


@pytest.mark.django_db
def test_no_text_is_ever_executed(page: Page, tmp_path: Path) -> None:
    read = fields = 0
    with published_sample(tmp_path) as publication:
        watched = Watched(page, superuser())
        for number, start in enumerate(range(0, len(PAYLOADS), AT_ONCE)):
            few = PAYLOADS[start : start + AT_ONCE]
            published_with(publication, cycle([" ".join(few)]), number + 2)
            # Short fields hold one: each round gives every field another.
            fields += entered_with(islice(cycle(PAYLOADS), start, None))
            for path in (PAGE, f"/departments/{CODE}/", "/disclosures/", *pages_of_the_desk()):
                watched.read(path)
                read += 1
    print(
        f"S7: {len(PAYLOADS)} payloads in every text of a record, "
        f"{fields:,} in fields of the desk, "
        f"{read} pages read: {len(watched.faults)} executed, reported or asked for"
    )
    assert watched.faults == []
