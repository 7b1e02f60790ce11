"""The way of a disclosure to the public: submitted (送审), approved, returned or published."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from .disclosures import Disclosure
from .people import User
from .publications import SHA256, Publication
from .scopes import UNDER_REVIEW, ScopedQuerySet


class ReviewQuerySet(ScopedQuerySet["Review"]):
    """Rounds of review of any disclosure."""

    department_path = "disclosure__department"
    unit_path = "disclosure__unit"

    def open(self) -> ReviewQuerySet:
        """Rounds that are neither published nor returned: what they hold may not change."""
        return self.filter(state__in=UNDER_REVIEW)


class Review(models.Model):
    """One round of review (送审): whose work it was, and what became of it.

    ``content_sha256`` is the hash of the document as it was submitted; what is approved and
    what is published must have the same.
    """

    class State(models.TextChoices):
        """How far the round has come."""

        SUBMITTED = "submitted", "待审核"
        APPROVED = "approved", "待发布"
        PUBLISHED = "published", "已公开"
        RETURNED = "returned", "已退回"

    disclosure = models.ForeignKey(
        Disclosure,
        models.PROTECT,
        related_name="reviews",
        verbose_name="预算公开",
        db_index=False,
    )
    number = models.PositiveIntegerField("送审次数")
    state = models.CharField("状态", max_length=20, choices=State.choices, default=State.SUBMITTED)
    note = models.TextField(
        "更正说明", blank=True, help_text="更正了什么、为什么更正；随新版本一并公开。"
    )
    content_sha256 = models.CharField("送审内容 SHA-256", max_length=64)
    submitted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="送审人")
    submitted_at = models.DateTimeField("送审时间")
    approved_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="审核人", null=True, blank=True
    )
    approved_at = models.DateTimeField("审核时间", null=True, blank=True)
    returned_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="退回人", null=True, blank=True
    )
    returned_at = models.DateTimeField("退回时间", null=True, blank=True)
    reason = models.TextField("退回原因", blank=True)
    publication = models.OneToOneField(
        Publication,
        models.PROTECT,
        related_name="review",
        verbose_name="公开版本",
        null=True,
        blank=True,
    )

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = "送审"
        verbose_name_plural = "送审记录"
        constraints = (
            models.UniqueConstraint(
                fields=("disclosure", "number"),
                name="review_is_counted_in_its_disclosure",
                violation_error_message="该次送审已存在。",
            ),
            models.UniqueConstraint(
                fields=("disclosure",),
                condition=Q(state__in=UNDER_REVIEW),
                name="disclosure_is_in_one_review_at_a_time",
                violation_error_message="该预算公开已送审，不能重复送审。",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("submitted_by")),
                name="nobody_approves_what_they_submitted",
                violation_error_message="送审人不能审核自己送审的内容，请由另一人审核。",
            ),
            models.CheckConstraint(
                condition=Q(
                    state="submitted",
                    approved_by=None,
                    approved_at=None,
                    returned_by=None,
                    returned_at=None,
                    publication=None,
                )
                | Q(
                    state="approved",
                    approved_by__isnull=False,
                    approved_at__isnull=False,
                    returned_by=None,
                    returned_at=None,
                    publication=None,
                )
                | Q(
                    state="published",
                    approved_by__isnull=False,
                    approved_at__isnull=False,
                    returned_by=None,
                    returned_at=None,
                    publication__isnull=False,
                )
                | Q(
                    state="returned",
                    returned_by__isnull=False,
                    returned_at__isnull=False,
                    publication=None,
                ),
                name="review_names_who_brought_it_to_its_state",
                violation_error_message="送审的状态与经办人、时间不符。",
            ),
            models.CheckConstraint(
                condition=Q(content_sha256__regex=SHA256),
                name="review_sha256_is_64_hexadecimal_digits",
                violation_error_message="SHA-256 应为 64 位十六进制数。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.disclosure}第 {self.number} 次送审"


class CommentQuerySet(ScopedQuerySet["Comment"]):
    """Comments on any disclosure."""

    department_path = "disclosure__department"
    unit_path = "disclosure__unit"

    def open(self) -> CommentQuerySet:
        """Comments that nobody has answered yet."""
        return self.filter(answered_at=None)


class Comment(models.Model):
    """What a reviewer says (审核意见) of one cell, line or sentence, until it is answered.

    ``place`` is an address as findings have it, ``quote`` what stood there.
    """

    disclosure = models.ForeignKey(
        Disclosure,
        models.CASCADE,
        related_name="comments",
        verbose_name="预算公开",
    )
    place = models.CharField("位置", max_length=200, blank=True)
    quote = models.CharField("原文", max_length=500, blank=True)
    words = models.TextField("意见")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="提出人")
    made_at = models.DateTimeField("提出时间")
    answer = models.TextField("处理情况", blank=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="处理人", null=True, blank=True
    )
    answered_at = models.DateTimeField("处理时间", null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = "审核意见"
        verbose_name_plural = "审核意见"
        constraints = (
            models.CheckConstraint(
                condition=~Q(words=""),
                name="comment_is_never_without_words",
                violation_error_message="审核意见不能为空。",
            ),
            models.CheckConstraint(
                condition=Q(answered_by=None, answered_at=None)
                | Q(answered_by__isnull=False, answered_at__isnull=False),
                name="comment_names_who_answered_it_and_when",
                violation_error_message="处理情况须有处理人和时间。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.disclosure}：{self.words}"
