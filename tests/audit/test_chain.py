"""The chain of the log: whatever somebody changes in it is found, and where."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from disclosures import audit
from disclosures.models import AuditHead, AuditLink, Region
from tests.conftest import guard

from .tampering import TAMPERINGS, Tampering, alter, chance, found, remove_entry

pytestmark = [pytest.mark.usefixtures("owner"), pytest.mark.django_db]
LENGTH = 12


@pytest.fixture
def chain(db: None) -> int:  # noqa: ARG001 - asked for
    """Entries in their places, unguarded; how many."""
    for number in range(LENGTH):
        Region.objects.create(code=f"65{number:02}", name=f"州{number}")
    connection.check_constraints()
    guard(is_on=False)
    return AuditHead.objects.get().position


def test_every_entry_has_its_place_and_the_chain_holds(chain: int) -> None:
    assert list(audit.faults()) == []
    assert chain == LENGTH
    assert audit.head() == (LENGTH, AuditLink.objects.get(position=LENGTH).hash)


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda one: one.__name__)
@pytest.mark.parametrize("position", [1, 5, LENGTH])
def test_tampering_is_found_and_located(tampering: Tampering, position: int, chain: int) -> None:
    where, said = found(tampering, position, chance(position))

    assert said != []
    assert said[0].position == where
    assert list(audit.faults()) == []
    assert chain == LENGTH


@pytest.mark.usefixtures("chain")
def test_only_what_was_altered_is_reported() -> None:
    where, said = found(alter, 5, chance(0))

    assert [fault.position for fault in said] == [where]
    assert str(said[0]) == "操作日志第 5 位：记录、其哈希或前一位被改动，或次序被调换。"


@pytest.mark.usefixtures("chain")
def test_verifying_says_what_is_wrong_with_the_log() -> None:
    out = StringIO()
    remove_entry(7, chance(0))

    with pytest.raises(CommandError, match="12 条操作日志中发现 1 处不符"):
        call_command("verify_publications", stdout=out, stderr=out)

    assert out.getvalue().startswith("操作日志第 7 位：编号")


@pytest.mark.usefixtures("chain")
def test_verifying_names_the_head_to_be_kept_elsewhere() -> None:
    out = StringIO()

    call_command("verify_publications", stdout=out)

    position, digest = audit.head()
    assert f"操作日志 {position} 条全部相符，末条的 SHA-256 为 {digest}" in out.getvalue()


def test_an_empty_log_is_sound() -> None:
    assert list(audit.faults()) == []
    assert audit.head() == (0, audit.BEGINNING)


def test_what_is_not_committed_yet_is_no_fault() -> None:
    Region.objects.create(code="6530", name="甲州")

    assert list(audit.faults()) == []
