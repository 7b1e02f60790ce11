"""Backups: the database and every file of a publication, and their way back, proved by hashes.

A folder of backups holds, for each, ``NAME.dump`` (PostgreSQL's own format) and ``NAME.json`` (what
belongs to it), and the files of all of them once, under their hashes.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from psycopg.conninfo import make_conninfo

from disclosures import audit, storage
from disclosures.models import Artefact, Publication

FORMAT: Final = "budget-portal-backup/1"


class BackupFailed(Exception):  # noqa: N818 - named as what the operator reads
    """Why there is no backup, or why one was not restored."""


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup in its folder."""

    folder: Path
    name: str

    @property
    def dump(self) -> Path:
        """The database."""
        return self.folder / f"{self.name}.dump"

    @property
    def manifest(self) -> Path:
        """What belongs to it; written last, so that what has one is whole."""
        return self.folder / f"{self.name}.json"

    def file(self, path: str) -> Path:
        """Where the copy of a stored file lies."""
        return self.folder / "files" / path

    def contents(self) -> dict[str, Any]:
        """The manifest."""
        told: dict[str, Any] = json.loads(self.manifest.read_text("utf-8"))
        if told["format"] != FORMAT:
            raise BackupFailed(f"{self.manifest} 的格式 {told['format']} 无法识别。")
        return told


def backups(folder: Path) -> list[Backup]:
    """All whole backups of a folder, the oldest first."""
    return [Backup(folder, file.stem) for file in sorted(folder.glob("*.json"))]


def make(folder: Path) -> Backup:
    """A new backup; whatever fails leaves none with a manifest.

    The database comes first: every file that its rows name was stored before the rows were.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    backup = Backup(folder, datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ"))
    _run("pg_dump", "--format=custom", "--no-owner", "--no-acl", f"--file={backup.dump}")
    position, digest = audit.head()
    told = {
        "format": FORMAT,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "publications": Publication.objects.count(),
        "log": {"entries": position, "sha256": digest},
        "database": _digest(backup.dump),
        "files": dict(_copied(backup)),
    }
    fresh = backup.manifest.with_suffix(".part")
    fresh.write_text(json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True), "utf-8")
    fresh.rename(backup.manifest)
    return backup


def _copied(backup: Backup) -> Iterator[tuple[str, str]]:
    """Copy what no earlier backup has; each file's path and hash."""
    for artefact in Artefact.objects.order_by("sha256").distinct("sha256").iterator():
        target = backup.file(artefact.path)
        if not target.exists():
            with default_storage.open(artefact.path) as file:
                content = file.read()
            if sha256(content).hexdigest() != artefact.sha256:
                raise BackupFailed(f"公开文件已损坏，未备份：{artefact.path}")
            target.parent.mkdir(parents=True, exist_ok=True)
            fresh = target.with_suffix(".part")
            fresh.write_bytes(content)
            fresh.rename(target)
        yield artefact.path, artefact.sha256


def keep_last(folder: Path, count: int) -> list[Backup]:
    """Remove all but the newest backups, then the files that none of these names."""
    old = backups(folder)[:-count]
    for backup in old:
        backup.manifest.unlink()
        backup.dump.unlink()
    named = {backup.file(path) for backup in backups(folder) for path in backup.contents()["files"]}
    for file in (folder / "files").rglob("*"):
        if file.is_file() and file not in named:
            file.unlink()
    return old


def restore(backup: Backup) -> dict[str, Any]:
    """Bring a backup into an empty database and into the storage; its manifest.

    Raises ``BackupFailed`` before anything is written where the database is not empty or a file
    of the backup is not what it was.
    """
    told = backup.contents()
    if tables := connection.introspection.table_names():
        raise BackupFailed(f"目标数据库不是空库（已有 {len(tables)} 张表），没有恢复。")
    _require(backup.dump, told["database"])
    for path, digest in told["files"].items():
        _require(backup.file(path), digest)
    _run(
        *("pg_restore", "--no-owner", "--no-acl", "--exit-on-error", "--single-transaction"),
        str(backup.dump),
    )
    for path in told["files"]:
        storage.keep(path, backup.file(path).read_bytes())
    return told


def _require(file: Path, digest: str) -> None:
    if not file.is_file():
        raise BackupFailed(f"备份缺少文件：{file}")
    if _digest(file) != digest:
        raise BackupFailed(f"备份中的文件已损坏：{file}")


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return file_digest(content, "sha256").hexdigest()


def _run(program: str, *words: str) -> None:
    """A program of PostgreSQL, as the owner of the tables; the password is no word of it."""
    owner = settings.OWNER_DATABASE
    parts = {
        "dbname": connection.settings_dict["NAME"],
        "user": owner["USER"],
        "host": owner["HOST"],
        "port": owner["PORT"],
        **_plain(owner["OPTIONS"].items()),
    }
    where = make_conninfo(**{name: value for name, value in parts.items() if value})
    environment = {"PATH": os.environ.get("PATH", os.defpath), "PGPASSWORD": owner["PASSWORD"]}
    done = subprocess.run(
        [program, f"--dbname={where}", *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupFailed(f"{program} 失败：{done.stderr.strip()}")


def _plain(options: Iterable[tuple[str, Any]]) -> dict[str, str]:
    """What libpq knows of the options; the pool is Django's."""
    return {name: value for name, value in options if isinstance(value, str)}
