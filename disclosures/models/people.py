"""Who works here: users and the roles they are appointed to."""

from __future__ import annotations

from functools import cached_property

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .regions import Department, Region, Unit


class User(AbstractUser):
    """A person with an account; what they may do follows from their appointments."""

    password_chosen_at = models.DateTimeField(
        "本人设定密码的时间", null=True, blank=True, default=timezone.now, editable=False
    )
    last_login_address = models.GenericIPAddressField(
        "上次登录地址", null=True, blank=True, editable=False
    )
    times_signed_out = models.PositiveIntegerField("已强制退出次数", default=0, editable=False)

    class Meta:
        verbose_name = "用户"
        verbose_name_plural = "用户"

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def get_full_name(self) -> str:
        """The name in Chinese order, without a space."""
        return f"{self.last_name}{self.first_name}".strip()

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """What Django binds a session to: the password, and that nobody was signed out since."""
        bound = f"{self.password}{self.times_signed_out}"
        return salted_hmac("disclosures.User", bound, secret, algorithm="sha256").hexdigest()

    @cached_property
    def held_appointments(self) -> tuple[Appointment, ...]:
        """The person's appointments, read once for each request."""
        return tuple(self.appointments.select_related("unit__department", "department"))


class Appointment(models.Model):
    """A role that a user holds in a unit, a department, a region, or everywhere."""

    class Role(models.TextChoices):
        """The roles; each department separates entry, review and publishing."""

        ENTRY = "entry", "录入"
        REVIEW = "review", "审核"
        PUBLISH = "publish", "发布"
        FINANCE = "finance", "财政部门"
        SYSTEM = "system", "系统管理"
        AUDIT = "audit", "审计"

    user = models.ForeignKey(
        User, models.CASCADE, related_name="appointments", verbose_name="用户", db_index=False
    )
    role = models.CharField("角色", max_length=20, choices=Role.choices)
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        related_name="appointments",
        verbose_name="地区",
        null=True,
        blank=True,
        help_text="财政部门填写。",
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        related_name="appointments",
        verbose_name="部门",
        null=True,
        blank=True,
        help_text="审核、发布填写；录入负责全部门的也填写。",
    )
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        related_name="appointments",
        verbose_name="预算单位",
        null=True,
        blank=True,
        help_text="录入只负责一个单位的填写。",
    )

    class Meta:
        verbose_name = "岗位"
        verbose_name_plural = "岗位"
        constraints = (
            models.UniqueConstraint(
                fields=("user", "role", "region", "department", "unit"),
                nulls_distinct=False,
                name="appointment_is_made_once",
                violation_error_message="该用户已有此岗位。",
            ),
            models.CheckConstraint(
                condition=Q(
                    Q(department__isnull=True) ^ Q(unit__isnull=True), role="entry", region=None
                )
                | Q(
                    role__in=("review", "publish"),
                    region=None,
                    department__isnull=False,
                    unit=None,
                )
                | Q(role="finance", region__isnull=False, department=None, unit=None)
                | Q(role__in=("system", "audit"), region=None, department=None, unit=None),
                name="appointment_scope_fits_its_role",
                violation_error_message=(
                    "角色与范围不符：录入选一个单位或一个部门，审核、发布选部门，"
                    "财政部门选地区，系统管理、审计不选范围。"
                ),
            ),
        )

    def __str__(self) -> str:
        scope = self.unit or self.department or self.region
        return f"{self.user}：{self.get_role_display()}" + (f"（{scope}）" if scope else "")

    @property
    def has_scope(self) -> bool:
        """Whether it is confined to a unit, a department or a region."""
        return bool(self.unit_id or self.department_id or self.region_id)

    @property
    def department_reached(self) -> int | None:
        """The department that it is in, itself or through its unit."""
        return self.unit.department_id if self.unit else self.department_id

    @property
    def region_reached(self) -> int | None:
        """The region that it is in, itself or through its department."""
        if self.region_id:
            return self.region_id
        department = self.unit.department if self.unit else self.department
        return department.region_id if department else None
