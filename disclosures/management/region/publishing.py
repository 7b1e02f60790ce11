"""Rows of made-up records, written many at a time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from disclosures import index, storage
from disclosures.models import (
    Acknowledgement,
    Artefact,
    Department,
    Disclosure,
    Publication,
    Review,
    Unit,
    User,
    Withdrawal,
)
from disclosures.publication import artefact_of, files_of

from . import wording
from .course import THIS_YEAR, course
from .organisation import DepartmentPlan
from .records import Record
from .staff import Staff

OFFICE_OPENS: Final = time(9)
GROUND: Final = "《中华人民共和国保守国家秘密法》第三十三条（演示数据）"


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of the rows of departments and units by their codes, and who works there."""

    departments: Mapping[str, Department]
    units: Mapping[str, Unit]
    staff: Staff


Published = tuple[DepartmentPlan, Record]


@transaction.atomic
def publish(published: Sequence[Published], keys: Keys, pdfs: int = 0) -> None:
    """Write the publications of a few departments with everything that belongs to them.

    Setting type takes seconds a document: only the first ``pdfs`` departments of the region have
    the newest year's files.
    """
    disclosures = _disclosures(published, keys)
    # One at a time: many at once go as an array, which escapes each quotation mark of a record.
    rows = Publication.objects.bulk_create(
        (_publication(record, disclosures[_key(record)], keys.staff) for _, record in published),
        batch_size=1,
    )
    pairs = list(zip(published, rows, strict=True))
    index.write_all((row, record.document) for (_, record), row in pairs)
    Artefact.objects.bulk_create(
        artefact
        for (department, record), row in pairs
        if department.number <= pdfs and record.year == THIS_YEAR
        for artefact in _files(record, row)
    )
    Review.objects.bulk_create(_review(record, row, keys.staff) for (_, record), row in pairs)
    Acknowledgement.objects.bulk_create(
        Acknowledgement(
            disclosure=row.disclosure,
            rule=finding.rule,
            place=finding.place,
            message=finding.message,
            reason=wording.LATE,
            acknowledged_by=keys.staff.clerk,
            acknowledged_at=row.published_at - timedelta(days=2),
        )
        for (_, record), row in pairs
        if record.imprint.version == 1
        for finding in record.warnings
    )
    Withdrawal.objects.bulk_create(
        _withdrawal(row, keys.staff.publisher)
        for (department, record), row in pairs
        if course(department, record.year).is_withdrawn
    )


def _key(record: Record) -> tuple[str, str | None, int]:
    return record.department, record.unit, record.year


def _disclosures(
    published: Iterable[Published], keys: Keys
) -> Mapping[tuple[str, str | None, int], Disclosure]:
    """One row for all versions of a year, with its texts."""
    rows = {_key(record): _disclosure(record, keys) for _, record in published}
    Disclosure.objects.bulk_create(rows.values())
    return rows


def _disclosure(record: Record, keys: Keys) -> Disclosure:
    document = record.document
    return Disclosure(
        department=keys.departments[record.department],
        unit=keys.units[record.unit] if record.unit else None,
        year=record.year,
        approved_on=document.approved_on,
        dated_on=document.dated_on,
        duties="\n".join(document.duties),
        other_matters=wording.NOTICE,
    )


def _publication(record: Record, disclosure: Disclosure, staff: Staff) -> Publication:
    return Publication(
        disclosure=disclosure,
        version=record.imprint.version,
        published_at=at(record.imprint.published_on),
        published_by=staff.publisher,
        note=record.imprint.note,
        total=record.total,
        snapshot=record.content,
        sha256=record.sha256,
        sha256_of_previous=record.imprint.sha256_of_previous,
    )


def _files(record: Record, publication: Publication) -> Iterator[Artefact]:
    """All files of a version, stored as publishing does it."""
    for name, content in files_of(record.content).items():
        artefact = artefact_of(name, content)
        artefact.publication = publication
        storage.keep(artefact.path, content)
        yield artefact


def _review(record: Record, publication: Publication, staff: Staff) -> Review:
    return Review(
        disclosure=publication.disclosure,
        number=record.imprint.version,
        state=Review.State.PUBLISHED,
        note=record.imprint.note,
        content_sha256=record.content_sha256,
        submitted_by=staff.clerk,
        submitted_at=publication.published_at - timedelta(days=2),
        approved_by=staff.reviewer,
        approved_at=publication.published_at - timedelta(days=1),
        publication=publication,
    )


def _withdrawal(publication: Publication, by: User) -> Withdrawal:
    return Withdrawal(
        publication=publication,
        ground=GROUND,
        withdrawn_by=by,
        withdrawn_at=publication.published_at + timedelta(days=60),
    )


def at(day: date) -> datetime:
    """The hour of a day at which offices open."""
    return timezone.make_aware(datetime.combine(day, OFFICE_OPENS))
