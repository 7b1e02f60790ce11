"""A unit's budget of a year: its ledger (收支明细) and its projects (项目)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When

from disclosures.budget.classification import FUNDING_SOURCES

from .catalogue import EconomicCode, FunctionalCode
from .disclosures import Disclosure
from .people import User
from .regions import Unit
from .scopes import BudgetRows, ScopedQuerySet, UnitRows
from .secrecy import Classifiable, mark_check
from .years import year_check

SOURCES = tuple((source.key, source.name) for source in FUNDING_SOURCES)
AMOUNT_LIMIT = Decimal(10) ** 14
CLOSED = "{budget}已报送（{by}），不能修改；需要修改的，请先由部门退回。"


class BudgetQuerySet(UnitRows["Budget"]):
    """Budgets of any unit, year and role."""

    def entered(self) -> BudgetQuerySet:
        """Budgets that are to be published, not comparison ledgers."""
        return self.filter(role=Budget.Role.BUDGET)

    def comparisons(self) -> BudgetQuerySet:
        """Comparison ledgers (上年对比): never published themselves."""
        return self.filter(role=Budget.Role.COMPARISON)

    def behind(self, disclosure: Disclosure) -> BudgetQuerySet:
        """What a disclosure is made of: the year's budgets, and those it is compared with."""
        whose = {"unit": disclosure.unit_id} if disclosure.unit_id else {}
        return self.filter(
            Q(role=Budget.Role.BUDGET, year=disclosure.year)
            | Q(role=Budget.Role.COMPARISON, year=disclosure.year - 1),
            unit__department=disclosure.department_id,
            **whose,
        )

    def open_to_entry(self) -> BudgetQuerySet:
        """Budgets that are not delivered (报送): their entries may change."""
        return self.filter(delivered_at=None)

    def free(self) -> BudgetQuerySet:
        """Budgets that are part of no disclosure under review."""
        is_comparison = When(role=Budget.Role.COMPARISON, then=F("year") + 1)
        holding = Disclosure.objects.under_review().made_of(
            OuterRef("unit"), OuterRef("unit__department"), OuterRef("disclosed_in")
        )
        year = Case(is_comparison, default=F("year"), output_field=models.IntegerField())
        return self.annotate(disclosed_in=year).filter(~Exists(holding))

    def deliver(self, by: User, at: datetime) -> int:
        """Close to entry what is still open; how many that were."""
        return self.open_to_entry().update(delivered_by=by, delivered_at=at)

    def reopen(self) -> int:
        """Open to entry again what is part of no disclosure under review."""
        keys = self.free().exclude(delivered_at=None).values("pk")
        return Budget.objects.filter(pk__in=keys).update(delivered_by=None, delivered_at=None)


class Budget(models.Model):
    """What one unit entered for one year; a comparison ledger serves the next year's text."""

    class Role(models.TextChoices):
        """Whether the budget is published or only compared with."""

        BUDGET = "budget", "年度预算"
        COMPARISON = "comparison", "上年对比数"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="budgets", verbose_name="预算单位")
    year = models.PositiveSmallIntegerField("预算年度")
    role = models.CharField(
        "用途",
        max_length=20,
        choices=Role.choices,
        default=Role.BUDGET,
        help_text="“上年对比数”只用于计算增减变化，不公开。",
    )
    approved_total = models.DecimalField(
        "批复数（元）",
        max_digits=18,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="财政部门批复的支出总额，只用于核对录入合计，不公开。",
    )
    delivered_by = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="+",
        verbose_name="报送人",
        null=True,
        blank=True,
        editable=False,
    )
    delivered_at = models.DateTimeField("报送时间", null=True, blank=True, editable=False)

    objects = BudgetQuerySet.as_manager()

    class Meta:
        verbose_name = "单位预算"
        verbose_name_plural = "单位预算"
        permissions = (
            ("deliver_budget", "报送单位预算"),
            ("reopen_budget", "退回已报送的单位预算"),
        )
        constraints = (
            year_check("budget_year_is_between_2000_and_2100"),
            models.CheckConstraint(
                condition=Q(role__in=("budget", "comparison")),
                name="budget_has_a_known_role",
                violation_error_message="用途只能是年度预算或上年对比数。",
            ),
            models.CheckConstraint(
                condition=Q(delivered_by=None, delivered_at=None)
                | Q(delivered_by__isnull=False, delivered_at__isnull=False),
                name="budget_names_who_delivered_it_and_when",
                violation_error_message="报送须有报送人和报送时间。",
            ),
            models.UniqueConstraint(
                fields=("unit", "year", "role"),
                name="unit_has_one_budget_of_a_role_a_year",
                violation_error_message="该单位该年度已有此用途的预算，请在原有预算中修改。",
            ),
        )

    def __str__(self) -> str:
        what = "预算" if self.role == self.Role.BUDGET else "预算（上年对比数）"
        return f"{self.unit} {self.year} 年{what}"

    @property
    def closed(self) -> str:
        """Why its entries may not change; nothing where they may."""
        if self.delivered_at is None:
            return ""
        return CLOSED.format(budget=self, by=self.delivered_by)

    @property
    def disclosed_in_year(self) -> int:
        """The year of the disclosure that it is part of, or that is compared with it."""
        return self.year + (self.role == self.Role.COMPARISON)


class Project(Classifiable):
    """A project (项目) of a unit: what its line items belong to, and what is told of it."""

    budget = models.ForeignKey(
        Budget, models.CASCADE, related_name="projects", verbose_name="单位预算", db_index=False
    )
    name = models.CharField("项目名称", max_length=120)
    policy_basis = models.TextField("设立的政策依据", blank=True)
    undertaken_by = models.CharField("项目承担单位", max_length=200, blank=True)
    allocation = models.TextField("资金分配情况", blank=True)
    starts_on = models.DateField("执行开始日期", null=True, blank=True)
    ends_on = models.DateField("执行结束日期", null=True, blank=True)
    contact = models.CharField(
        "项目负责科室",
        max_length=60,
        blank=True,
        help_text="填写科室名称，不填写个人姓名和手机号码。",
    )
    goal = models.TextField("项目总体目标", blank=True)

    objects = BudgetRows["Project"].as_manager()

    class Meta:
        verbose_name = "项目"
        verbose_name_plural = "项目"
        constraints = (
            models.UniqueConstraint(
                fields=("budget", "name"),
                name="project_name_is_unique_in_its_budget",
                violation_error_message="本预算中已有同名项目。",
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="project_has_a_name",
                violation_error_message="项目名称不能为空。",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="project_does_not_end_before_it_starts",
                violation_error_message="执行结束日期不能早于开始日期。",
            ),
            mark_check("ground_of_a_secret_project_stands_beside_its_mark"),
        )

    def __str__(self) -> str:
        return self.name


class LineItem(Classifiable):
    """One line of the ledger; without a project it is basic expenditure (基本支出).

    The database also refuses codes of another year or not at 项 / 款, and a project of
    another budget (migration 0002).
    """

    budget = models.ForeignKey(
        Budget, models.CASCADE, related_name="line_items", verbose_name="单位预算", db_index=False
    )
    functional = models.ForeignKey(
        FunctionalCode,
        models.PROTECT,
        related_name="+",
        verbose_name="功能分类科目",
        help_text="支出功能分类的项（7 位）。",
        db_index=False,
    )
    economic = models.ForeignKey(
        EconomicCode,
        models.PROTECT,
        related_name="+",
        verbose_name="部门经济分类科目",
        help_text="部门预算支出经济分类的款（5 位）。",
        db_index=False,
    )
    source = models.CharField("资金来源", max_length=40, choices=SOURCES)
    project = models.ForeignKey(
        Project,
        models.RESTRICT,
        related_name="line_items",
        verbose_name="项目",
        null=True,
        blank=True,
        help_text="留空为基本支出。",
    )
    amount = models.DecimalField(
        "金额（元）", max_digits=18, decimal_places=2, help_text="单位：元，最多两位小数。"
    )

    objects = BudgetRows["LineItem"].as_manager()

    class Meta:
        verbose_name = "收支明细"
        verbose_name_plural = "收支明细"
        constraints = (
            models.UniqueConstraint(
                fields=("budget", "functional", "economic", "source", "project"),
                nulls_distinct=False,
                name="line_item_is_unique_by_codes_source_and_project",
                violation_error_message="已有相同科目、资金来源和项目的明细，请合并金额。",
            ),
            models.CheckConstraint(
                condition=Q(source__in=[key for key, _ in SOURCES]),
                name="line_item_has_a_known_funding_source",
                violation_error_message="资金来源不在规定的十七种之内。",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=-AMOUNT_LIMIT, amount__lt=AMOUNT_LIMIT),
                name="line_item_amount_is_below_100_trillion_yuan",
                violation_error_message="金额须小于 100 万亿元，请核对单位是否为元。",
            ),
            mark_check("ground_of_a_secret_line_item_stands_beside_its_mark"),
        )

    def __str__(self) -> str:
        return f"{self.functional.code} {self.economic.code} {self.get_source_display()}"

    def clean(self) -> None:
        """Refuse codes of another year or level, and another budget's project."""
        if not (self.budget_id and self.functional_id and self.economic_id):
            return
        errors: dict[str, str] = {}
        year = self.budget.year
        if (self.functional.year, len(self.functional.code)) != (year, 7):
            errors["functional"] = f"{self.functional} 不是 {year} 年的项级（7 位）科目，请另选。"
        if (self.economic.year, len(self.economic.code)) != (year, 5):
            errors["economic"] = f"{self.economic} 不是 {year} 年的款级（5 位）科目，请另选。"
        if self.project and self.project.budget_id != self.budget_id:
            errors["project"] = f"项目“{self.project}”不属于本预算，请选择本预算的项目。"
        if errors:
            raise ValidationError(errors)


class ProjectIndicatorQuerySet(ScopedQuerySet["ProjectIndicator"]):
    """Indicators of projects."""

    department_path = "project__budget__unit__department"
    unit_path = "project__budget__unit"
    budget_path = "project__budget"


class ProjectIndicator(models.Model):
    """One row of a project's performance-target table (项目支出绩效目标表)."""

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="indicators", verbose_name="项目"
    )
    position = models.PositiveSmallIntegerField("序号", default=0)
    level1 = models.CharField("一级指标", max_length=60)
    level2 = models.CharField("二级指标", max_length=60)
    level3 = models.CharField("三级指标", max_length=200)
    target = models.CharField("指标值", max_length=120, help_text="如 >=95%、=100%。")
    basis = models.CharField("指标值设置依据", max_length=200, blank=True)
    last_year = models.CharField("上年完成值", max_length=120, blank=True)
    weight = models.DecimalField(
        "指标分值权重",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=(MinValueValidator(0), MaxValueValidator(100)),
    )
    scoring = models.CharField("指标赋分规则", max_length=200, blank=True)
    evidence = models.CharField("佐证资料", max_length=200, blank=True)

    objects = ProjectIndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = "项目绩效指标"
        verbose_name_plural = "项目绩效指标"
        constraints = (
            models.CheckConstraint(
                condition=Q(weight__range=(0, 100)),
                name="project_indicator_weight_is_between_0_and_100",
                violation_error_message="分值权重应在 0 至 100 之间。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.level1}·{self.level3}"
