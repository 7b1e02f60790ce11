"""The index: what versions say, row by row, so that they can be searched and compared.

It is derived from the records when they are published, never entered and never changed.
"""

from __future__ import annotations

from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from .publications import Publication


class PublishedLine(models.Model):
    """A line item of a published version."""

    publication = models.ForeignKey(
        Publication, models.PROTECT, related_name="lines", verbose_name="已公开版本"
    )
    unit_code = models.CharField("单位编码", max_length=20)
    functional_code = models.CharField("功能分类科目编码", max_length=7)
    economic_code = models.CharField("经济分类科目编码", max_length=5)
    funding_source = models.CharField("资金来源", max_length=40)
    project = models.CharField("项目", max_length=200, blank=True)
    amount = models.DecimalField("金额（元）", max_digits=18, decimal_places=2)

    class Meta:
        verbose_name = "已公开明细"
        verbose_name_plural = "已公开明细"
        indexes = (
            # For the codes below a class too, whatever the collation of the database.
            models.Index(
                name="published_line_by_function",
                fields=("functional_code", "publication"),
                opclasses=("varchar_pattern_ops", "int8_ops"),
                include=("amount",),
            ),
            models.Index(
                name="published_line_by_economic",
                fields=("economic_code", "publication"),
                opclasses=("varchar_pattern_ops", "int8_ops"),
                include=("amount",),
            ),
        )

    def __str__(self) -> str:
        return f"{self.functional_code}-{self.economic_code} {self.project or '基本支出'}"


class PublishedFunction(models.Model):
    """What a published version spends under a code of the functional classification.

    ``code`` is a class, a group or an item (类、款、项: three, five or seven digits), or empty for
    all that the version spends.
    """

    publication = models.ForeignKey(
        Publication,
        models.PROTECT,
        related_name="functions",
        verbose_name="已公开版本",
        db_index=False,
    )
    code = models.CharField("功能分类科目编码", max_length=7, blank=True)
    amount = models.DecimalField("金额（元）", max_digits=18, decimal_places=2)

    class Meta:
        verbose_name = "已公开功能科目支出"
        verbose_name_plural = "已公开功能科目支出"
        constraints = (
            models.UniqueConstraint(
                fields=("publication", "code"),
                name="function_is_told_once_in_its_publication",
                violation_error_message="该版本已有这一科目。",
            ),
        )
        indexes = (
            models.Index(
                name="published_function_by_code",
                fields=("code", "publication"),
                include=("amount",),
            ),
        )

    def __str__(self) -> str:
        return self.code


class PublishedFigure(models.Model):
    """A key figure of a published version, by its key in ``budget.measures``."""

    publication = models.ForeignKey(
        Publication,
        models.PROTECT,
        related_name="figures",
        verbose_name="已公开版本",
        db_index=False,
    )
    measure = models.CharField("指标", max_length=40)
    amount = models.DecimalField("数值", max_digits=18, decimal_places=2)

    class Meta:
        verbose_name = "已公开指标"
        verbose_name_plural = "已公开指标"
        constraints = (
            models.UniqueConstraint(
                fields=("publication", "measure"),
                name="measure_is_told_once_in_its_publication",
                violation_error_message="该版本已有这一指标。",
            ),
        )
        indexes = (
            models.Index(
                name="published_figure_by_measure",
                fields=("measure", "publication"),
                include=("amount",),
            ),
        )

    def __str__(self) -> str:
        return self.measure


class PublishedPassage(models.Model):
    """A text that a published version can be found by, and where it stands on its page."""

    publication = models.ForeignKey(
        Publication, models.PROTECT, related_name="passages", verbose_name="已公开版本"
    )
    kind = models.CharField("类别", max_length=10)
    place = models.CharField("位置", max_length=120, blank=True)
    text = models.TextField("文字")
    folded = models.TextField("检索文字", help_text="只有字母和数字，全角作半角，大写作小写。")

    class Meta:
        verbose_name = "已公开文字"
        verbose_name_plural = "已公开文字"

    def __str__(self) -> str:
        return self.text


GRAMS: Final = models.Func(
    models.F("folded"),
    function="disclosures_grams",
    output_field=ArrayField(models.TextField()),
)


class PublishedWording(models.Model):
    """All passages of a published version together: what tells whether a word is in it.

    Most passages stand in every version, so an index of passages would find each word
    hundreds of thousands of times; here a version is one row. The database indexes all parts of
    two and three characters, and of codes all up to seven digits: words of two characters are
    the commonest in Chinese.
    """

    publication = models.OneToOneField(
        Publication,
        models.PROTECT,
        primary_key=True,
        related_name="wording",
        verbose_name="已公开版本",
    )
    folded = models.TextField("检索文字", help_text="每段一行。")

    class Meta:
        verbose_name = "已公开版本检索文字"
        verbose_name_plural = "已公开版本检索文字"
        indexes = (
            # Of an expression that is told to be costly: the parts are stored nowhere else, and
            # the planner never computes them for every row.
            GinIndex(GRAMS, name="published_wording_by_grams", fastupdate=False),
        )

    def __str__(self) -> str:
        return str(self.publication)
