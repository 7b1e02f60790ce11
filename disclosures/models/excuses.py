"""Units that make no budget in a year (不编制预算的单位), each with its written ground."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .people import Appointment, User
from .regions import Unit
from .scopes import UnitRows
from .years import year_check


class ExcuseQuerySet(UnitRows["Excuse"]):
    """Excuses: the department's word about its units, not a unit's about itself."""

    def reached_by(self, appointment: Appointment) -> Q:
        """Those of the department or region; an appointment to one unit reaches none."""
        return Q(pk__in=()) if appointment.unit_id else super().reached_by(appointment)


class Excuse(models.Model):
    """Why a unit makes no budget in a year: what rule L10 would else report."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="excuses", verbose_name="预算单位")
    year = models.PositiveSmallIntegerField("预算年度")
    ground = models.TextField(
        "依据",
        max_length=500,
        help_text="写明文件或事由，如：编办〔2025〕8 号，2025 年撤并。",
    )
    excused_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="登记人", editable=False
    )
    excused_at = models.DateTimeField("登记时间", editable=False)

    objects = ExcuseQuerySet.as_manager()

    class Meta:
        verbose_name = "不编制预算的单位"
        verbose_name_plural = "不编制预算的单位"
        constraints = (
            year_check("excuse_year_is_between_2000_and_2100"),
            models.UniqueConstraint(
                fields=("unit", "year"),
                name="unit_is_excused_once_a_year",
                violation_error_message="该单位该年度已登记不编制预算，请修改原有登记。",
            ),
            models.CheckConstraint(
                condition=~Q(ground=""),
                name="excuse_has_a_ground",
                violation_error_message="请写明不编制预算的依据。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit} {self.year} 年不编制预算"
