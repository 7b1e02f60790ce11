"""A disclosure (部门预算公开, 单位预算公开): its own texts beside the units' budgets."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from disclosures.budget.entries import SUBJECTS, DisclosureKind

from .regions import Department, Unit
from .scopes import UNDER_REVIEW, DisclosureRows, ScopedQuerySet
from .years import year_check

# A key itself, or the one of the row that a subquery is asked for.
Key = int | models.OuterRef


class DisclosureQuerySet(ScopedQuerySet["Disclosure"]):
    """Disclosures of departments and units, published or not."""

    department_path = "department"
    unit_path = "unit"

    def published(self) -> DisclosureQuerySet:
        """Disclosures with at least one version that the public may read."""
        return self.filter(publications__isnull=False, publications__withdrawal=None).distinct()

    def under_review(self) -> DisclosureQuerySet:
        """Disclosures that are submitted or approved: nothing they are made of may change."""
        return self.filter(reviews__state__in=UNDER_REVIEW)

    def made_of(self, unit: Key, department: Key, year: Key) -> DisclosureQuerySet:
        """The department's and the unit's own disclosure of a year."""
        return self.filter(Q(unit=None) | Q(unit=unit), department=department, year=year)

    def open_to_entry(self) -> DisclosureQuerySet:
        """Disclosures under no review: their texts may change."""
        return self.exclude(reviews__state__in=UNDER_REVIEW)

    def addressed(self, code: str, year: int, kind: str | None = None) -> DisclosureQuerySet:
        """What an address of code and year means: the department's own before a unit's."""
        of_unit, of_department = Q(unit__code=code), Q(department__code=code, unit=None)
        whose = {"unit": of_unit, "department": of_department}.get(kind or "")
        found = self.filter(of_unit | of_department if whose is None else whose, year=year)
        return found.order_by(models.F("unit").asc(nulls_first=True), "pk")


class Disclosure(models.Model):
    """The document of one department, or of one of its units, for one budget year."""

    department = models.ForeignKey(
        Department,
        models.PROTECT,
        related_name="disclosures",
        verbose_name="部门",
        db_index=False,
    )
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        related_name="disclosures",
        verbose_name="预算单位",
        null=True,
        blank=True,
        help_text="留空为部门预算公开；选择单位则为该单位的单位预算公开。",
    )
    year = models.PositiveSmallIntegerField("预算年度")
    approved_on = models.DateField(
        "批复日期",
        null=True,
        blank=True,
        help_text="批复预算之日，批复后 20 日内公开；单位预算填主管部门批复本单位之日。",
    )
    dated_on = models.DateField("成文日期", null=True, blank=True, help_text="印在文件末尾的日期。")
    duties = models.TextField("主要职能", blank=True, help_text="每行一项，不必编号。")
    offices = models.TextField("内设科室", blank=True, help_text="每行一个科室名称。")
    other_matters = models.TextField("其他需说明的事项", blank=True)
    target_goal = models.TextField("年度绩效目标", blank=True)
    target_contact = models.CharField(
        "联系科室", max_length=60, blank=True, help_text="填写科室名称，不填写个人姓名。"
    )
    target_telephone = models.CharField(
        "联系电话", max_length=40, blank=True, help_text="填写办公电话，不填写手机号码。"
    )

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        verbose_name = "预算公开"
        verbose_name_plural = "预算公开"
        permissions = (
            ("preview_disclosure", "预览预算公开草稿"),
            ("submit_disclosure", "送审预算公开"),
            ("approve_disclosure", "审核预算公开"),
            ("return_disclosure", "退回预算公开"),
            ("publish_disclosure", "发布预算公开"),
        )
        constraints = (
            year_check("disclosure_year_is_between_2000_and_2100"),
            models.UniqueConstraint(
                fields=("department", "unit", "year"),
                nulls_distinct=False,
                name="department_or_unit_has_one_disclosure_a_year",
                violation_error_message="该部门（单位）该年度的预算公开已存在，请打开原有记录。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.year} 年{SUBJECTS[self.kind]}预算公开"

    @property
    def kind(self) -> DisclosureKind:
        """Whose disclosure it is: the department's own or a unit's."""
        return "unit" if self.unit_id else "department"

    @property
    def owner(self) -> Department | Unit:
        """The department or unit that discloses."""
        return self.unit or self.department

    @property
    def code(self) -> str:
        """The code under which it is published."""
        return self.owner.code

    @property
    def name(self) -> str:
        """The full name of who discloses."""
        return self.owner.name

    def clean(self) -> None:
        """Refuse a unit of another department (the database refuses it too)."""
        if self.unit and self.department_id and self.unit.department_id != self.department_id:
            message = f"“{self.unit}”不是“{self.department}”的预算单位，请选择本部门的单位。"
            raise ValidationError({"unit": message})


class OverallIndicator(models.Model):
    """One row of the department's overall performance-target table (部门整体绩效目标表)."""

    disclosure = models.ForeignKey(
        Disclosure, models.CASCADE, related_name="indicators", verbose_name="预算公开"
    )
    position = models.PositiveSmallIntegerField("序号", default=0)
    level1 = models.CharField("一级指标", max_length=60)
    level2 = models.CharField("二级指标", max_length=60)
    level3 = models.CharField("三级指标", max_length=200)
    target = models.CharField("指标值", max_length=120, help_text="如 >=260 次/月、=100%。")
    basis = models.CharField("指标设定依据", max_length=200, blank=True)
    weight = models.DecimalField(
        "分值权重",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=(MinValueValidator(0), MaxValueValidator(100)),
    )

    objects = DisclosureRows["OverallIndicator"].as_manager()

    class Meta:
        verbose_name = "整体绩效指标"
        verbose_name_plural = "整体绩效指标"
        constraints = (
            models.CheckConstraint(
                condition=Q(weight__range=(0, 100)),
                name="overall_indicator_weight_is_between_0_and_100",
                violation_error_message="分值权重应在 0 至 100 之间。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.level1}·{self.level3}"


class Explanation(models.Model):
    """A reason (主要原因是) or use (主要用于) that staff wrote for one place of the text."""

    disclosure = models.ForeignKey(
        Disclosure,
        models.CASCADE,
        related_name="explanations",
        verbose_name="预算公开",
        db_index=False,
    )
    key = models.CharField("位置", max_length=80, help_text="正文中需要说明的位置，由系统给出。")
    wording = models.TextField(
        "说明", blank=True, help_text="不写“主要原因是”“主要用于”，句末不加句号。"
    )

    objects = DisclosureRows["Explanation"].as_manager()

    class Meta:
        verbose_name = "原因与用途说明"
        verbose_name_plural = "原因与用途说明"
        constraints = (
            models.UniqueConstraint(
                fields=("disclosure", "key"),
                name="explanation_is_unique_by_its_place",
                violation_error_message="此处已有说明，请修改原有说明。",
            ),
            models.CheckConstraint(
                condition=~Q(key=""),
                name="explanation_has_a_place",
                violation_error_message="说明缺少位置。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.key}：{self.wording}"


class GlossaryEntry(models.Model):
    """A term (名词解释) that a disclosure adds to the standard ones."""

    disclosure = models.ForeignKey(
        Disclosure,
        models.CASCADE,
        related_name="glossary_entries",
        verbose_name="预算公开",
        db_index=False,
    )
    position = models.PositiveSmallIntegerField("序号", default=0)
    name = models.CharField("名词", max_length=80)
    definition = models.TextField("解释")

    objects = DisclosureRows["GlossaryEntry"].as_manager()

    class Meta:
        verbose_name = "名词解释"
        verbose_name_plural = "名词解释"
        constraints = (
            models.UniqueConstraint(
                fields=("disclosure", "name"),
                name="term_is_explained_once_in_a_disclosure",
                violation_error_message="该名词已有解释。",
            ),
        )

    def __str__(self) -> str:
        return self.name
