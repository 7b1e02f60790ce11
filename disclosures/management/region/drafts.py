"""Disclosures of the year that are not public yet: entered, delivered, submitted, approved."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Literal

from django.db import transaction

from disclosures.budget import entries
from disclosures.budget.classification import Catalogue
from disclosures.budget.document import compose
from disclosures.budget.snapshot import content_sha256
from disclosures.models import Disclosure, Explanation, OverallIndicator, Review

from . import budgets
from .course import THIS_YEAR, course, is_unpublished
from .entered import last_published, submission
from .organisation import DepartmentPlan
from .publishing import Keys, at

Stage = Literal["absent", "entry", "delivered", "submitted", "approved", "returned"]
STAGES: Final[tuple[Stage, ...]] = (
    "entry",
    "submitted",
    "delivered",
    "approved",
    "returned",
    "absent",
)
RETURNED: Final = "三公经费说明与上年口径不一致，请补充后重新送审。"
UNDER_ENTRY: Final = 12


def enter(plans: Sequence[DepartmentPlan], keys: Keys, catalogue: Catalogue) -> int:
    """Enter what is missing of this year, each department at its own stage; how many."""
    missing = [plan for plan in plans if is_unpublished(plan.number, THIS_YEAR)]
    for number, plan in enumerate(missing):
        _enter(plan, STAGES[number % len(STAGES)], keys, catalogue)
    return len(missing)


@transaction.atomic
def _enter(plan: DepartmentPlan, stage: Stage, keys: Keys, catalogue: Catalogue) -> None:
    if stage == "absent":
        return
    entered = submission(plan, THIS_YEAR, catalogue)
    disclosure = _disclosure(entered, keys)
    day = at(course(plan, THIS_YEAR).approved_on) + timedelta(days=5)
    units = plan.units[:-1] if stage == "entry" and len(plan.units) > 1 else plan.units
    is_delivered = stage not in {"entry", "returned"}
    budgets.enter(units, entered, keys, (keys.staff.clerk, day) if is_delivered else None)
    if is_unpublished(plan.number, THIS_YEAR - 1):
        budgets.compare(plan.units, last_published(plan, THIS_YEAR), THIS_YEAR - 1, keys)
    if stage in {"submitted", "approved", "returned"}:
        _review(disclosure, stage, content_sha256(compose(entered)), keys, day)


def _disclosure(entered: entries.Submission, keys: Keys) -> Disclosure:
    """The disclosure with its texts, targets and reasons."""
    disclosure = Disclosure.objects.create(
        department=keys.departments[entered.code],
        year=entered.year,
        approved_on=entered.approved_on,
        dated_on=entered.dated_on,
        duties="\n".join(entered.duties),
        offices="\n".join(entered.offices),
        other_matters=entered.other_matters,
        target_goal=entered.target.goal,
        target_contact=entered.target.contact,
        target_telephone=entered.target.telephone,
    )
    OverallIndicator.objects.bulk_create(
        OverallIndicator(
            disclosure=disclosure,
            position=position,
            level1=one.level1,
            level2=one.level2,
            level3=one.level3,
            target=one.target,
            basis=one.basis,
            weight=one.weight,
        )
        for position, one in enumerate(entered.target.indicators, 1)
    )
    Explanation.objects.bulk_create(
        Explanation(disclosure=disclosure, key=key, wording=words)
        for key, words in entered.explanations.items()
    )
    return disclosure


def _review(disclosure: Disclosure, stage: Stage, digest: str, keys: Keys, day: datetime) -> None:
    """The round of review that the disclosure is in, or was returned from."""
    review = Review(
        disclosure=disclosure,
        number=1,
        state=stage,
        content_sha256=digest,
        submitted_by=keys.staff.clerk,
        submitted_at=day + timedelta(days=1),
    )
    later = day + timedelta(days=2)
    if stage == "approved":
        review.approved_by, review.approved_at = keys.staff.reviewer, later
    if stage == "returned":
        review.returned_by, review.returned_at = keys.staff.reviewer, later
        review.reason = RETURNED
    review.save()
