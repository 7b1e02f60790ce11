"""Who discloses: regions (地区), their departments (部门) and budget units (预算单位)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from .scopes import ScopedQuerySet

if TYPE_CHECKING:
    from .people import Appointment

ORGANISATION_OVERSEERS = frozenset({"system", "audit"})
CODE_HELP = "预算管理系统中的编码，用于公开网址，公开后不宜更改。"
CODE_FORM = "编码只能由数字和字母组成，如 653000301。"


class RegionQuerySet(ScopedQuerySet["Region"]):
    """Regions a person is appointed in, directly or through a department or unit."""

    overseers = ORGANISATION_OVERSEERS

    def reached_by(self, appointment: Appointment) -> Q:
        """The region of the appointment."""
        return Q(pk=appointment.region_reached)


class Region(models.Model):
    """A region (地区) whose finance department approves budgets."""

    code = models.CharField("行政区划代码", max_length=12, unique=True, help_text="如 653000。")
    name = models.CharField("名称", max_length=60, unique=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = "地区"
        verbose_name_plural = "地区"
        constraints = (
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9]{2,12}$"),
                name="region_code_has_2_to_12_digits",
                violation_error_message="行政区划代码应为 2 至 12 位数字，如 653000。",
            ),
        )

    def __str__(self) -> str:
        return self.name


class DepartmentQuerySet(ScopedQuerySet["Department"]):
    """Departments a person is appointed in, or whose unit the person is appointed to."""

    overseers = ORGANISATION_OVERSEERS

    def reached_by(self, appointment: Appointment) -> Q:
        """The department of the appointment, or all departments of its region."""
        if appointment.region_id:
            return Q(region=appointment.region_id)
        return Q(pk=appointment.department_reached)


class Department(models.Model):
    """A department (部门) that publishes its budget, consolidated over its units."""

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="departments", verbose_name="地区"
    )
    code = models.CharField("部门编码", max_length=20, unique=True, help_text=CODE_HELP)
    name = models.CharField(
        "部门名称", max_length=120, help_text="登记的全称，公开文件中一律使用全称。"
    )
    short_name = models.CharField("简称", max_length=60, blank=True)

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        verbose_name = "部门"
        verbose_name_plural = "部门"
        constraints = (
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9A-Za-z]+$"),
                name="department_code_has_digits_and_letters_only",
                violation_error_message=CODE_FORM,
            ),
            models.UniqueConstraint(
                fields=("region", "name"),
                name="department_name_is_unique_in_its_region",
                violation_error_message="本地区已有同名部门。",
            ),
        )

    def __str__(self) -> str:
        return self.name


class UnitQuerySet(ScopedQuerySet["Unit"]):
    """Budget units a person is appointed to, directly or through department or region."""

    department_path = "department"
    unit_path = "pk"
    overseers = ORGANISATION_OVERSEERS


class Unit(models.Model):
    """A budget unit (预算单位): keeps its own ledger and may publish its own disclosure."""

    class Kind(models.TextChoices):
        """What the unit is by its establishment (单位性质)."""

        ADMINISTRATIVE = "administrative", "行政"
        CIVIL_SERVICE_MANAGED = "civil_service_managed", "参公"
        PUBLIC_INSTITUTION = "public_institution", "事业"

    department = models.ForeignKey(
        Department, models.PROTECT, related_name="units", verbose_name="主管部门"
    )
    code = models.CharField("单位编码", max_length=20, unique=True, help_text=CODE_HELP)
    name = models.CharField("单位名称", max_length=120, help_text="登记的全称。")
    short_name = models.CharField("简称", max_length=60, blank=True)
    kind = models.CharField(
        "单位性质", max_length=30, choices=Kind.choices, default=Kind.ADMINISTRATIVE
    )
    is_head = models.BooleanField("本级", default=False, help_text="部门本级，每个部门至多一个。")

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "预算单位"
        verbose_name_plural = "预算单位"
        constraints = (
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9A-Za-z]+$"),
                name="unit_code_has_digits_and_letters_only",
                violation_error_message=CODE_FORM,
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=("administrative", "civil_service_managed", "public_institution")
                ),
                name="unit_is_of_a_known_kind",
                violation_error_message="单位性质只能是行政、参公或事业。",
            ),
            models.UniqueConstraint(
                fields=("department", "name"),
                name="unit_name_is_unique_in_its_department",
                violation_error_message="本部门已有同名预算单位。",
            ),
            models.UniqueConstraint(
                fields=("department",),
                condition=Q(is_head=True),
                name="department_has_at_most_one_head_unit",
                violation_error_message="本部门已有本级单位，每个部门至多一个。",
            ),
        )

    def __str__(self) -> str:
        return self.name
