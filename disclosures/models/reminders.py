"""Reminders (催办) that a disclosure is due: who sent them when, and to whom."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .disclosures import Disclosure
from .people import User
from .scopes import DisclosureRows


class ReminderQuerySet(DisclosureRows["Reminder"]):
    """Reminders of any disclosure."""

    def newest(self) -> ReminderQuerySet:
        """The last one of each disclosure."""
        return self.order_by("disclosure", "-sent_at", "-pk").distinct("disclosure")


class Reminder(models.Model):
    """A letter to those whose step is next: by an officer, or by the clock of the 20 days.

    The clock sends one for each distance (``days_left``) from each last day (``due_on``).
    """

    disclosure = models.ForeignKey(
        Disclosure,
        models.CASCADE,
        related_name="reminders",
        verbose_name="预算公开",
        db_index=False,
    )
    sent_at = models.DateTimeField("催办时间")
    sent_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="催办人", null=True, blank=True
    )
    due_on = models.DateField("公开期限", null=True, blank=True)
    days_left = models.SmallIntegerField("剩余天数", null=True, blank=True)
    words = models.TextField("附言", blank=True)
    receivers = models.ManyToManyField(User, related_name="+", verbose_name="催办对象")

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = "催办"
        verbose_name_plural = "催办记录"
        indexes = (models.Index(fields=("disclosure", "-sent_at"), name="reminder_by_disclosure"),)
        constraints = (
            models.UniqueConstraint(
                fields=("disclosure", "due_on", "days_left"),
                condition=Q(sent_by=None),
                name="the_clock_reminds_once_of_each_day",
                violation_error_message="这一天的自动催办已经发出。",
            ),
            models.CheckConstraint(
                condition=Q(sent_by__isnull=False)
                | Q(sent_by=None, due_on__isnull=False, days_left__isnull=False),
                name="a_reminder_is_an_officer_s_or_the_clock_s",
                violation_error_message="催办须有催办人，或有公开期限和剩余天数。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.disclosure}：{self.sent_by or '系统'}催办"
