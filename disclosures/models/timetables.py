"""When a region's budgets of a year are approved, and when they are to be public (公开安排)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from .regions import Region
from .scopes import ScopedQuerySet
from .years import year_check

if TYPE_CHECKING:
    from .people import Appointment


class TimetableQuerySet(ScopedQuerySet["Timetable"]):
    """Timetables of the regions a person is appointed in, directly or through a department."""

    def reached_by(self, appointment: Appointment) -> Q:
        """Those of the region of the appointment."""
        return Q(region=appointment.region_reached)


class Timetable(models.Model):
    """One year of one region: the approval of all budgets, and the hour of their publication.

    ``approved_on`` is what disclosures without a date of their own take over; the 20 days of
    each are counted from the date that stands in the disclosure itself.
    """

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="timetables", verbose_name="地区", db_index=False
    )
    year = models.PositiveSmallIntegerField("预算年度")
    approved_on = models.DateField(
        "集中批复日期",
        null=True,
        blank=True,
        help_text="财政部门批复各部门预算之日；个别部门不同的，在该部门的预算公开中填写。",
    )
    publishes_at = models.DateTimeField(
        "集中公开时间", null=True, blank=True, help_text="计划在这一时刻统一公开。"
    )

    objects = TimetableQuerySet.as_manager()

    class Meta:
        verbose_name = "公开安排"
        verbose_name_plural = "公开安排"
        permissions = (
            ("view_board", "查看财政部门工作台"),
            ("open_year", "建立年度预算公开"),
            ("remind_departments", "催办"),
            ("publish_region", "集中公开"),
        )
        constraints = (
            year_check("timetable_year_is_between_2000_and_2100"),
            models.UniqueConstraint(
                fields=("region", "year"),
                name="region_has_one_timetable_a_year",
                violation_error_message="该地区该年度已有公开安排，请修改原有安排。",
            ),
            models.CheckConstraint(
                condition=Q(approved_on=None)
                | Q(approved_on__year__gte=F("year") - 1, approved_on__year__lte=F("year")),
                name="budgets_are_approved_in_their_year_or_the_year_before",
                violation_error_message="集中批复日期应在预算年度或其上一年之内，请核对年份。",
            ),
            models.CheckConstraint(
                condition=Q(approved_on=None)
                | Q(publishes_at=None)
                | Q(publishes_at__date__gte=F("approved_on")),
                name="joint_publication_is_not_planned_before_the_approval",
                violation_error_message="集中公开时间不能早于集中批复日期。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.region} {self.year} 年公开安排"
