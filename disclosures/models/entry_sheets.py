"""What the entry grid keeps of a ledger beside its line items (明细录入表)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from .budgets import Budget
from .scopes import BudgetRows


class EntrySheet(models.Model):
    """The order in which the rows were entered, and the rows that are unfinished.

    An unfinished row (未入账) is kept as it was typed and is no part of the ledger; ``marks`` are
    the grounds of those that were marked secret (涉密), by their keys. ``version`` tells what the
    ledger held after the last save from the grid.
    """

    budget = models.OneToOneField(
        Budget, models.CASCADE, related_name="entry_sheet", verbose_name="单位预算"
    )
    order = models.JSONField("行的顺序", default=list, blank=True)
    unfinished = models.JSONField("未入账的行", default=list, blank=True)
    marks = models.JSONField("未入账行的涉密依据", default=dict, blank=True)
    version = models.CharField("内容版本", max_length=64, blank=True)
    saved_at = models.DateTimeField("保存时间", null=True, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        verbose_name="保存人",
        null=True,
        blank=True,
    )

    objects = BudgetRows["EntrySheet"].as_manager()

    class Meta:
        verbose_name = "明细录入表"
        verbose_name_plural = "明细录入表"

    def __str__(self) -> str:
        return f"{self.budget}：明细录入表"
