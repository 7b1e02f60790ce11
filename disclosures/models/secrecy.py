"""Secret content (涉密): the mark and its ground, on whatever is left out of publications."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

GROUND_LENGTH = 200
GROUND_STANDS_ALONE = "填写了涉密依据而没有标记涉密，请标记涉密或删去依据。"


class Classifiable(models.Model):
    """What may be marked secret; without a ground it stays a draft (rule S1)."""

    is_secret = models.BooleanField(
        "涉密", default=False, db_default=False, help_text="涉密的不公开，公开数据也不含其金额。"
    )
    secrecy_ground = models.CharField(
        "涉密依据",
        max_length=GROUND_LENGTH,
        blank=True,
        default="",
        db_default="",
        help_text="定密依据的文件或条款；标记涉密的必填，不公开。",
    )

    class Meta:
        abstract = True


def mark_check(name: str) -> models.CheckConstraint:
    """No ground without the mark: a mark forgotten would publish what is secret."""
    return models.CheckConstraint(
        condition=Q(is_secret=True) | Q(secrecy_ground=""),
        name=name,
        violation_error_message=GROUND_STANDS_ALONE,
    )
