"""Budget years: the bounds that every row with a year keeps."""

from django.db.models import CheckConstraint, Q

FIRST_YEAR, LAST_YEAR = 2000, 2100


def year_check(name: str) -> CheckConstraint:
    """The constraint that a row's year is a possible budget year."""
    return CheckConstraint(
        condition=Q(year__range=(FIRST_YEAR, LAST_YEAR)),
        name=name,
        violation_error_message=f"年度应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间。",
    )
