"""R2: fifty who publish the same disclosure at once make exactly one version."""

import time
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection, connections, transaction
from django.test import override_settings

from disclosures.models import Artefact, Disclosure, Publication, User
from disclosures.publication import PublicationRefused, faults
from disclosures.workflow import publish

from .publishing import publishable, say

PUBLISHERS = 50
# PDFs set side by side: each takes a processor and some memory; all publishers wait for the last.
RENDERERS = 4
MINUTES = 30
WAITING = (
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


def outcome(disclosure: Disclosure, publisher: User) -> str:
    """What one of the publishers is told."""
    try:
        return f"第 {publish(disclosure, publisher).version} 版"
    except PublicationRefused as refused:
        return refused.reason
    finally:
        connections.close_all()


def waiting() -> int:
    """How many sessions stand before the disclosure, ready to write."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # a transaction sees one list otherwise
        cursor.execute(WAITING)
        return int(cursor.fetchone()[0])


def all_ready_at_once(
    people: ThreadPoolExecutor, disclosure: Disclosure, publisher: User
) -> list[Future[str]]:
    """Fifty publications, each finished but for the writing, let go in the same moment."""
    tries: list[Future[str]] = []
    deadline = time.monotonic() + MINUTES * 60
    with transaction.atomic():
        Disclosure.objects.select_for_update().get(pk=disclosure.pk)
        while (ready := waiting()) < PUBLISHERS:
            assert time.monotonic() < deadline, f"only {ready} of {PUBLISHERS} became ready"
            assert not any(one.done() for one in tries), [
                one.result() for one in tries if one.done()
            ]
            if len(tries) < min(PUBLISHERS, ready + RENDERERS):
                tries.append(people.submit(outcome, disclosure, publisher))
            time.sleep(0.05)
    return tries


@pytest.mark.usefixtures("real_transactions")
def test_of_fifty_who_publish_at_once_exactly_one_does(tmp_path: Path) -> None:
    disclosure, publisher = publishable()

    with (
        override_settings(MEDIA_ROOT=tmp_path, PDF_SECONDS=600),
        ThreadPoolExecutor(PUBLISHERS) as people,
    ):
        said = Counter(one.result() for one in all_ready_at_once(people, disclosure, publisher))
        assert list(faults()) == []

    (published, refusal), counts = zip(*sorted(said.items(), key=lambda one: one[1]), strict=True)
    assert (published, counts) == ("第 1 版", (1, PUBLISHERS - 1))
    assert "刚刚已由他人发布或退回，请刷新后查看" in refusal
    assert Publication.objects.count() == 1
    files = {file.name for file in tmp_path.rglob("*") if file.is_file()}
    assert files == set(Artefact.objects.values_list("sha256", flat=True))
    told = f"1 version, {counts[1]} refused in words, {len(files)} files, all its own"
    say(f"R2: {PUBLISHERS} published at once: {told}")
