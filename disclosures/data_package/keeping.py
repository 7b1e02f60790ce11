"""The data packages that there are, built once for what is published and then kept.

A package bears the fingerprint of the publications in it: when one is corrected or withdrawn
its file is no more that of the package, and nobody is given it. The worker builds what is
missing; a reader's request builds small packages only.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from django.conf import settings
from django.contrib.postgres.aggregates import StringAgg
from django.core.files.storage import default_storage
from django.db.models import Count, F, Func, TextField

from disclosures import storage
from disclosures.models import Publication
from disclosures.models.publications import PublicationQuerySet

from .building import write
from .dictionary import MODEL, RESOURCES

# So few are put together within half a second.
SMALL: Final = 12


@dataclass(frozen=True, slots=True)
class Package:
    """What is published of a region for a year: how many disclosures, and which."""

    year: int
    region: str
    region_name: str
    count: int
    fingerprint: str

    @property
    def folder(self) -> str:
        """Where its file is in the storage."""
        return f"packages/{self.year}/{self.region}"

    @property
    def path(self) -> str:
        """Its file in the storage, where it is built."""
        return f"{self.folder}/{self.fingerprint}.zip"

    @property
    def size(self) -> int | None:
        """Bytes of its file; none while it is not built."""
        return default_storage.size(self.path) if default_storage.exists(self.path) else None


def packages(year: int | None = None, region: str | None = None) -> Iterator[Package]:
    """The packages there are, the newest year first; or the one of a year and region."""
    rows = Publication.objects.published().current()
    if year is not None:
        rows = rows.filter(disclosure__year=year, disclosure__department__region__code=region)
    joined = StringAgg("sha256", delimiter="", order_by="sha256")
    groups = (
        rows.values(
            year=F("disclosure__year"),
            region=F("disclosure__department__region__code"),
            region_name=F("disclosure__department__region__name"),
        )
        .annotate(count=Count("pk"), content=Func(joined, function="md5", output_field=TextField()))
        .order_by("-year", "region")
    )
    for group in groups:
        fingerprint = sha256(f"{_form()}{group['content']}".encode()).hexdigest()[:32]
        whose = (group["year"], group["region"], group["region_name"])
        yield Package(*whose, group["count"], fingerprint)


def build(package: Package) -> None:
    """Put the package together and keep it in place of the one before."""
    title = f"{package.region_name} {package.year} 年部门预算公开数据"
    with TemporaryDirectory(prefix="data-package-") as folder:
        file = Path(folder) / "package.zip"
        write(file, f"budgets-{package.year}-{package.region}", title, _content(package))
        storage.keep_file(package.path, file)
    for name in default_storage.listdir(package.folder)[1]:
        if name != f"{package.fingerprint}.zip":
            default_storage.delete(f"{package.folder}/{name}")


def build_missing() -> int:
    """Build every package that is not kept as what is published now; how many those were."""
    missing = [package for package in packages() if package.size is None]
    for package in missing:
        build(package)
    return len(missing)


def _content(package: Package) -> Iterator[Publication]:
    """The current versions with their records, read a few at a time."""
    rows: PublicationQuerySet = Publication.objects.published().current().defer(None)
    in_order = rows.filter(
        disclosure__year=package.year, disclosure__department__region__code=package.region
    ).order_by(
        "disclosure__department__code", F("disclosure__unit__code").asc(nulls_first=True), "pk"
    )
    return in_order.iterator(chunk_size=10)


@cache
def _form() -> str:
    """What a package looks like, apart from what is published: a change builds all anew."""
    schemas = [resource.schema for resource in RESOURCES]
    names = [settings.PORTAL_URL, settings.PORTAL_NAME, settings.DATA_LICENCE]
    return json.dumps([schemas, MODEL, names], sort_keys=True)
