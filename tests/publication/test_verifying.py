"""Verifying: every way in which something stored may differ from what was published."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from disclosures.models import Artefact, Disclosure, FunctionTotal, Publication, User
from tests.conftest import guard
from tests.publishing import publish

pytestmark = pytest.mark.usefixtures("owner")
CODE = "653000301"


@pytest.fixture
def publication(disclosure: Disclosure, publisher: User) -> Publication:
    return publish(disclosure, publisher)


def unguard() -> None:
    """The tables as their owner could change them; the test's rollback restores the triggers."""
    connection.check_constraints()
    guard(is_on=False)


def said(command: str, *arguments: object, **options: object) -> str:
    out = StringIO()
    call_command(command, *map(str, arguments), stdout=out, stderr=out, **options)
    return out.getvalue()


def faults() -> str:
    out = StringIO()
    with pytest.raises(CommandError, match="1 处不符"):
        call_command("verify_publications", stdout=out, stderr=out)
    return out.getvalue()


def stored(publication: Publication, artefacts: Path) -> Path:
    return artefacts.parent / publication.artefacts.get(name="disclosure.pdf").path


def test_what_is_as_published_is_said_to_be(publication: Publication) -> None:
    assert "1 个已公开版本的数据、文件与哈希链全部相符" in said("verify_publications")
    assert "逐字节一致" in said("rerender", CODE, 2026, check=True)
    assert publication.sha256


def test_a_changed_file_is_found(publication: Publication, artefacts: Path) -> None:
    file = stored(publication, artefacts)
    file.write_bytes(file.read_bytes() + b" ")

    assert "disclosure.pdf 的 SHA-256" in faults()


def test_a_missing_file_is_found(publication: Publication, artefacts: Path) -> None:
    stored(publication, artefacts).unlink()

    assert "disclosure.pdf 不存在" in faults()


def test_a_changed_record_is_found(publication: Publication) -> None:
    unguard()
    changed = publication.snapshot.replace("490.16", "940.16")
    Publication.objects.filter(pk=publication.pk).update(snapshot=changed)

    assert "数据快照的 SHA-256" in faults()


def test_a_wrong_sum_of_what_is_current_is_found(publication: Publication) -> None:
    FunctionTotal.objects.filter(year=publication.disclosure.year, code="").update(amount=1)

    assert "功能科目支出合计" in faults()


def test_a_broken_chain_is_found(
    publication: Publication, disclosure: Disclosure, publisher: User
) -> None:
    disclosure.other_matters = "另有说明。"
    disclosure.save()
    second = publish(disclosure, publisher, "补充说明。")
    unguard()
    Publication.objects.filter(pk=second.pk).update(sha256_of_previous="0" * 64)

    assert "哈希链不符" in faults()
    assert publication.version == 1


def test_a_pdf_that_renders_otherwise_is_found(publication: Publication) -> None:
    unguard()
    Artefact.objects.filter(publication=publication).update(sha256="0" * 64)

    with pytest.raises(CommandError, match=r"disclosure\.pdf 不一致"):
        said("rerender", CODE, 2026, check=True)


def test_a_rerendered_pdf_can_be_written(
    publication: Publication, artefacts: Path, tmp_path: Path
) -> None:
    target = tmp_path / "again.pdf"

    assert "已写入" in said("rerender", CODE, 2026, output=target, version_number=1)
    assert target.read_bytes() == stored(publication, artefacts).read_bytes()
