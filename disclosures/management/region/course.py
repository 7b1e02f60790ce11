"""What becomes of each department's disclosure of a year: public in time, late, corrected, not."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from .organisation import DepartmentPlan, UnitPlan

YEARS: Final = (2022, 2023, 2024, 2025, 2026)
THIS_YEAR: Final = YEARS[-1]


@dataclass(frozen=True, slots=True)
class Course:
    """The days of one disclosure: approved, published, corrected and withdrawn, or never."""

    approved_on: date
    published_on: date | None
    corrected_on: date | None = None
    is_withdrawn: bool = False
    publishing_unit: UnitPlan | None = None


def course(department: DepartmentPlan, year: int) -> Course:
    """What happened, by the numbers of department and year alone."""
    number = department.number
    approved_on = date(year, 1, 12) + timedelta(days=number % 9)
    if is_unpublished(number, year):
        return Course(approved_on, None)
    is_late = (number * 5 + year) % 13 == 0
    published_on = approved_on + timedelta(days=24 + number % 20 if is_late else 9 + number % 11)
    is_corrected = (number * 7 + year) % 11 == 0
    return Course(
        approved_on,
        published_on,
        published_on + timedelta(days=20 + number % 30) if is_corrected else None,
        is_withdrawn=number == 4 and year == 2024,
        publishing_unit=_publishing_unit(department, year),
    )


def is_unpublished(number: int, year: int) -> bool:
    """Whether the disclosure of a year is missing."""
    return number % 12 == 5 if year == THIS_YEAR else (number * 3 + year) % 17 == 0


def _publishing_unit(department: DepartmentPlan, year: int) -> UnitPlan | None:
    """The unit of a few departments that began to publish its own budget."""
    has_one = department.number % 10 == 3 and year >= 2025 and len(department.units) > 1
    return department.units[1] if has_one else None
