"""S7: a thousand payloads in every text, public and at the desk: nothing runs, nothing reported."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path

import pytest
from playwright.sync_api import Page

from disclosures.models import Publication
from tests.admin.people import superuser
from tests.browser.conftest import base_url, browser_type_launch_args  # noqa: F401 - fixtures
from tests.browser.scripts.scripted import (
    Watched,
    entered_with,
    pages_of_the_desk,
    published_with,
)
from tests.web.library import CODE, PAGE, published_sample

from .scripts import PAYLOADS

# So many texts at once in every place of a record; a field without a limit takes as many more
# in a round as it has room for, so that the rounds of the desk meet.
AT_ONCE = 50
ROUNDS = range(0, len(PAYLOADS), AT_ONCE)
OF_RECORD = (
    *(PAGE, f"{PAGE}compare-years/", f"{PAGE}figures/t3-total-1/"),
    *(f"{PAGE}figures/t3/", f"/departments/{CODE}/", "/", "/disclosures/", "/disclosures/?q=on"),
    *("/status/", "/functions/", "/functions/201/", "/data/", f"/compare/?department={CODE}"),
)


@pytest.mark.django_db
def test_no_text_is_ever_executed(page: Page, tmp_path: Path) -> None:
    with published_sample(tmp_path) as publication:
        watched = Watched(page, superuser())
        read = sum(_published(watched, publication, start) for start in ROUNDS)
        print(
            f"S7, public: {len(PAYLOADS)} payloads in every text of a record, "
            f"{read} pages read: {len(watched.faults)} executed, reported or asked for"
        )
        took: dict[str, set[str]] = defaultdict(set)
        pages = pages_of_the_desk(watched.client)
        read = sum(_entered(watched, pages, took, start) for start in ROUNDS)
    counts = [len(some) for some in took.values()]
    print(
        f"S7, desk: {sum(counts):,} different payloads in {len(counts)} fields, "
        f"all in {counts.count(len(PAYLOADS))}, at least {min(counts)} in each, "
        f"{read} pages read: {len(watched.faults)} executed, reported or asked for"
    )
    assert watched.faults == []


def _published(watched: Watched, publication: Publication, start: int) -> int:
    """Each payload of a few in every text of a version; how many pages were read."""
    few, version = PAYLOADS[start : start + AT_ONCE], start // AT_ONCE + 2
    published_with(publication, cycle([" ".join(few)]), version)
    pages = (*OF_RECORD, f"{PAGE}v{version}/changes/")
    for path in pages:
        watched.read(path)
    return len(pages)


def _entered(watched: Watched, pages: Sequence[str], took: dict[str, set[str]], start: int) -> int:
    """As many payloads in every field of the desk as it holds; how many pages were read."""
    # Each round begins elsewhere, so that short fields get others than before.
    for field, some in entered_with(islice(cycle(PAYLOADS), start, None)).items():
        took[field].update(some)
    for path in pages:
        watched.read(path)
    return len(pages)
