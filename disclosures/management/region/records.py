"""The records of a made-up department: composed, checked and frozen as publishing does it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256

from disclosures.budget import snapshot
from disclosures.budget.checks import check
from disclosures.budget.checks.finding import Finding
from disclosures.budget.classification import Catalogue
from disclosures.budget.document import Document, compose

from . import wording
from .course import YEARS, course
from .entered import submission
from .organisation import DepartmentPlan, UnitPlan


@dataclass(frozen=True, slots=True)
class Record:
    """One version as it is published; ``warnings`` are what had to be acknowledged for it."""

    department: str
    unit: str | None
    year: int
    imprint: snapshot.Imprint
    document: Document
    content: str
    sha256: str
    content_sha256: str
    warnings: tuple[Finding, ...]

    @property
    def total(self) -> Decimal:
        """All expenditure in yuan."""
        return self.document.total


class UnsoundError(Exception):
    """A made-up disclosure in which the rule-book finds an error: the makers are wrong."""


def records(department: DepartmentPlan, catalogues: Mapping[int, Catalogue]) -> tuple[Record, ...]:
    """Every version that the department and its units ever published, oldest first."""
    return tuple(
        record
        for year in YEARS
        for unit in _publishers(department, year)
        for record in versions(department, unit, year, catalogues[year])
    )


def _publishers(department: DepartmentPlan, year: int) -> Iterator[UnitPlan | None]:
    """The department itself, and the unit that publishes its own."""
    events = course(department, year)
    if events.published_on:
        yield None
        if events.publishing_unit:
            yield events.publishing_unit


def versions(
    department: DepartmentPlan, unit: UnitPlan | None, year: int, catalogue: Catalogue
) -> Iterator[Record]:
    """The versions of one disclosure: as it was first published, and corrected."""
    events = course(department, year)
    days = [(events.published_on, ""), (events.corrected_on, wording.CORRECTED)]
    previous = None
    for revision, (day, note) in enumerate(days[:1] if unit else days):
        if day:
            imprint = snapshot.Imprint(revision + 1, day, note, previous)
            record = _record(department, unit, year, catalogue, imprint)
            previous = record.sha256
            yield record


def _record(
    department: DepartmentPlan,
    unit: UnitPlan | None,
    year: int,
    catalogue: Catalogue,
    imprint: snapshot.Imprint,
) -> Record:
    entered = submission(department, year, catalogue, unit, imprint.version - 1)
    document = compose(entered)
    findings = check(entered, document, _first_day(department, year))
    warnings = tuple(finding for finding in findings if finding.severity == "warning")
    for finding in findings:
        if finding.severity == "error":
            raise UnsoundError(f"{document.name} {year}: {finding.message}")
    content = snapshot.write(document, imprint, findings, warnings)
    return Record(
        department.code,
        unit.code if unit else None,
        year,
        imprint,
        document,
        content,
        sha256(content.encode()).hexdigest(),
        snapshot.content_sha256(document),
        warnings,
    )


def _first_day(department: DepartmentPlan, year: int) -> date | None:
    return course(department, year).published_on
