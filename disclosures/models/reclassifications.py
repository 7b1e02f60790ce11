"""Reclassifications (科目调整): last year's money by this year's codes, for comparing only."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce

from .budgets import AMOUNT_LIMIT, SOURCES, Budget, LineItem, Project
from .catalogue import EconomicCode, FunctionalCode
from .scopes import BudgetRows

SOURCE_KEYS = [key for key, _ in SOURCES]
LAST_YEAR = "上年预算所列的"
THIS_YEAR = "本年应列的"


class ReclassificationQuerySet(BudgetRows["Reclassification"]):
    """Reclassifications of any budget."""

    def without_secrets(self) -> ReclassificationQuerySet:
        """Those that touch no line or project marked secret (涉密), this year or last."""
        lines = LineItem.objects.filter(is_secret=True)
        to = lines.annotate(of=Coalesce("project", 0)).filter(
            budget=OuterRef("budget"),
            functional=OuterRef("to_functional"),
            economic=OuterRef("to_economic"),
            source=OuterRef("to_source"),
            of=Coalesce(OuterRef("to_project"), 0),
        )
        before = lines.annotate(of=Coalesce("project__name", Value(""))).filter(
            budget__unit=OuterRef("budget__unit"),
            budget__year=OuterRef("budget__year") - 1,
            functional=OuterRef("from_functional"),
            economic=OuterRef("from_economic"),
            source=OuterRef("from_source"),
            of=OuterRef("from_project"),
        )
        of_secret_project = Project.objects.filter(
            is_secret=True,
            budget__unit=OuterRef("budget__unit"),
            budget__year=OuterRef("budget__year") - 1,
            name=OuterRef("from_project"),
        )
        rows = self.exclude(to_project__is_secret=True)
        return rows.filter(~Exists(to), ~Exists(before), ~Exists(of_secret_project))


class Reclassification(models.Model):
    """Part of a line of last year's ledger that this year's budget has in another place.

    The database also refuses codes of other years or levels, a project of another budget, and
    one on a comparison ledger (migration 0006); what last year's ledger holds is checked by
    rule L12, for it may be a published record.
    """

    budget = models.ForeignKey(
        Budget,
        models.CASCADE,
        related_name="reclassifications",
        verbose_name="单位预算",
        db_index=False,
    )
    from_functional = models.ForeignKey(
        FunctionalCode,
        models.PROTECT,
        related_name="+",
        verbose_name="上年功能分类科目",
        help_text=f"{LAST_YEAR}项（7 位）。",
        db_index=False,
    )
    from_economic = models.ForeignKey(
        EconomicCode,
        models.PROTECT,
        related_name="+",
        verbose_name="上年部门经济分类科目",
        help_text=f"{LAST_YEAR}款（5 位）。",
        db_index=False,
    )
    from_source = models.CharField("上年资金来源", max_length=40, choices=SOURCES)
    from_project = models.CharField(
        "上年项目名称", max_length=120, blank=True, help_text="与上年预算一致；基本支出留空。"
    )
    to_functional = models.ForeignKey(
        FunctionalCode,
        models.PROTECT,
        related_name="+",
        verbose_name="本年功能分类科目",
        help_text=f"{THIS_YEAR}项（7 位）。",
        db_index=False,
    )
    to_economic = models.ForeignKey(
        EconomicCode,
        models.PROTECT,
        related_name="+",
        verbose_name="本年部门经济分类科目",
        help_text=f"{THIS_YEAR}款（5 位）。",
        db_index=False,
    )
    to_source = models.CharField("本年资金来源", max_length=40, choices=SOURCES)
    to_project = models.ForeignKey(
        Project,
        models.RESTRICT,
        related_name="reclassifications",
        verbose_name="本年项目",
        null=True,
        blank=True,
        help_text="本预算的项目；基本支出留空。",
    )
    amount = models.DecimalField(
        "调整金额（元）",
        max_digits=18,
        decimal_places=2,
        help_text="从上年这条明细调出的金额，不超过该明细的金额。",
    )
    note = models.CharField(
        "调整说明",
        max_length=200,
        help_text="为什么调整，如“2026 年科目修订，该项支出改列本科目”；随正文公开，句末不加句号。",
    )

    objects = ReclassificationQuerySet.as_manager()

    class Meta:
        verbose_name = "科目调整"
        verbose_name_plural = "科目调整"
        constraints = (
            models.UniqueConstraint(
                fields=(
                    "budget",
                    "from_functional",
                    "from_economic",
                    "from_source",
                    "from_project",
                    "to_functional",
                    "to_economic",
                    "to_source",
                    "to_project",
                ),
                nulls_distinct=False,
                name="reclassification_is_entered_once_for_its_two_places",
                violation_error_message="已有调整前后都相同的科目调整，请合并金额。",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0, amount__lt=AMOUNT_LIMIT),
                name="reclassified_amount_is_positive_and_below_100_trillion_yuan",
                violation_error_message="调整金额须大于零、小于 100 万亿元；冲回请删除该条调整。",
            ),
            models.CheckConstraint(
                condition=~Q(note=""),
                name="reclassification_says_why_in_a_note",
                violation_error_message="请填写调整说明，说明随正文公开。",
            ),
            models.CheckConstraint(
                condition=Q(from_source__in=SOURCE_KEYS, to_source__in=SOURCE_KEYS),
                name="reclassification_has_known_funding_sources",
                violation_error_message="资金来源不在规定的十七种之内。",
            ),
        )

    def __str__(self) -> str:
        before = f"{self.from_functional.code} {self.from_economic.code}"
        return f"{before} → {self.to_functional.code} {self.to_economic.code}"

    def clean(self) -> None:
        """Refuse codes of other years or levels, another budget's project, a comparison ledger."""
        if not self.budget_id:
            return
        errors = dict(self._unfit_codes())
        if self.budget.role != Budget.Role.BUDGET:
            errors["budget"] = "科目调整只登记在年度预算上，上年对比数保持原样，请改选年度预算。"
        if self.to_project and self.to_project.budget_id != self.budget_id:
            errors["to_project"] = f"项目“{self.to_project}”不属于本预算，请选择本预算的项目。"
        if errors:
            raise ValidationError(errors)

    def _unfit_codes(self) -> Iterator[tuple[str, str]]:
        """The fields whose code is not at the level of line items in the ledger's own year."""
        for side, year in (("from", self.budget.year - 1), ("to", self.budget.year)):
            for kind, level, words in (("functional", 7, "项级"), ("economic", 5, "款级")):
                name = f"{side}_{kind}"
                code = getattr(self, name) if getattr(self, f"{name}_id") else None
                if code and (code.year, len(code.code)) != (year, level):
                    told = f"{code} 不是 {year} 年的{words}（{level} 位）科目，请另选。"
                    yield name, told
