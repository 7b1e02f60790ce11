"""Publishing: what it freezes, what it refuses, and two people at once."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest
from django.db import connections
from django.test import override_settings

from disclosures import workflow
from disclosures.commission import RenderingFailed
from disclosures.models import Artefact, Disclosure, Publication, User
from disclosures.publication import PublicationRefused, StepRefused, files_of
from tests.publishing import approved, publish

from .conftest import a_publisher, entered_sample


def files(artefacts: Path) -> list[Path]:
    return [path for path in artefacts.rglob("*") if path.is_file()]


def test_versions_are_frozen_chained_and_render_to_the_same_bytes(
    disclosure: Disclosure, publisher: User, artefacts: Path
) -> None:
    first = publish(disclosure, publisher)
    disclosure.other_matters = "本部门另有一项说明。"
    disclosure.save()
    second = publish(disclosure, publisher, "补充其他需说明的事项。")

    assert (first.version, second.version) == (1, 2)
    assert first.sha256 == sha256(first.snapshot.encode()).hexdigest()
    assert second.sha256_of_previous == first.sha256
    assert json.loads(second.snapshot)["note"] == "补充其他需说明的事项。"
    assert "另有一项" not in first.snapshot
    made = files_of(first.snapshot)
    stored = {one.name: (artefacts.parent / one.path).read_bytes() for one in first.artefacts.all()}
    assert made == stored
    assert set(stored) == {
        "disclosure.pdf",
        "tables.xlsx",
        *(f"tables/{number}.csv" for number in range(1, 12)),
    }


def test_who_is_not_appointed_to_publish_is_refused(disclosure: Disclosure) -> None:
    clerk = User.objects.create_user("clerk")

    approved(disclosure)
    with pytest.raises(PublicationRefused, match="没有发布"):
        workflow.publish(disclosure, clerk)

    assert not Publication.objects.exists()


def test_errors_of_the_rule_book_refuse_it_and_are_handed_over(
    disclosure: Disclosure, publisher: User, artefacts: Path
) -> None:
    disclosure.explanations.get(key="operating").delete()

    with pytest.raises(PublicationRefused, match="1 处错误") as caught:
        publish(disclosure, publisher)

    assert [finding.rule for finding in caught.value.findings] == ["N1"]
    assert not Publication.objects.exists()
    assert files(artefacts) == []


def test_a_correction_needs_a_note_and_a_change(disclosure: Disclosure, publisher: User) -> None:
    publish(disclosure, publisher)

    with pytest.raises(PublicationRefused, match="须填写更正说明"):
        publish(disclosure, publisher)
    with pytest.raises(PublicationRefused, match="内容与已公开的第 1 版相同"):
        publish(disclosure, publisher, "没有变化的更正")

    assert Publication.objects.count() == 1


def test_nothing_is_published_where_the_pdf_cannot_be_made(
    disclosure: Disclosure, publisher: User, artefacts: Path
) -> None:
    with override_settings(PDF_MEMORY_MB=200), pytest.raises(RenderingFailed, match="内存不足"):
        publish(disclosure, publisher)

    assert not Publication.objects.exists()
    assert files(artefacts) == []
    assert publish(disclosure, publisher).version == 1


@pytest.fixture
def in_threads(real_transactions: None, artefacts: Path) -> Iterator[ThreadPoolExecutor]:  # noqa: ARG001 - asked for
    """Two threads whose sessions end with them."""
    with ThreadPoolExecutor(2) as threads:
        yield threads
        list(threads.map(lambda _: connections.close_all(), range(2)))


def test_of_two_who_publish_at_once_one_is_told_to_look_again(
    in_threads: ThreadPoolExecutor,
) -> None:
    disclosure = entered_sample()
    publisher = a_publisher(disclosure)
    approved(disclosure)

    def published(_: int) -> str:
        try:
            return f"第 {workflow.publish(disclosure, publisher).version} 版"
        except StepRefused as refused:
            return refused.reason
        finally:
            connections.close_all()

    said = sorted(in_threads.map(published, range(2)))

    assert (Publication.objects.count(), Artefact.objects.count()) == (1, 13)
    assert said[1] == "第 1 版"
    assert "已由他人发布" in said[0] or "没有审核通过的内容" in said[0]
