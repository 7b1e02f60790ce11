"""The made-up region: sound, the same each time, marked, and with every case that happens."""

from collections import Counter
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone

from disclosures import publication
from disclosures.budget.document import compose
from disclosures.budget.snapshot import content_sha256
from disclosures.bureau import board
from disclosures.bureau.standing import Stage
from disclosures.ledger import catalogue, submission
from disclosures.management.region.course import YEARS
from disclosures.management.region.loading import Loaded
from disclosures.management.region.organisation import REGION_CODE, departments, largest
from disclosures.management.region.records import records
from disclosures.models import Disclosure, Publication, Region, Review, Withdrawal

pytestmark = pytest.mark.usefixtures("region")


@pytest.fixture(autouse=True)
def nothing_stays(region: Loaded) -> Iterator[None]:  # noqa: ARG001 - must be there first
    """What a test writes is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def made_up() -> list[Publication]:
    rows = Publication.objects.filter(disclosure__department__region__code=REGION_CODE)
    return list(rows.select_related("disclosure__department", "disclosure__unit"))


def test_every_hash_and_chain_is_right() -> None:
    assert made_up()
    assert list(publication.faults()) == []


def test_the_same_records_come_out_each_time() -> None:
    plan = departments(3)[2]
    catalogues = {year: catalogue(year) for year in YEARS}

    kept = {one.sha256 for one in made_up() if one.disclosure.department.code == plan.code}

    assert {record.sha256 for record in records(plan, catalogues)} == kept


def test_every_case_happens(region: Loaded) -> None:
    rows = made_up()
    assert len(rows) == region.publications
    assert {one.disclosure.year for one in rows} == set(YEARS)
    assert any(one.version == 2 and one.note and one.sha256_of_previous for one in rows)
    assert any(one.disclosure.unit for one in rows)
    assert Withdrawal.objects.count() == 1
    late = [one for one in rows if one.disclosure.acknowledgements.filter(rule="D1").exists()]
    assert late
    of_departments = [one for one in rows if not one.disclosure.unit and one.version == 1]
    assert len(of_departments) < len(departments(17)) * len(YEARS)


def test_the_board_shows_departments_at_work() -> None:
    region = Region.objects.get(code=REGION_CODE)

    stages = Counter(one.stage for one in board.standings(region, YEARS[-1], timezone.localdate()))

    assert stages[Stage.PUBLISHED] >= 14
    assert stages[Stage.ENTRY] == 1
    assert stages[Stage.SUBMITTED] == 1


def test_what_is_entered_is_what_was_submitted_and_has_no_error() -> None:
    review = Review.objects.get(state=Review.State.SUBMITTED)
    disclosure: Disclosure = review.disclosure

    draft = publication.drafted(disclosure)

    assert content_sha256(compose(submission(disclosure))) == review.content_sha256
    assert draft.errors == ()
    assert {finding.rule for finding in draft.findings} <= {"L2", "T13", "N5", "D1"}


def test_pages_and_records_say_that_it_is_made_up(client: Client) -> None:
    code = departments(1)[0].code

    for address in (f"/departments/{code}/", f"/departments/{code}/2026/", "/disclosures/"):
        assert "演示数据" in client.get(address).content.decode()
    assert "均为虚构" in client.get(f"/departments/{code}/2026/data.json").content.decode()


def test_a_second_region_is_refused() -> None:
    with pytest.raises(CommandError, match="演示地区已存在"):
        call_command("load_region", 3)


def test_there_are_names_for_a_thousand_departments() -> None:
    plans = departments(largest())

    assert largest() >= 1000
    assert len({plan.name for plan in plans}) == len(plans)
    for plan in plans:
        assert len({unit.name for unit in plan.units}) == len(plan.units)
