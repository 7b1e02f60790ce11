"""The pages of publications, each rendered once and kept as bytes.

A page that is kept is public as it stands: nobody asks the database before it is sent, neither
the application nor the web server in front of it, which sends the same files. So whoever
publishes or withdraws takes the pages of the department away before the transaction commits, and
holds a lock until then; a page is made under the same lock, from what is committed. Every process
that serves has to see the same folder.
"""

from __future__ import annotations

import gzip
import logging
import os
import secrets
import shutil
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final, Literal

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, transaction
from django.template.loader import render_to_string

from .budget import snapshot
from .corrections import corrected_by
from .models import Artefact, Department, Publication, Unit
from .presentation import presented
from .templatetags.site import site_duties, site_faults

Encoding = Literal["", "gzip"]
ENCODINGS: Final[dict[Encoding, str]] = {"": "", "gzip": ".gz"}
# The class of PostgreSQL's advisory locks that pages are made and taken away under.
LOCK: Final = 0x70616765
CURRENT: Final = "current"
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a page is asked for; without a version the current one, perhaps a unit's own."""

    code: str
    year: int
    version: int | None = None
    kind: str = ""

    @property
    def path(self) -> str:
        """The file of the page, by its address: what the web server looks for."""
        version = "" if self.version is None else f"/v{self.version}"
        name = "unit" if self.kind == "unit" else "index"
        return f"departments/{self.code}/{self.year}{version}/{name}.html"


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is sent; the ETag names these bytes."""

    content: bytes
    etag: str
    encoding: Encoding = ""


def etag(address: Address, encoding: Encoding = "") -> str:
    """The ETag of a page that is kept, without reading it; empty where none is."""
    if connection.in_atomic_block or not settings.KEPT_DIR:
        return ""
    try:
        status = os.stat(f"{_folder()}/{address.path}{ENCODINGS[encoding]}")  # noqa: PTH116 - half the time
    except OSError:
        return ""
    return _etag(int(status.st_mtime), status.st_size)


def page(address: Address, encoding: Encoding = "") -> Page | None:
    """The page at an address, kept or made now; nothing where nothing is public."""
    try:
        return _kept(address, encoding) or _made(address, encoding)
    except OperationalError:  # a replica may still answer; what it says is not kept
        return _page(_rendered(address), encoding)


def forget(department: Department) -> None:
    """Take away all pages of a department and its units, in the transaction that changes them.

    Until it commits nobody makes a page of them anew. Raises ``OSError`` where a page cannot be
    taken away: then what it shows must not change.
    """
    if not settings.KEPT_DIR:
        return
    units = Unit.objects.filter(department=department).values_list("code", flat=True)
    codes = {department.code, *units}
    _lock(codes, "pg_advisory_xact_lock")
    for folder in settings.KEPT_DIR.glob("*/departments"):
        for code in codes:
            if not folder.parent.is_symlink() and (folder / code).is_dir():
                shutil.rmtree(folder / code)


def _kept(address: Address, encoding: Encoding) -> Page | None:
    """The page as it lies in the folder; within a transaction what is public is not settled."""
    if connection.in_atomic_block or not settings.KEPT_DIR:
        return None
    try:
        with open(f"{_folder()}/{address.path}{ENCODINGS[encoding]}", "rb") as file:  # noqa: PTH123 - half the time
            status = os.fstat(file.fileno())
            return Page(file.read(), _etag(int(status.st_mtime), status.st_size), encoding)
    except OSError:
        return None


def _made(address: Address, encoding: Encoding) -> Page | None:
    if connection.in_atomic_block or not settings.KEPT_DIR:
        return _page(_rendered(address), encoding)
    with transaction.atomic():
        _lock({address.code}, "pg_advisory_xact_lock_shared")
        content = _rendered(address, DEFAULT_DB_ALIAS)
        if content:
            _keep(address, content)
    return _page(content, encoding)


def _rendered(address: Address, database: str | None = None) -> bytes:
    """The page from the record; empty where nothing is public."""
    public = Publication.objects.using(database)
    rows = public.addressed(address.code, address.year, address.kind, address.version)
    publication = rows.with_standing().first()
    if publication is None:
        return b""
    document, imprint = snapshot.read(publication.snapshot)
    context = {
        "place": "department",
        "disclosure": presented(document, imprint),
        "publication": publication,
        "sizes": _sizes(publication),
        "version": address.version,
        "previous": publication.version - 1,
        "next": publication.version + 1,
        "changed": corrected_by(publication, document, public),
    }
    return render_to_string("disclosures/disclosure.html", context).encode()


def _sizes(publication: Publication) -> dict[str, int]:
    """The files to take away and how large they are; one may lack the PDF or the workbook."""
    rows = Artefact.objects.using(publication._state.db).filter(publication=publication)
    return {name.rpartition(".")[2]: size for name, size in rows.values_list("name", "size")}


def _page(content: bytes, encoding: Encoding) -> Page | None:
    if not content:
        return None
    sent = _encoded(content, encoding)
    return Page(sent, _etag(_time(content), len(sent)), encoding)


def _encoded(content: bytes, encoding: Encoding) -> bytes:
    return gzip.compress(content, mtime=0) if encoding else content


def _etag(time: int, size: int) -> str:
    """As nginx makes it of a file's time and size: which of the two sends it, it is the same."""
    return f'"{time:x}-{size:x}"'


def _time(content: bytes) -> int:
    """What a kept file has for its time: a hash of the page, so that the ETag names its bytes."""
    return int.from_bytes(sha256(content).digest()[:4]) >> 1


def _keep(address: Address, content: bytes) -> None:
    """Keep a page plain and compressed; without room for it the page is made each time."""
    for encoding, suffix in ENCODINGS.items():
        file = Path(f"{_folder()}/{address.path}{suffix}")
        try:
            _write(file, _encoded(content, encoding), _time(content))
        except OSError as error:
            logger.warning("A page cannot be kept (%s): %s", error.strerror, file)
            return


def _write(file: Path, content: bytes, time: int) -> None:
    """Write a file under another name first: no reader meets half a page."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f"{secrets.token_hex(4)}.part")
    try:
        with fresh.open("xb") as target:
            target.write(content)
            target.flush()
            os.fsync(target.fileno())
        os.utime(fresh, (time, time))
        fresh.chmod(0o644)
        fresh.replace(file)
    finally:
        fresh.unlink(missing_ok=True)


def _lock(codes: Collection[str], how: str) -> None:
    """Hold the pages of departments and units until the transaction ends, in a fixed order."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {how}(%s, hashtext(code)) FROM unnest(%s::text[]) AS code",  # noqa: S608
            [LOCK, sorted(codes)],
        )


@cache
def _folder() -> Path:
    """Where this software keeps the pages of this database; what others kept is cleared away."""
    name = sha256(f"{edition()}{_database()}".encode()).hexdigest()[:16]
    folder = Path(settings.KEPT_DIR or "") / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _point_to(folder)
    except OSError as error:
        logger.warning("Pages cannot be kept (%s): %s", error.strerror, folder)
    return folder


def _point_to(folder: Path) -> None:
    """Lead the web server to the folder, under a name that stays."""
    fresh = folder.with_name(f"{CURRENT}.{secrets.token_hex(4)}")
    fresh.symlink_to(folder.name)
    fresh.replace(folder.with_name(CURRENT))
    for other in folder.parent.iterdir():
        if other.is_dir() and not other.is_symlink() and other != folder:
            shutil.rmtree(other, ignore_errors=True)


def _database() -> str:
    """Which database it is: one that was restored or made anew has pages of its own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT system_identifier, oid FROM pg_control_system(), pg_database"
            " WHERE datname = current_database()"
        )
        return str(cursor.fetchone())


@cache
def edition() -> str:
    """A short hash of everything that decides how a record looks on a page."""
    base = Path(settings.BASE_DIR)
    files = (
        file
        for folder in ("disclosures", "templates", "static")
        for file in sorted((base / folder).rglob("*"))
        if file.suffix in {".py", ".html", ".css", ".js"}
    )
    told = (settings.PORTAL_NAME, settings.PORTAL_URL, settings.DATA_LICENCE)
    content = sha256(f"{told}{site_duties()}{site_faults()}".encode())
    for file in files:
        content.update(file.read_bytes())
    return content.hexdigest()[:12]
