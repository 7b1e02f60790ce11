"""Examining drafts in the background, so that a list of hundreds knows their findings."""

from __future__ import annotations

import logging

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from procrastinate import exceptions
from procrastinate.contrib.django import app as background

from disclosures.budget.classification import UnknownCodeError
from disclosures.ledger import MissingCatalogueError
from disclosures.models import Disclosure, Examination, Region, User
from disclosures.publication import drafted

from .authority import require

EXAMINE = "examine"
# Behind everything that somebody waits for.
PRIORITY = -20
UNKNOWN = "检查未能完成，请联系系统管理员。"
FINDINGS = ("errors", "warnings", "obstacle", "examined_at")

log = logging.getLogger(__name__)


def ask_for(region: Region, year: int, by: User) -> bool:
    """Have the drafts of a region and year examined soon; whether nobody has asked before."""
    require(by, "open_year", region, "重新检查")
    lock = f"{EXAMINE}-{region.pk}-{year}"
    task = background.configure_task(EXAMINE, queueing_lock=lock, priority=PRIORITY)
    try:
        with transaction.atomic():
            task.defer(region=region.pk, year=year)
    except exceptions.AlreadyEnqueued:
        return False
    return True


def examine(disclosures: QuerySet[Disclosure]) -> int:
    """Examine each draft and keep the numbers of its findings; how many they were."""
    count = 0
    for disclosure in disclosures.select_related("department", "unit").order_by("pk").iterator():
        Examination.objects.bulk_create(
            [examined(disclosure)],
            update_conflicts=True,
            unique_fields=["disclosure"],
            update_fields=FINDINGS,
        )
        count += 1
    return count


def examined(disclosure: Disclosure) -> Examination:
    """What the rule-book finds in the draft now."""
    result = Examination(disclosure=disclosure, errors=0, warnings=0, examined_at=timezone.now())
    try:
        kinds = [finding.severity for finding in drafted(disclosure).findings]
    except (MissingCatalogueError, UnknownCodeError) as error:
        result.obstacle = str(error)
    except Exception:  # one faulty draft must not keep the others from being examined
        log.exception("the draft of disclosure %s could not be examined", disclosure.pk)
        result.obstacle = UNKNOWN
    else:
        result.errors, result.warnings = kinds.count("error"), kinds.count("warning")
    return result
