"""What is kept about logins: recovery codes, who logged in, whose login failed."""

from __future__ import annotations

from axes.models import AccessAttempt, AccessLog
from django.db import models

from .people import User


class RecoveryCode(models.Model):
    """A code (恢复代码) that lets a person in once without the device; kept as a digest only."""

    user = models.ForeignKey(
        User, models.CASCADE, related_name="recovery_codes", verbose_name="用户", db_index=False
    )
    digest = models.CharField("摘要", max_length=64)

    class Meta:
        verbose_name = "恢复代码"
        verbose_name_plural = "恢复代码"
        constraints = (
            models.UniqueConstraint(
                fields=("user", "digest"),
                name="recovery_code_is_issued_once",
                violation_error_message="该用户已有此恢复代码。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}的恢复代码"


class FailedLogin(AccessAttempt):  # type: ignore[misc] # django-axes has no types
    """Failed logins under a name from an address; enough of them lock the name there."""

    class Meta:
        proxy = True
        verbose_name = "登录失败与锁定"
        verbose_name_plural = "登录失败与锁定"
        default_permissions = ("view",)
        permissions = (("release_failedlogin", "可以解除登录锁定"),)

    def __str__(self) -> str:
        return f"{self.username}（{self.ip_address}）"


class Login(AccessLog):  # type: ignore[misc] # django-axes has no types
    """A login: who, when, from where."""

    class Meta:
        proxy = True
        verbose_name = "登录记录"
        verbose_name_plural = "登录记录"
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.username}（{self.ip_address}）"
