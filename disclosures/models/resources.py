"""What a unit has and buys: staffing (人员), procurement (政府采购), state assets (国有资产)."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q

from .budgets import Budget
from .scopes import BudgetRows, ScopedQuerySet


def _amount(name: str) -> models.DecimalField[Decimal | float | str, Decimal]:
    return models.DecimalField(name, max_digits=18, decimal_places=2, default=0)


class Staffing(models.Model):
    """Posts and people of a unit, and the change of each against last year."""

    budget = models.OneToOneField(
        Budget, models.CASCADE, related_name="staffing", verbose_name="单位预算"
    )
    posts = models.PositiveIntegerField("编制数", default=0)
    active = models.PositiveIntegerField("在职人数", default=0)
    retired = models.PositiveIntegerField("退休人数", default=0)
    veteran = models.PositiveIntegerField("离休人数", default=0)
    active_change = models.IntegerField(
        "在职人数比上年增减", default=0, help_text="增加填正数，减少填负数。"
    )
    retired_change = models.IntegerField("退休人数比上年增减", default=0)
    veteran_change = models.IntegerField("离休人数比上年增减", default=0)

    objects = BudgetRows["Staffing"].as_manager()

    class Meta:
        verbose_name = "编制与人员"
        verbose_name_plural = "编制与人员"

    def __str__(self) -> str:
        return f"{self.budget}：编制与人员"


class Procurement(models.Model):
    """Government procurement of a unit in yuan, and what is reserved for small firms."""

    budget = models.OneToOneField(
        Budget, models.CASCADE, related_name="procurement", verbose_name="单位预算"
    )
    goods = _amount("政府采购货物预算（元）")
    works = _amount("政府采购工程预算（元）")
    services = _amount("政府采购服务预算（元）")
    reserved_for_medium_and_small = _amount("面向中小企业预留（元）")
    reserved_for_micro = _amount("面向小微企业预留（元）")

    objects = BudgetRows["Procurement"].as_manager()

    class Meta:
        verbose_name = "政府采购"
        verbose_name_plural = "政府采购"
        constraints = (
            models.CheckConstraint(
                condition=Q(
                    goods__gte=0,
                    works__gte=0,
                    services__gte=0,
                    reserved_for_medium_and_small__gte=0,
                    reserved_for_micro__gte=0,
                ),
                name="procurement_amounts_are_not_negative",
                violation_error_message="政府采购金额不能为负数。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.budget}：政府采购"


class Assets(models.Model):
    """State assets that a unit holds at a day; areas in m², values in yuan."""

    budget = models.OneToOneField(
        Budget, models.CASCADE, related_name="assets", verbose_name="单位预算"
    )
    as_of = models.DateField("截止日期", null=True, blank=True, help_text="资产数据截至哪一天。")
    house_area = _amount("房屋面积（平方米）")
    house_value = _amount("房屋价值（元）")
    furniture_value = _amount("办公家具价值（元）")
    other_value = _amount("其他资产价值（元）")
    equipment_over_500k = models.PositiveIntegerField("50 万元以上大型设备（台）", default=0)
    equipment_over_1m = models.PositiveIntegerField("100 万元以上大型设备（台）", default=0)
    planned_equipment_over_500k = models.PositiveIntegerField(
        "安排购置 50 万元以上大型设备（台）", default=0
    )
    planned_equipment_over_1m = models.PositiveIntegerField(
        "安排购置 100 万元以上大型设备（台）", default=0
    )

    objects = BudgetRows["Assets"].as_manager()

    class Meta:
        verbose_name = "国有资产"
        verbose_name_plural = "国有资产"
        constraints = (
            models.CheckConstraint(
                condition=Q(
                    house_area__gte=0,
                    house_value__gte=0,
                    furniture_value__gte=0,
                    other_value__gte=0,
                ),
                name="asset_areas_and_values_are_not_negative",
                violation_error_message="面积和价值不能为负数。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.budget}：国有资产"


class VehicleHoldingQuerySet(ScopedQuerySet["VehicleHolding"]):
    """Vehicles of units."""

    department_path = "assets__budget__unit__department"
    unit_path = "assets__budget__unit"
    budget_path = "assets__budget"


class VehicleHolding(models.Model):
    """The vehicles of one kind that a unit holds."""

    class Kind(models.TextChoices):
        """The kinds of vehicles in the order in which they are published."""

        GENERAL = "general", "一般公务用车"
        ENFORCEMENT = "enforcement", "执法执勤用车"
        OTHER = "other", "其他车辆"

    assets = models.ForeignKey(
        Assets, models.CASCADE, related_name="vehicles", verbose_name="国有资产", db_index=False
    )
    kind = models.CharField("车辆类别", max_length=20, choices=Kind.choices)
    count = models.PositiveIntegerField("数量（辆）", default=0)
    value = _amount("价值（元）")

    objects = VehicleHoldingQuerySet.as_manager()

    class Meta:
        verbose_name = "车辆"
        verbose_name_plural = "车辆"
        constraints = (
            models.UniqueConstraint(
                fields=("assets", "kind"),
                name="vehicle_kind_is_listed_once",
                violation_error_message="该类车辆已填写，请修改原有数据。",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("general", "enforcement", "other")),
                name="vehicles_are_of_a_known_kind",
                violation_error_message="车辆类别只能是一般公务用车、执法执勤用车或其他车辆。",
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0),
                name="vehicle_value_is_not_negative",
                violation_error_message="车辆价值不能为负数。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.count} 辆"
