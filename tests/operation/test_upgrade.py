"""R9: what an earlier release left, drafts and publications, is whole after the update."""

import gzip
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from budget_portal.local import postgres

RELEASED = Path(__file__).parent / "released"
CODE = "653000301"
PAGE = f"/departments/{CODE}/2026/"
# Django's own bookkeeping of what the program can do, and who is logged in.
BOOKKEEPING = ("django_migrations", "django_content_type", "auth_permission", "django_session")
COLUMNS = """
    SELECT table_name, array_agg(quote_ident(column_name) ORDER BY column_name)
    FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> ALL(%s)
    GROUP BY table_name
"""
PUBLISHED = "SELECT version, sha256 FROM disclosures_publication ORDER BY version"
FILES = """
    SELECT version, artefact.sha256 FROM disclosures_artefact artefact
    JOIN disclosures_publication publication ON publication.id = publication_id ORDER BY version
"""


@dataclass(frozen=True)
class Portal:
    """A portal that a release left: how to reach it, and the columns and rows it had then."""

    database: str
    surroundings: dict[str, str]
    columns: dict[str, list[str]]
    left: dict[str, list[str]]

    def run(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Python in a process of its own, on this portal."""
        return subprocess.run(
            [sys.executable, *words],
            cwd=postgres.CHECKOUT,
            env=self.surroundings,
            capture_output=True,
            text=True,
            check=False,
        )

    def manage(self, *words: str) -> str:
        """What a command prints."""
        done = self.run("manage.py", *words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def read(self, *paths: str) -> dict[str, tuple[int, str]]:
        """Status and hash of what each address answers."""
        done = self.run("-m", "tests.operation.reading", *paths)
        assert done.returncode == 0, done.stderr
        told: dict[str, list[object]] = json.loads(done.stdout)
        return {path: (int(str(status)), str(digest)) for path, (status, digest) in told.items()}


def rows(session: psycopg.Connection, columns: dict[str, list[str]]) -> dict[str, list[str]]:
    """The rows of each table, by the columns that are asked for, in order."""
    return {
        table: sorted(
            str(row) for row in session.execute(f"SELECT {', '.join(names)} FROM {table}")
        )
        for table, names in columns.items()
    }


@pytest.fixture(params=sorted(folder.name for folder in RELEASED.iterdir() if folder.is_dir()))
def portal(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Portal]:
    """A portal that a release left, not yet migrated."""
    for name in ("DATABASE_URL", "OWNER_DATABASE_URL"):
        monkeypatch.setenv(name, os.environ[name])
    left = RELEASED / request.param
    shutil.copytree(left / "artefacts", tmp_path / "artefacts")
    cluster = postgres.throwaway()
    with postgres.join(cluster):
        dump = gzip.decompress((left / "portal.sql.gz").read_bytes())
        restore = ["psql", "--quiet", "--set=ON_ERROR_STOP=1", cluster.owner_address]
        subprocess.run(restore, input=dump, check=True, capture_output=True)
        with psycopg.connect(cluster.owner_address) as session:
            columns: dict[str, list[str]] = dict(
                session.execute(COLUMNS, [list(BOOKKEEPING)]).fetchall()
            )
            found = rows(session, columns)
        surroundings = {
            **os.environ,
            "DATABASE_URL": cluster.address,
            "OWNER_DATABASE_URL": cluster.owner_address,
            "ARTEFACTS_DIR": str(tmp_path),
            "KEPT_PAGES_DIR": str(tmp_path / "kept"),
            "LOG_LEVEL": "ERROR",
        }
        yield Portal(cluster.owner_address, surroundings, columns, found)


def test_a_portal_of_an_earlier_release_is_updated_with_all_it_has(portal: Portal) -> None:
    assert portal.manage("migrate", "--noinput", "--verbosity=0") == ""

    with psycopg.connect(portal.database) as session:
        now = rows(session, portal.columns)
        versions = session.execute(PUBLISHED).fetchall()
        files: dict[int, str] = dict(session.execute(FILES).fetchall())

    assert now == portal.left
    assert len(now["disclosures_lineitem"]) > 40
    assert "2 个已公开版本的数据、文件与哈希链全部相符" in portal.manage("verify_publications")
    pages = [PAGE, *(f"{PAGE}v{version}/" for version in (1, 2))]
    others = [
        "/",
        "/disclosures/?q=办公费",
        f"{PAGE}changes/",
        "/compare/",
        "/api/v1/publications",
    ]
    read = portal.read(*pages, *others, *(f"{page}disclosure.pdf" for page in pages[1:]))
    assert {path: status for path, (status, _) in read.items() if status != 200} == {}
    assert [read[f"{PAGE}v{version}/disclosure.pdf"][1] for version, _ in versions] == [
        files[version] for version, _ in versions
    ]

    note = ("--note", "补列", "--acknowledge", "与批复文件一致，予以保留")
    assert "第 3 版" in portal.manage("publish", CODE, "2026", *note)
    assert "3 个已公开版本" in portal.manage("verify_publications")
    again = portal.read(*pages)
    assert {status for status, _ in again.values()} == {200}
    assert again[pages[0]] != read[pages[0]]
