"""Writing a data package: one publication in memory at a time, the same bytes each time."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterable
from contextlib import ExitStack
from hashlib import file_digest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.conf import settings

from disclosures.models import Department, Publication

from .dictionary import MODEL, RESOURCES, Resource
from .rows import rows_of

DESCRIPTOR: Final = "datapackage.json"
# The earliest that a ZIP can name: the same content gives the same bytes whenever it is made.
NO_TIME: Final = (1980, 1, 1, 0, 0, 0)
PERMISSIONS: Final = 0o644 << 16
PIECE: Final = 1 << 20


def write(file: Path, name: str, title: str, publications: Iterable[Publication]) -> None:
    """Write the package of these publications, which come in order, to a file."""
    with TemporaryDirectory(prefix="data-package-") as folder:
        _tables(Path(folder), publications)
        descriptor = json.dumps(
            _descriptor(Path(folder), name, title), ensure_ascii=False, indent=2, sort_keys=True
        )
        with ZipFile(file, "w") as archive:
            archive.writestr(_member(DESCRIPTOR), descriptor.encode(), ZIP_DEFLATED)
            for resource in RESOURCES:
                member = _member(resource.path)
                with (
                    (Path(folder) / f"{resource.name}.csv").open("rb") as source,
                    archive.open(member, "w", force_zip64=True) as target,
                ):
                    shutil.copyfileobj(source, target, PIECE)


def _tables(folder: Path, publications: Iterable[Publication]) -> None:
    """The CSV files, written side by side in one pass."""
    departments: dict[str, Department] = {}
    with ExitStack() as files:
        writers = {}
        for resource in RESOURCES:
            target = (folder / f"{resource.name}.csv").open("w", encoding="utf-8", newline="")
            writers[resource.name] = csv.writer(files.enter_context(target))
            writers[resource.name].writerow([field.name for field in resource.fields])
        for publication in publications:
            department = publication.disclosure.department
            departments[department.code] = department
            for name, rows in rows_of(publication).items():
                writers[name].writerows(rows)
        for code, one in sorted(departments.items()):
            row = (code, one.name, one.region.code, one.region.name)
            writers["departments"].writerow(row)


def _descriptor(folder: Path, name: str, title: str) -> dict[str, Any]:
    """What the package says of itself: Data Package, Table Schema, Fiscal Data Package."""
    return {
        "profile": "tabular-data-package",
        "fiscalDataPackage": "https://specs.frictionlessdata.io/fiscal-data-package/",
        "name": name,
        "title": title,
        "homepage": f"{settings.PORTAL_URL}/data/",
        "countryCode": "CN",
        "licenses": [settings.DATA_LICENCE],
        "sources": [{"title": settings.PORTAL_NAME, "path": settings.PORTAL_URL}],
        "model": MODEL,
        "resources": [
            _described(resource, folder / f"{resource.name}.csv") for resource in RESOURCES
        ],
    }


def _described(resource: Resource, file: Path) -> dict[str, Any]:
    with file.open("rb") as source:
        digest = file_digest(source, "sha256").hexdigest()
    return {
        "profile": "tabular-data-resource",
        "name": resource.name,
        "title": resource.title,
        "description": resource.description,
        "path": resource.path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.stat().st_size,
        "hash": f"sha256:{digest}",
        "schema": resource.schema,
    }


def _member(name: str) -> ZipInfo:
    member = ZipInfo(name, NO_TIME)
    member.compress_type = ZIP_DEFLATED
    member.create_system = 3
    member.external_attr = PERMISSIONS
    return member
