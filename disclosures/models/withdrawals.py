"""What was withdrawn by law (依法撤下): the version stays stored and is no longer public."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .people import User
from .publications import Publication
from .scopes import ScopedQuerySet


class WithdrawalQuerySet(ScopedQuerySet["Withdrawal"]):
    """Withdrawn versions."""

    department_path = "publication__disclosure__department"
    unit_path = "publication__disclosure__unit"

    def tombstones(self) -> WithdrawalQuerySet:
        """What the public reads in place of a version: which, when and by what law; no more."""
        whose = self.select_related(
            "publication__disclosure__department__region", "publication__disclosure__unit"
        )
        return whose.defer(
            "note",
            "publication__snapshot",
            "publication__note",
            "publication__total",
        )


class Withdrawal(models.Model):
    """The withdrawal of one published version; the database lets nobody change or delete it."""

    publication = models.OneToOneField(
        Publication, models.PROTECT, related_name="withdrawal", verbose_name="已公开版本"
    )
    ground = models.CharField(
        "法律依据",
        max_length=300,
        help_text="依据的法律条款或决定文号，向社会公开，如“《中华人民共和国保守国家秘密法》第……条”。",
    )
    note = models.TextField("内部备注", blank=True, help_text="不公开。")
    withdrawn_by = models.ForeignKey(
        User, models.PROTECT, related_name="withdrawals", verbose_name="撤下人"
    )
    withdrawn_at = models.DateTimeField("撤下时间")

    objects = WithdrawalQuerySet.as_manager()

    class Meta:
        verbose_name = "依法撤下"
        verbose_name_plural = "依法撤下"
        constraints = (
            models.CheckConstraint(
                condition=Q(ground__regex=r"\S"),
                name="withdrawal_names_its_legal_ground",
                violation_error_message="依法撤下须写明法律依据，依据随撤下一并公开。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.publication}已依法撤下"
