"""What the proofs publish, and the commands that they run in processes of their own."""

import logging
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import connection
from django.test import Client

from disclosures.models import Disclosure, User
from tests.publication.conftest import a_publisher, entered_sample
from tests.publishing import approved

CODE, YEAR = "653000301", 2026
PUBLIC = f"/departments/{CODE}/{YEAR}/"
NAMES = (
    *("", "disclosure.pdf", "data.json", "changes/", "changes.json"),
    *(f"tables/{number}.csv" for number in range(1, 12)),
)
ADDRESSES = [f"{PUBLIC}{version}{name}" for version in ("", "v1/") for name in NAMES]


def say(line: str) -> None:
    """One line with the figures of a proof."""
    sys.stdout.write(f"\n{line}\n")


def publishable() -> tuple[Disclosure, User]:
    """The sample, approved, and who may publish it."""
    disclosure = entered_sample()
    approved(disclosure)
    return disclosure, a_publisher(disclosure)


def reachable() -> list[str]:
    """The addresses of the sample's disclosure that do not answer as unknown ones do."""
    with without_warnings():
        unknown = Client().get("/departments/1/2026/").content
        answers = {path: Client().get(path) for path in ADDRESSES}
    return [
        path
        for path, answer in answers.items()
        if answer.status_code != 404 or answer.content != unknown
    ]


@contextmanager
def without_warnings() -> Iterator[None]:
    """The log keeps still about what is not found: that is what a proof asks for."""
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


def unsound(folder: Path) -> list[str]:
    """Files that bear a hash which is not that of their bytes."""
    files = (file for file in folder.rglob("*") if file.is_file())
    return [file.name for file in files if file.name != sha256(file.read_bytes()).hexdigest()]


def manage(
    *words: object,
    within: Sequence[str] = (),
    extra: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """A command of the portal in a new process, on the database of this test."""
    return subprocess.run(
        [*within, sys.executable, "manage.py", *map(str, words)],
        cwd=settings.BASE_DIR,
        env={**environment(), "LOG_LEVEL": "ERROR", **(extra or {})},
        capture_output=True,
        text=True,
        check=False,
    )


def environment() -> dict[str, str]:
    """What a process of its own needs to work on the database and files of this test."""
    return {
        **os.environ,
        "DATABASE_URL": address(connection.settings_dict),
        "OWNER_DATABASE_URL": address(settings.OWNER_DATABASE),
        "ARTEFACTS_DIR": str(settings.MEDIA_ROOT),
    }


def address(login: Mapping[str, Any]) -> str:
    """The address of the database that this test uses, for one of its roles."""
    who = quote(login["USER"], safe="")
    if login["PASSWORD"]:
        who += f":{quote(login['PASSWORD'], safe='')}"
    place = {"host": login["HOST"], "port": login["PORT"]}
    query = urlencode({name: value for name, value in place.items() if value})
    return f"postgresql://{who}@/{quote(connection.settings_dict['NAME'])}?{query}"
