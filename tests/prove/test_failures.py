"""R4: whatever fails while publishing, nothing becomes public, and the next attempt works."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from django.db import DatabaseError
from django.test import override_settings

from disclosures.commission import RenderingFailed
from disclosures.models import Artefact, Disclosure, Publication
from disclosures.publication import PublicationRefused, faults
from disclosures.workflow import publish
from tests.publication import failures

from .publishing import ADDRESSES, CODE, YEAR, manage, publishable, reachable, say, unsound

Failure = Callable[[Path, Disclosure], AbstractContextManager[None]]
FAILURES: dict[str, tuple[Failure, type[Exception]]] = {
    "storage error": (
        lambda artefacts, _: failures.storage_that_is_no_folder(artefacts),
        PublicationRefused,
    ),
    "file limit": (lambda *_: failures.files_that_end_early(), PublicationRefused),
    "timeout": (lambda *_: failures.time_that_is_too_short(), RenderingFailed),
    **{
        f"renderer killed after {after} s": (
            lambda *_, after=after: failures.renderer_that_dies(after),
            RenderingFailed,
        )
        for after in (0.0, 0.2, 0.6, 1.2)
    },
    "commit refused": (lambda *_: failures.database_that_fails_at_commit(), DatabaseError),
    "session ended": (
        lambda _, disclosure: failures.session_that_is_ended(disclosure.pk),
        DatabaseError,
    ),
}
# A disk of its own, smaller than the PDF, in a mount namespace that ends with the command.
SMALL_DISK = """
mount -t tmpfs -o size=256k tmpfs "$ARTEFACTS_DIR" || exit 99
"$@"; status=$?
find "$ARTEFACTS_DIR" -type f | wc -l
exit $status
"""
OWN_MOUNTS = ("unshare", "--mount", *(() if os.geteuid() == 0 else ("--map-root-user",)))


def assert_unpublished(artefacts: Path) -> None:
    assert (Publication.objects.count(), Artefact.objects.count()) == (0, 0)
    assert reachable() == []
    assert unsound(artefacts) == []


def assert_published() -> None:
    assert (Publication.objects.count(), Artefact.objects.count()) == (1, 13)
    assert reachable() == ADDRESSES
    assert list(faults()) == []


@pytest.mark.usefixtures("real_transactions")
@pytest.mark.parametrize("name", FAILURES)
def test_after_a_failure_nothing_is_public_and_publishing_works_again(
    name: str, tmp_path: Path
) -> None:
    disclosure, publisher = publishable()
    failure, error = FAILURES[name]
    with override_settings(MEDIA_ROOT=tmp_path):
        with failure(tmp_path / "artefacts", disclosure), pytest.raises(error) as caught:
            publish(disclosure, publisher)

        assert_unpublished(tmp_path)
        publish(disclosure, publisher)
        assert_published()
    said = str(caught.value).splitlines()[0]
    say(f"R4 {name}: unpublished, 0 of {len(ADDRESSES)} addresses, retry works（{said}）")


@pytest.mark.usefixtures("real_transactions")
def test_on_a_full_disk_nothing_is_published_until_there_is_room(tmp_path: Path) -> None:
    publishable()
    with override_settings(MEDIA_ROOT=tmp_path):
        within = (*OWN_MOUNTS, "sh", "-c", SMALL_DISK, "sh")
        full = manage("publish", CODE, YEAR, within=within)

        assert (full.returncode, full.stdout.strip()) == (1, "0"), full.stderr
        assert "磁盘空间不足" in full.stderr
        assert_unpublished(tmp_path)
        room = manage("publish", CODE, YEAR)
        assert room.returncode == 0, room.stderr
        assert_published()
    said = full.stderr.strip().splitlines()[-1]
    say(f"R4 disk full: unpublished, 0 of {len(ADDRESSES)} addresses, retry works（{said}）")
