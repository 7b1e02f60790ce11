"""Two versions of a made-up disclosure; the second is published by whoever wants it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from disclosures import kept
from disclosures.ledger import catalogue
from disclosures.management import code_list, sample
from disclosures.management.region.loading import organisation
from disclosures.management.region.organisation import departments
from disclosures.management.region.publishing import publish
from disclosures.management.region.records import versions
from disclosures.models import Publication

YEAR = 2023
# A department that corrected its disclosure of that year.
PLAN = next(plan for plan in departments(12) if (plan.number * 7 + YEAR) % 11 == 0)
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
def public(real_transactions: None, folder: Path) -> Publication:  # noqa: ARG001 - come first
    """The first version, published for all to see."""
    for path in sample.CODE_LISTS:
        code_list.load(path, YEAR)
    keys = organisation([PLAN])
    first = next(versions(PLAN, None, YEAR, catalogue(YEAR)))
    publish([(PLAN, first)], keys)
    return Publication.objects.get()


def correct(publication: Publication) -> None:
    """The second version, written and made known as publishing does it."""
    *_, second = versions(PLAN, None, YEAR, catalogue(YEAR))
    with transaction.atomic():
        Publication.objects.create(
            disclosure=publication.disclosure,
            version=2,
            published_at=timezone.now(),
            published_by=publication.published_by,
            note=second.imprint.note,
            total=second.total,
            snapshot=second.content,
            sha256=second.sha256,
            sha256_of_previous=publication.sha256,
        )
        kept.forget(publication.disclosure.department)
