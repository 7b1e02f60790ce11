"""Two versions of a made-up disclosure; the second is published by whoever wants it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings

from disclosures import kept
from disclosures.ledger import catalogue
from disclosures.management import code_list, sample
from disclosures.management.region.loading import organisation
from disclosures.management.region.organisation import departments
from disclosures.management.region.publishing import Published, publish
from disclosures.management.region.records import versions
from disclosures.models import Department

YEAR = 2023
# The third department: corrected in that year, with units of its own.
PLAN = next(
    plan for plan in departments(12) if (plan.number * 7 + YEAR) % 11 == 0 and len(plan.units) > 1
)
PAGE = f"/departments/{PLAN.code}/{YEAR}/"
FIRST = f"{PAGE}v1/"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Where pages are kept during a test."""
    kept._folder.cache_clear()
    with override_settings(KEPT_DIR=tmp_path / "kept"):
        yield tmp_path / "kept"
    kept._folder.cache_clear()


@pytest.fixture
def correct(real_transactions: None, folder: Path) -> Callable[[], None]:  # noqa: ARG001
    """The first version is published; what is called publishes the second as publishing does."""
    for path in sample.CODE_LISTS:
        code_list.load(path, YEAR)
    keys = organisation([PLAN])
    first, second = versions(PLAN, None, YEAR, catalogue(YEAR))
    publish([(PLAN, first)], keys)

    def next_version() -> None:
        with transaction.atomic():
            publish_again((PLAN, second))
            kept.forget(Department.objects.get(code=PLAN.code))

    def publish_again(published: Published) -> None:
        publish([published], keys)

    return next_version
