"""R6: a publication rendered again in a new process gives identical bytes."""

import json
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone

from disclosures import index, storage
from disclosures.budget import snapshot
from disclosures.management.sample import CODE_LISTS
from disclosures.models import Disclosure, Publication, User
from disclosures.publication import artefact_of, drafted, files_of
from disclosures.workflow import publish
from tests.published.conftest import THREE_UNITS, registered

from .publishing import manage, publishable, say

# Nothing of these may leave a trace in the bytes.
SURROUNDINGS = (
    {"PYTHONHASHSEED": "1", "TZ": "UTC", "LANG": "C"},
    {"PYTHONHASHSEED": "4242", "TZ": "America/New_York", "LANG": "zh_CN.UTF-8"},
    {"PYTHONHASHSEED": "random", "TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8"},
)


def sample_published() -> Publication:
    return publish(*publishable())


def three_units_published() -> Publication:
    """The department of three units with every source; its staff have written no reasons.

    The rule-book would not let it be published, so its record is kept as publishing keeps one.
    """
    department = json.loads((THREE_UNITS / "department.json").read_text(encoding="utf-8"))
    code, year = department["code"], department["year"]
    for codes in CODE_LISTS:
        for of in (year - 1, year):
            call_command("load_codes", str(codes), year=of, stdout=StringIO())
    disclosure = registered(department)
    ledger = str(THREE_UNITS / "ledger.csv")
    for of, comparison in ((year, False), (year - 1, True)):
        given = {"department": code, "year": of, "comparison": comparison}
        call_command("import_ledger", ledger, **given, stdout=StringIO())
    return kept(disclosure)


def kept(disclosure: Disclosure) -> Publication:
    draft = drafted(disclosure)
    record = snapshot.write(draft.document, snapshot.Imprint(1, date(2026, 2, 5)), draft.findings)
    digest = sha256(record.encode()).hexdigest()
    publication = Publication.objects.create(
        disclosure=disclosure,
        version=1,
        published_at=timezone.now(),
        published_by=User.objects.create_user("publisher"),
        total=draft.document.total,
        snapshot=record,
        sha256=digest,
    )
    index.write(publication, snapshot.read(record)[0])
    for name, content in files_of(record).items():
        artefact = artefact_of(name, content)
        artefact.publication = publication
        artefact.save(force_insert=True)
        storage.keep(artefact.path, content)
    return publication


@pytest.mark.usefixtures("real_transactions")
@pytest.mark.parametrize("published", [sample_published, three_units_published])
def test_new_processes_render_the_bytes_that_were_published(
    published: Callable[[], Publication], tmp_path: Path
) -> None:
    with override_settings(MEDIA_ROOT=tmp_path):
        publication = published()
        whose = (publication.disclosure.code, publication.disclosure.year)
        again = [
            manage("rerender", *whose, "--check", extra=surroundings)
            for surroundings in SURROUNDINGS
        ]

        files = publication.artefacts.count()
        for one in again:
            assert one.returncode == 0, one.stderr
            assert f"{files} 个文件逐字节一致" in one.stdout
        assert manage("verify_publications").returncode == 0
    say(
        f"R6 {publication.disclosure}: {len(again)} new processes, identical bytes of {files} files"
    )
