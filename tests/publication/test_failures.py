"""Whatever fails while publishing: nothing is public, and trying again works."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from hashlib import sha256
from pathlib import Path

import pytest
from django.db import DatabaseError
from django.test import Client, override_settings

from disclosures import storage
from disclosures.commission import RenderingFailed
from disclosures.models import Artefact, Publication
from disclosures.publication import PublicationRefused, faults
from disclosures.workflow import publish
from tests.publishing import approved

from . import failures
from .conftest import a_publisher, entered_sample

PUBLIC = "/departments/653000301/2026/"
NAMES = (
    "",
    "disclosure.pdf",
    "tables.xlsx",
    "data.json",
    "tables/1.csv",
    "changes/",
    "v1/",
    "v1/disclosure.pdf",
)
Failure = Callable[[Path], AbstractContextManager[None]]
FAILURES: dict[str, tuple[Failure, type[Exception], str]] = {
    "a full disk": (lambda _: failures.files_that_end_early(), PublicationRefused, "磁盘空间不足"),
    "no storage": (failures.storage_that_is_no_folder, PublicationRefused, "无法写入存储"),
    "a dead renderer": (lambda _: failures.renderer_that_dies(), RenderingFailed, "内存不足"),
    "a refused commit": (
        lambda _: failures.database_that_fails_at_commit(),
        DatabaseError,
        "at commit",
    ),
}


def reachable() -> list[str]:
    """The public addresses of the sample's disclosure that answer."""
    return [name for name in NAMES if Client().get(PUBLIC + name).status_code != 404]


def unsound(artefacts: Path) -> list[str]:
    """Files that bear a hash which is not theirs."""
    return [
        file.name
        for file in artefacts.rglob("*")
        if file.is_file() and file.name != sha256(file.read_bytes()).hexdigest()
    ]


@pytest.mark.usefixtures("real_transactions")
@pytest.mark.parametrize(("failure", "error", "said"), FAILURES.values(), ids=FAILURES)
def test_a_failure_leaves_nothing_public_and_the_next_attempt_works(
    failure: Failure, error: type[Exception], said: str, artefacts: Path
) -> None:
    disclosure = entered_sample()
    publisher = a_publisher(disclosure)
    approved(disclosure)

    with failure(artefacts), pytest.raises(error, match=said):
        publish(disclosure, publisher)

    assert (Publication.objects.count(), Artefact.objects.count()) == (0, 0)
    assert reachable() == []
    assert unsound(artefacts) == []
    publish(disclosure, publisher)
    assert reachable() == list(NAMES)
    assert list(faults()) == []
    assert Client().get(f"{PUBLIC}disclosure.pdf").content.startswith(b"%PDF")


def test_a_file_left_half_written_is_written_anew(tmp_path: Path) -> None:
    with override_settings(MEDIA_ROOT=tmp_path):
        file = tmp_path / "artefacts" / "ab" / "abc"
        file.parent.mkdir(parents=True)
        file.write_bytes(b"the first ha")

        storage.keep("artefacts/ab/abc", b"the first half and the second")
        kept = file.stat()
        storage.keep("artefacts/ab/abc", b"the first half and the second")

    assert file.read_bytes() == b"the first half and the second"
    assert file.stat().st_ino == kept.st_ino
    assert kept.st_mode & 0o777 == 0o640
    assert list(file.parent.iterdir()) == [file]
