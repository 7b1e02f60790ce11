"""Passwords: how strong they must be, and when the person has to choose a new one."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from disclosures.models import User

SHORTEST: Final = 12
KINDS: Final = 3
RULE: Final = (
    f"密码至少 {SHORTEST} 个字符，大写字母、小写字母、数字、其他字符四类中至少有 {KINDS} 类。"
)
SAME: Final = "新密码不能与原密码相同。"


class StrengthValidator:
    """Length and kinds of characters, as classified protection of level three (等保三级) asks."""

    def validate(self, password: str, user: User | None = None) -> None:  # noqa: ARG002 - Django's
        """Refuse a password that is too short or too uniform."""
        if len(password) < SHORTEST or _kinds(password) < KINDS:
            raise ValidationError(RULE, code="password_too_weak")

    def get_help_text(self) -> str:
        """The rule, as it stands beside the field."""
        return RULE


def _kinds(password: str) -> int:
    """How many kinds of characters a password has."""
    kinds = (str.isupper, str.islower, str.isdigit)
    has_others = any(not any(kind(one) for kind in kinds) for one in password)
    return sum(any(map(kind, password)) for kind in kinds) + has_others


def must_be_changed(user: User) -> bool:
    """Whether somebody else set the password, or the person did so too long ago."""
    if user.password_chosen_at is None:
        return True
    age = timezone.now() - user.password_chosen_at
    return settings.PASSWORD_DAYS > 0 and age > timedelta(days=settings.PASSWORD_DAYS)


def refuse_the_same(user: User, password: str) -> None:
    """Refuse a new password that is the present one."""
    if user.check_password(password):
        raise ValidationError(SAME, code="password_unchanged")
