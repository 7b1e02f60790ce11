"""What is valid now, and what it comes to: kept by triggers, read by every public list."""

from __future__ import annotations

from django.db import models

from .disclosures import Disclosure
from .publications import Publication
from .regions import Department, Unit


class CurrentVersion(models.Model):
    """The newest version of a disclosure, unless it is withdrawn, with what lists sort by.

    A row is so narrow that lists and sums over all departments read few pages.
    """

    publication = models.OneToOneField(
        Publication,
        models.PROTECT,
        primary_key=True,
        related_name="as_current",
        verbose_name="已公开版本",
    )
    disclosure = models.OneToOneField(
        Disclosure, models.PROTECT, related_name="+", verbose_name="预算公开"
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="+", verbose_name="部门"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位", null=True)
    year = models.PositiveSmallIntegerField("年度")
    version = models.PositiveIntegerField("版本")
    total = models.DecimalField("支出总计（元）", max_digits=18, decimal_places=2)
    published_at = models.DateTimeField("公开时间", db_index=True)

    class Meta:
        verbose_name = "现行版本"
        verbose_name_plural = "现行版本"

    def __str__(self) -> str:
        return str(self.publication)


class FunctionTotal(models.Model):
    """What all departments spend on a function in a year by their current versions.

    ``code`` is that of a class, a group or an item (类、款、项), or empty for all that they spend.
    Departments' disclosures contain those of their units, which are not counted again.
    """

    year = models.PositiveSmallIntegerField("年度")
    code = models.CharField("功能分类科目编码", max_length=7, blank=True)
    amount = models.DecimalField("金额（元）", max_digits=20, decimal_places=2)
    departments = models.PositiveIntegerField("部门数")

    class Meta:
        verbose_name = "功能科目支出合计"
        verbose_name_plural = "功能科目支出合计"
        constraints = (
            models.UniqueConstraint(
                fields=("year", "code"),
                name="function_is_summed_once_a_year",
                violation_error_message="该年度已有这一科目的合计。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.year} {self.code}"
