"""A whole region published at one hour (集中公开), one disclosure after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, F, Q

from .people import User
from .regions import Region
from .reviews import Review
from .scopes import ScopedQuerySet
from .years import year_check

if TYPE_CHECKING:
    from .people import Appointment


class JointPublicationQuerySet(ScopedQuerySet["JointPublication"]):
    """Joint publications of the regions whose finance department a person belongs to."""

    def reached_by(self, appointment: Appointment) -> Q:
        """Those of the region that the appointment names."""
        return Q(region=appointment.region_id)

    def waiting(self) -> JointPublicationQuerySet:
        """Those that have not begun and are not cancelled."""
        return self.filter(begun_at=None, cancelled_at=None)

    def with_progress(self) -> JointPublicationQuerySet:
        """With the number of disclosures, of those that are public, and of those that failed."""
        is_public = Q(items__review__publication__isnull=False)
        has_failed = Q(items__review__publication=None, items__gave_up_at__isnull=False)
        return self.annotate(
            of=Count("items"),
            done=Count("items", filter=is_public),
            failed=Count("items", filter=has_failed),
        )


class JointPublication(models.Model):
    """The order to publish, from an hour on, whatever is approved in a region and year then."""

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="+", verbose_name="地区", db_index=False
    )
    year = models.PositiveSmallIntegerField("预算年度")
    starts_at = models.DateTimeField("开始时间")
    scheduled_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="安排人")
    scheduled_at = models.DateTimeField("安排时间")
    cancelled_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="取消人", null=True, blank=True
    )
    cancelled_at = models.DateTimeField("取消时间", null=True, blank=True)
    begun_at = models.DateTimeField("实际开始时间", null=True, blank=True)

    objects = JointPublicationQuerySet.as_manager()

    class Meta:
        verbose_name = "集中公开"
        verbose_name_plural = "集中公开"
        indexes = (models.Index(fields=("region", "year"), name="joint_publication_of_region"),)
        constraints = (
            year_check("joint_publication_year_is_between_2000_and_2100"),
            models.UniqueConstraint(
                fields=("region", "year"),
                condition=Q(begun_at=None, cancelled_at=None),
                name="region_waits_for_one_joint_publication_at_a_time",
                violation_error_message="该地区该年度已安排集中公开，请先取消原有安排。",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_by=None, cancelled_at=None)
                | Q(cancelled_by__isnull=False, cancelled_at__isnull=False, begun_at=None),
                name="joint_publication_is_cancelled_before_it_begins",
                violation_error_message="集中公开只能在开始之前取消，并记录取消人和时间。",
            ),
            models.CheckConstraint(
                condition=Q(begun_at=None) | Q(begun_at__gte=F("starts_at")),
                name="joint_publication_does_not_begin_before_its_hour",
                violation_error_message="集中公开不能早于安排的时间开始。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.region} {self.year} 年集中公开"


class JointPublicationItemQuerySet(ScopedQuerySet["JointPublicationItem"]):
    """What belongs to joint publications."""

    department_path = "review__disclosure__department"
    unit_path = "review__disclosure__unit"


class JointPublicationItem(models.Model):
    """One approved disclosure of a joint publication: public once its review is.

    ``failure`` is why the last attempt failed; once ``gave_up_at`` is set there is no other.
    """

    joint_publication = models.ForeignKey(
        JointPublication,
        models.PROTECT,
        related_name="items",
        verbose_name="集中公开",
        db_index=False,
    )
    review = models.ForeignKey(Review, models.PROTECT, related_name="+", verbose_name="送审")
    failure = models.TextField("未公开的原因", blank=True)
    gave_up_at = models.DateTimeField("停止尝试的时间", null=True, blank=True)

    objects = JointPublicationItemQuerySet.as_manager()

    class Meta:
        verbose_name = "集中公开明细"
        verbose_name_plural = "集中公开明细"
        constraints = (
            models.UniqueConstraint(
                fields=("joint_publication", "review"),
                name="review_is_in_a_joint_publication_once",
                violation_error_message="该送审已在本次集中公开之内。",
            ),
            models.CheckConstraint(
                condition=Q(gave_up_at=None) | ~Q(failure=""),
                name="whoever_gives_up_says_why",
                violation_error_message="停止尝试须写明原因。",
            ),
        )

    def __str__(self) -> str:
        return str(self.review.disclosure)
