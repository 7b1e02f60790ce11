"""Reasons given for what the rule-book finds (确认并说明理由): internal, never published."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length, Trim
from django.db.models.lookups import GreaterThanOrEqual

from disclosures.budget.checks.acknowledgement import SHORTEST

from .disclosures import Disclosure
from .people import User
from .scopes import DisclosureRows


class Acknowledgement(models.Model):
    """Why what a rule found at a place of a disclosure is left as it is, and who says so.

    ``message`` is what was found then; ``place`` goes without the number of its paragraph.
    """

    disclosure = models.ForeignKey(
        Disclosure,
        models.CASCADE,
        related_name="acknowledgements",
        verbose_name="预算公开",
        db_index=False,
    )
    rule = models.CharField("规则", max_length=8)
    place = models.CharField("位置", max_length=250)
    message = models.TextField("确认时的内容")
    reason = models.TextField("理由", max_length=500)
    acknowledged_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="确认人"
    )
    acknowledged_at = models.DateTimeField("确认时间")

    objects = DisclosureRows["Acknowledgement"].as_manager()

    class Meta:
        verbose_name = "检查发现的确认"
        verbose_name_plural = "检查发现的确认"
        constraints = (
            models.UniqueConstraint(
                fields=("disclosure", "rule", "place"),
                name="finding_is_acknowledged_once_at_its_place",
                violation_error_message="此处的发现已有确认理由，请修改原有理由。",
            ),
            models.CheckConstraint(
                condition=~Q(rule="") & ~Q(place=""),
                name="acknowledgement_names_rule_and_place",
                violation_error_message="确认须写明规则和位置。",
            ),
            models.CheckConstraint(
                condition=GreaterThanOrEqual(Length(Trim("reason")), SHORTEST),
                name="acknowledgement_has_a_reason_of_8_characters",
                violation_error_message=f"理由不得少于 {SHORTEST} 个字。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.rule} {self.place}：{self.reason}"
