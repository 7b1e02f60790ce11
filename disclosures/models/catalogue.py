"""The year's classification codes (政府收支分类科目) and how sure each is."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from disclosures.budget.classification import ThreePublicItem

from .years import year_check

THREE_PUBLIC_ITEMS = tuple((item.name, item.value) for item in ThreePublicItem)


class CodeStatus(models.TextChoices):
    """How sure a code and its name are."""

    PUBLISHED = "published", "已见于公开文件"
    PUBLIC_LIST = "public_list", "见于公开目录"
    OLDER_LIST = "older_list", "见于往年目录"
    UNCONFIRMED = "unconfirmed", "未经核实"


def status_check(name: str) -> models.CheckConstraint:
    """The constraint that a code's status is one of the four."""
    return models.CheckConstraint(
        condition=Q(status__in=CodeStatus.values),
        name=name,
        violation_error_message="核实程度只能是所列四种之一。",
    )


class FunctionalCodeQuerySet(models.QuerySet["FunctionalCode"]):
    """Functional codes of any year and level."""

    def items(self, year: int) -> FunctionalCodeQuerySet:
        """The 项 of a year: what a line item may use."""
        return self.filter(year=year, code__regex=r"^[0-9]{7}$")


class FunctionalCode(models.Model):
    """A code of the functional classification (支出功能分类): 类, 款 or 项."""

    class Fund(models.TextChoices):
        """The budget whose money a functional code is meant for."""

        GENERAL = "general", "一般公共/通用"
        GOVERNMENT_FUND = "government_fund", "政府性基金"
        STATE_CAPITAL = "state_capital", "国有资本"
        SOCIAL_INSURANCE = "social_insurance", "社保基金"

    year = models.PositiveSmallIntegerField("年度")
    code = models.CharField("科目编码", max_length=7, help_text="类 3 位、款 5 位、项 7 位。")
    name = models.CharField("科目名称", max_length=120)
    fund = models.CharField("所属预算", max_length=20, choices=Fund.choices, default=Fund.GENERAL)
    status = models.CharField(
        "核实程度", max_length=20, choices=CodeStatus.choices, default=CodeStatus.UNCONFIRMED
    )

    objects = FunctionalCodeQuerySet.as_manager()

    class Meta:
        verbose_name = "功能分类科目"
        verbose_name_plural = "功能分类科目"
        constraints = (
            year_check("functional_code_year_is_between_2000_and_2100"),
            status_check("functional_code_has_a_known_status"),
            models.CheckConstraint(
                condition=Q(
                    fund__in=("general", "government_fund", "state_capital", "social_insurance")
                ),
                name="functional_code_belongs_to_a_known_fund",
                violation_error_message="所属预算只能是所列四种之一。",
            ),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9]{3}([0-9]{2}){0,2}$"),
                name="functional_code_has_3_5_or_7_digits",
                violation_error_message="功能分类科目编码应为 3 位类、5 位款或 7 位项。",
            ),
            models.UniqueConstraint(
                fields=("year", "code"),
                name="functional_code_is_unique_in_its_year",
                violation_error_message="该年度已有此功能分类科目编码。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class EconomicCodeQuerySet(models.QuerySet["EconomicCode"]):
    """Economic codes of any year and level."""

    def items(self, year: int) -> EconomicCodeQuerySet:
        """The 款 of a year: what a line item may use."""
        return self.filter(year=year, code__regex=r"^[0-9]{5}$")


class EconomicCode(models.Model):
    """A code of the departments' economic classification (部门预算支出经济分类): 类 or 款."""

    year = models.PositiveSmallIntegerField("年度")
    code = models.CharField("科目编码", max_length=5, help_text="类 3 位、款 5 位。")
    name = models.CharField("科目名称", max_length=120)
    status = models.CharField(
        "核实程度", max_length=20, choices=CodeStatus.choices, default=CodeStatus.UNCONFIRMED
    )
    three_public = models.CharField(  # noqa: DJ001 - most codes count for no row of table 10
        "“三公”经费项目",
        max_length=20,
        choices=THREE_PUBLIC_ITEMS,
        null=True,
        blank=True,
        help_text="计入表 10 的哪一行；不属“三公”经费的留空。",
    )

    objects = EconomicCodeQuerySet.as_manager()

    class Meta:
        verbose_name = "部门经济分类科目"
        verbose_name_plural = "部门经济分类科目"
        constraints = (
            year_check("economic_code_year_is_between_2000_and_2100"),
            status_check("economic_code_has_a_known_status"),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9]{3}([0-9]{2})?$"),
                name="economic_code_has_3_or_5_digits",
                violation_error_message="部门经济分类科目编码应为 3 位（类）或 5 位（款）数字。",
            ),
            models.CheckConstraint(
                condition=Q(three_public=None)
                | Q(three_public__in=[key for key, _ in THREE_PUBLIC_ITEMS]),
                name="economic_code_counts_for_a_known_row_of_table_10",
                violation_error_message="“三公”经费项目只能是表 10 的四个明细行之一，或留空。",
            ),
            models.UniqueConstraint(
                fields=("year", "code"),
                name="economic_code_is_unique_in_its_year",
                violation_error_message="该年度已有此部门经济分类科目编码。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
