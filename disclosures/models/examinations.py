"""What the rule-book found in a draft when it was last examined: figures for lists."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .disclosures import Disclosure
from .scopes import DisclosureRows


class Examination(models.Model):
    """The numbers of findings in a draft, which a list of hundreds cannot work out anew.

    They are as old as ``examined_at``; ``obstacle`` says why a draft could not be composed.
    """

    disclosure = models.OneToOneField(
        Disclosure, models.CASCADE, related_name="examination", verbose_name="预算公开"
    )
    errors = models.PositiveIntegerField("错误")
    warnings = models.PositiveIntegerField("警告")
    obstacle = models.TextField("无法检查的原因", blank=True)
    examined_at = models.DateTimeField("检查时间")

    objects = DisclosureRows["Examination"].as_manager()

    class Meta:
        verbose_name = "检查结果"
        verbose_name_plural = "检查结果"
        constraints = (
            models.CheckConstraint(
                condition=Q(obstacle="") | Q(errors=0, warnings=0),
                name="what_could_not_be_examined_has_no_findings",
                violation_error_message="无法检查的草稿没有检查结果。",
            ),
        )

    def __str__(self) -> str:
        return self.obstacle or f"错误 {self.errors} 条、警告 {self.warnings} 条"
