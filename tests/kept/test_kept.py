"""A kept page is sent without asking the database, and never when it is public no more."""

import gzip
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client, override_settings
from pytest_django import DjangoAssertNumQueries

from disclosures import kept
from disclosures.models import Publication, User
from disclosures.withdrawal import WithdrawalRefused, withdraw

from .conftest import FIRST, PAGE, correct

GROUND = "《中华人民共和国保守国家秘密法》第二十四条"


def files(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.rglob("*") if file.is_file())


def superuser() -> User:
    return User.objects.create_superuser("officer")


def in_thread(path: str) -> bytes:
    """What a reader gets on a connection of their own; nothing where it is not found."""
    try:
        answer = Client().get(path)
        return answer.content if answer.status_code == 200 else b""
    finally:
        connection.close()


@pytest.mark.usefixtures("public")
def test_the_second_reader_is_answered_without_a_query(
    folder: Path, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = Client().get(PAGE)

    with django_assert_num_queries(0):
        second = Client().get(PAGE)
        known = Client().get(PAGE, headers={"If-None-Match": first.headers["ETag"]})

    assert first.status_code == 200
    assert second.content == first.content
    assert dict(second.headers) == dict(first.headers)
    assert (known.status_code, known.content) == (304, b"")
    assert files(folder) == ["index.html", "index.html.gz"]


@pytest.mark.usefixtures("public")
def test_who_takes_compressed_pages_gets_the_same_page_compressed() -> None:
    plain = Client().get(PAGE)
    accepted = {"Accept-Encoding": "gzip, deflate"}

    compressed = Client().get(PAGE, headers=accepted)

    assert compressed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(compressed.content) == plain.content
    assert compressed.headers["ETag"] != plain.headers["ETag"]
    assert compressed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"


def test_a_correction_replaces_the_pages_of_all_versions(public: Publication) -> None:
    before = {path: Client().get(path) for path in (PAGE, FIRST)}

    correct(public)

    for path, earlier in before.items():
        etag = earlier.headers["ETag"]
        after = Client().get(path, headers={"If-None-Match": etag})
        assert after.status_code == 200
        assert after.content != earlier.content
    assert "第 2 版" in Client().get(PAGE).content.decode()


def test_a_withdrawn_page_is_gone_at_once(public: Publication, folder: Path) -> None:
    etag = Client().get(PAGE).headers["ETag"]
    assert Client().get(FIRST).status_code == 200

    withdraw(public, superuser(), GROUND)

    assert files(folder) == []
    for path in (PAGE, FIRST):
        assert Client().get(path, headers={"If-None-Match": etag}).status_code == 404
    assert files(folder) == []


def test_a_withdrawal_that_fails_leaves_the_page_public(public: Publication) -> None:
    before = Client().get(PAGE).content
    officer = superuser()

    with transaction.atomic():
        withdraw(public, officer, GROUND)
        transaction.set_rollback(True)

    assert Client().get(PAGE).content == before


def test_nothing_is_withdrawn_whose_page_cannot_be_taken_away(
    public: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    Client().get(PAGE)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(shutil, "rmtree", refuse)
    with pytest.raises(WithdrawalRefused, match="没有撤下"):
        withdraw(public, superuser(), GROUND)

    assert not public.is_withdrawn


def test_who_reads_while_it_is_withdrawn_waits_and_finds_nothing(
    public: Publication, folder: Path
) -> None:
    officer = superuser()

    with ThreadPoolExecutor(1) as readers:
        with transaction.atomic():
            withdraw(public, officer, GROUND)
            reader = readers.submit(in_thread, PAGE)
            with pytest.raises(TimeoutError):
                reader.result(timeout=0.5)

        assert reader.result() == b""
    assert files(folder) == []


@pytest.mark.usefixtures("public")
def test_many_first_readers_get_one_page(folder: Path) -> None:
    with ThreadPoolExecutor(6) as readers:
        answers = set(readers.map(in_thread, [PAGE] * 12))

    assert answers == {Client().get(PAGE).content}
    assert files(folder) == ["index.html", "index.html.gz"]


@pytest.mark.usefixtures("public")
def test_without_room_for_pages_they_are_made_each_time(tmp_path: Path) -> None:
    no_folder = tmp_path / "file"
    no_folder.touch()
    kept._folder.cache_clear()

    with override_settings(KEPT_DIR=no_folder):
        answers = [Client().get(PAGE) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].headers["ETag"] == answers[1].headers["ETag"]


def test_within_a_transaction_nothing_is_kept(public: Publication, folder: Path) -> None:
    with transaction.atomic():
        correct(public)
        assert "第 2 版" in Client().get(PAGE).content.decode()
        transaction.set_rollback(True)

    assert files(folder) == []
    assert "第 2 版" not in Client().get(PAGE).content.decode()
