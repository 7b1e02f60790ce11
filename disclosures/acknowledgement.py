"""Reasons for findings between the database and the rule-book: read, given, taken back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from django.db import transaction
from django.utils import timezone

from .budget.checks import acknowledgement as core
from .budget.checks.acknowledgement import SHORTEST, Judged
from .models import Acknowledgement, Disclosure, User

LONGEST: Final = 500
UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
TOO_SHORT: Final = "理由不得少于 {least} 个字，现有 {count} 个字，请写明为什么可以保留。"
TOO_LONG: Final = "理由不得超过 {most} 个字，现有 {count} 个字，请精简。"


class UnfitReasonError(ValueError):
    """A reason that is none: why, and what to do."""


def reason_of(text: str) -> str:
    """A reason as it is kept; raises ``UnfitReasonError`` for one that says too little."""
    reason = UNPRINTABLE.sub("", text.replace("\r\n", "\n")).strip()
    if len(reason) < SHORTEST:
        raise UnfitReasonError(TOO_SHORT.format(least=SHORTEST, count=len(reason)))
    if len(reason) > LONGEST:
        raise UnfitReasonError(TOO_LONG.format(most=LONGEST, count=len(reason)))
    return reason


def acknowledgements(disclosure: Disclosure) -> tuple[core.Acknowledgement, ...]:
    """Every reason kept for a disclosure, whether what it answers for is still found or not."""
    rows = Acknowledgement.objects.filter(disclosure=disclosure.pk)
    return tuple(
        core.Acknowledgement(
            row.rule,
            row.place,
            row.message,
            row.reason,
            str(row.acknowledged_by),
            row.acknowledged_at,
        )
        for row in rows.select_related("acknowledged_by").order_by("rule", "place", "pk")
    )


@transaction.atomic
def acknowledge(
    disclosure: Disclosure, answers: Iterable[tuple[Judged, str]], by: User
) -> tuple[core.Acknowledgement, ...]:
    """Keep a reason for each finding, in place of an earlier one; an empty reason takes it back.

    Gives all reasons that are kept now. Raises ``UnfitReasonError``.
    """
    given = [(found, text.strip() and reason_of(text)) for found, text in answers]
    for found, reason in given:
        rule, place = found.key
        if not found.may_be_acknowledged:
            raise UnfitReasonError(f"{rule} 的错误必须改正，不能以理由代替。")
        if not reason:
            disclosure.acknowledgements.filter(rule=rule, place=place).delete()
    said = {"disclosure": disclosure, "acknowledged_by": by, "acknowledged_at": timezone.now()}
    rows = [
        Acknowledgement(
            rule=found.key[0], place=found.key[1], message=found.message, reason=reason, **said
        )
        for found, reason in given
        if reason
    ]
    Acknowledgement.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["disclosure", "rule", "place"],
        update_fields=["message", "reason", "acknowledged_by", "acknowledged_at"],
    )
    return acknowledgements(disclosure)
