"""What an entry grid keeps beside the rows that are right (录入表)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db import models
from django.db.models import Q

from .budgets import Budget, Project
from .disclosures import Disclosure
from .scopes import ScopedQuerySet, reached_at

if TYPE_CHECKING:
    from .people import Appointment

# The paths to the department and to the unit, by owner.
PATHS: Final = (
    ("budget__unit__department", "budget__unit"),
    ("project__budget__unit__department", "project__budget__unit"),
    ("disclosure__department", "disclosure__unit"),
)


class EntrySheetQuerySet(ScopedQuerySet["EntrySheet"]):
    """Sheets of budgets, projects and disclosures."""

    def reached_by(self, appointment: Appointment) -> Q:
        """The condition on a sheet that its owner lies where the person is appointed."""
        reached = Q(pk__in=())
        for department, unit in PATHS:
            reached |= reached_at(department, unit, appointment)
        return reached


class EntrySheet(models.Model):
    """The order in which the rows were entered, and the rows that are unfinished.

    An unfinished row (未入账) is kept as it was typed and is no part of what is published;
    ``marks`` are the grounds of those that were marked secret (涉密), by their keys.
    ``version`` tells what the sheet held after the last save from the grid. The line items of a
    budget, the indicators of a project and those of a disclosure have a sheet each.
    """

    budget = models.OneToOneField(
        Budget,
        models.CASCADE,
        related_name="entry_sheet",
        verbose_name="单位预算",
        null=True,
        blank=True,
    )
    project = models.OneToOneField(
        Project,
        models.CASCADE,
        related_name="entry_sheet",
        verbose_name="项目",
        null=True,
        blank=True,
    )
    disclosure = models.OneToOneField(
        Disclosure,
        models.CASCADE,
        related_name="entry_sheet",
        verbose_name="预算公开",
        null=True,
        blank=True,
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

    objects = EntrySheetQuerySet.as_manager()

    class Meta:
        verbose_name = "录入表"
        verbose_name_plural = "录入表"
        constraints = (
            models.CheckConstraint(
                condition=Q(budget__isnull=False, project=None, disclosure=None)
                | Q(budget=None, project__isnull=False, disclosure=None)
                | Q(budget=None, project=None, disclosure__isnull=False),
                name="entry_sheet_is_of_one_budget_project_or_disclosure",
                violation_error_message="录入表只能属于一个预算、一个项目或一份预算公开。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.budget or self.project or self.disclosure}：录入表"
