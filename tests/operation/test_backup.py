"""R5: a backup comes back into an empty cluster with every row and every file as it was."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from budget_portal.local import postgres
from budget_portal.local.cluster import Cluster
from disclosures.management.backups import backups
from tests.prove.publishing import environment
from tests.publication.conftest import entered_sample
from tests.publishing import publish

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
# What a worker or a browser keeps of the moment, and what PostgreSQL numbers by itself.
ROWS = "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM {} t"


@dataclass(frozen=True)
class Original:
    """A portal with a publication, and its backup."""

    rows: dict[str, tuple[object, ...]]
    files: dict[str, str]
    folder: Path


def rows(address: str) -> dict[str, tuple[object, ...]]:
    """Each table by the number of its rows and a hash over all of them."""
    with psycopg.connect(address) as session:
        names = [name for (name,) in session.execute(TABLES)]
        return {name: session.execute(ROWS.format(name)).fetchone() or () for name in names}


def files(folder: Path) -> dict[str, str]:
    """Each file by its hash."""
    there = (file for file in folder.rglob("*") if file.is_file())
    return {str(file.relative_to(folder)): sha256(file.read_bytes()).hexdigest() for file in there}


@pytest.fixture
def original(real_transactions: None, tmp_path: Path) -> Iterator[Original]:  # noqa: ARG001
    """The sample, published and backed up."""
    with override_settings(MEDIA_ROOT=tmp_path / "original"):
        publish(entered_sample())
        call_command("backup", tmp_path / "backups", stdout=StringIO())
        found = rows(environment()["OWNER_DATABASE_URL"])
        yield Original(found, files(tmp_path / "original"), tmp_path / "backups")


@pytest.fixture
def empty(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cluster]:
    """A cluster that nobody has used."""
    for name in ("DATABASE_URL", "OWNER_DATABASE_URL"):
        monkeypatch.setenv(name, os.environ[name])
    cluster = postgres.throwaway()
    with postgres.join(cluster):
        yield cluster


def restored(cluster: Cluster, folder: Path, target: Path) -> "subprocess.CompletedProcess[str]":
    surroundings = {
        **os.environ,
        "DATABASE_URL": cluster.address,
        "OWNER_DATABASE_URL": cluster.owner_address,
        "ARTEFACTS_DIR": str(target),
    }
    return subprocess.run(
        [sys.executable, "manage.py", "restore", str(folder)],
        cwd=postgres.CHECKOUT,
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_row_and_file_comes_back(original: Original, empty: Cluster, tmp_path: Path) -> None:
    done = restored(empty, original.folder, tmp_path / "again")

    assert done.returncode == 0, done.stderr
    assert "全部相符" in done.stdout
    assert rows(empty.owner_address) == original.rows
    assert files(tmp_path / "again") == original.files
    assert len(original.rows) > 50
    assert original.files
    with psycopg.connect(empty.address) as session, pytest.raises(psycopg.DatabaseError):
        session.execute("UPDATE disclosures_publication SET note = '改'")

    again = restored(empty, original.folder, tmp_path / "again")
    assert again.returncode == 1
    assert "不是空库" in again.stderr


def test_a_damaged_backup_writes_nothing(
    original: Original, empty: Cluster, tmp_path: Path
) -> None:
    damaged = next((original.folder / "files").rglob("*/*/*"))
    damaged.write_bytes(damaged.read_bytes()[:-1])

    done = restored(empty, original.folder, tmp_path / "again")

    assert done.returncode == 1
    assert f"备份中的文件已损坏：{damaged}" in done.stderr
    assert rows(empty.owner_address) == {}
    assert files(tmp_path / "again") == {}


def test_the_next_backup_adds_only_what_is_new_and_old_ones_go(original: Original) -> None:
    before = files(original.folder / "files")

    call_command("backup", original.folder, "--keep=1", stdout=StringIO())

    assert files(original.folder / "files") == before
    assert len(backups(original.folder)) == 1
    assert len(list(original.folder.glob("*.dump"))) == 1


@pytest.mark.usefixtures("original")
def test_a_stored_file_that_is_not_what_was_published_is_not_backed_up(tmp_path: Path) -> None:
    for file in (tmp_path / "original").rglob("*/*/*"):
        file.write_bytes(b"another")

    with pytest.raises(CommandError, match="公开文件已损坏"):
        call_command("backup", tmp_path / "others", stdout=StringIO())

    assert backups(tmp_path / "others") == []
    shutil.rmtree(tmp_path / "others")
