"""What a login asks for: password, code, a new password, a new device."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    PasswordChangeForm,
    SetPasswordForm,
)
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone

from disclosures.login import devices, lockout
from disclosures.login.devices import Offer
from disclosures.login.passwords import refuse_the_same
from disclosures.models import User

if TYPE_CHECKING:
    OfUser = SetPasswordForm[User]
    OfAnother = AdminPasswordChangeForm[User]
else:
    OfUser = SetPasswordForm
    OfAnother = AdminPasswordChangeForm

NOT_KNOWN: Final = "用户名或密码不正确，或该账号已停用。请核对大小写后重试。"
WRONG_CODE: Final = "口令不正确或已用过。请输入应用上当前显示的 6 位数字，每个口令只能用一次。"
WRONG_RECOVERY: Final = "恢复代码不正确或已用过。"
TOO_SOON: Final = "刚才输入有误，请等待 {} 秒后再试。"
LOCKED: Final = "登录已锁定。"
NOT_PAIRED: Final = "口令不正确，尚未启用。请核对手机的时间是否准确，再输入应用上当前显示的数字。"


class PasswordForm(AdminAuthenticationForm):
    """User name and password."""

    error_messages = {
        **AdminAuthenticationForm.error_messages,
        "invalid_login": NOT_KNOWN,
    }


class CodeForm(forms.Form):
    """The code of the person's device, or a recovery code; a wrong one counts as a failure."""

    code = forms.CharField(
        label="动态口令",
        help_text="手机应用上当前显示的 6 位数字，每 30 秒更换一次。",
        max_length=20,
        widget=forms.TextInput(
            {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
        ),
    )

    def __init__(self, request: HttpRequest, user: User, *, is_recovery: bool = False) -> None:
        super().__init__(request.POST if request.method == "POST" else None)
        self.request = request
        self.user = user
        self.is_recovery = is_recovery
        if is_recovery:
            field = self.fields["code"]
            field.label = "恢复代码"
            field.help_text = "启用动态口令时保存的 12 位代码，每个只能用一次。"
            field.widget.attrs |= {"autocomplete": "off", "inputmode": "text"}

    def clean_code(self) -> str:
        """Refuse what is not the code of this moment."""
        code = str(self.cleaned_data["code"])
        if lockout.is_locked(self.request, self.user):
            raise ValidationError(LOCKED)
        verdict = devices.judged(self.user, code)
        if verdict.wait_until:
            wait = verdict.wait_until - timezone.now()
            raise ValidationError(TOO_SOON.format(int(wait.total_seconds()) + 1))
        if not verdict.is_right:
            lockout.count_failure(self.request, self.user)
            raise ValidationError(WRONG_RECOVERY if self.is_recovery else WRONG_CODE)
        return code


class ConfirmationForm(forms.Form):
    """The person's password once more, before something that only they may do."""

    password = forms.CharField(
        label="当前密码",
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password", "autofocus": True}),
    )

    def __init__(self, request: HttpRequest, user: User) -> None:
        super().__init__(request.POST if request.method == "POST" else None)
        self.request = request
        self.user = user

    def clean_password(self) -> str:
        """Refuse another's password; it counts as a failed login."""
        password = str(self.cleaned_data["password"])
        if lockout.is_locked(self.request, self.user):
            raise ValidationError(LOCKED)
        if not self.user.check_password(password):
            lockout.count_failure(self.request, self.user)
            raise ValidationError("密码不正确。")
        return password


class DeviceForm(forms.Form):
    """The first code of a new device, which shows that it was taken over rightly."""

    code = forms.CharField(
        label="输入应用上显示的 6 位数字：",
        max_length=20,
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "numeric"}),
    )

    def __init__(self, request: HttpRequest, offer: Offer) -> None:
        super().__init__(request.POST if request.method == "POST" else None)
        self.offer = offer

    def clean_code(self) -> str:
        """Enrol the device, or refuse the code."""
        code = str(self.cleaned_data["code"])
        if devices.enrolled(self.offer.user, self.offer.key, code) is None:
            raise ValidationError(NOT_PAIRED)
        return code


class OwnPasswordForm(OfUser):
    """A password of the person's own choice."""

    def clean(self) -> dict[str, Any]:
        """Refuse the password of now."""
        cleaned = super().clean() or {}
        password = cleaned.get("new_password2")
        if password:
            try:
                refuse_the_same(self.user, password)
            except ValidationError as error:
                self.add_error("new_password2", error)
        return cleaned

    def save(self, commit: bool = True) -> User:
        """Keep it, and when it was chosen."""
        self.user.password_chosen_at = timezone.now()
        return super().save(commit)


class NewPasswordForm(OwnPasswordForm, PasswordChangeForm):
    """Another password, whenever the person wishes."""


class GivenPasswordForm(OfAnother):
    """A password that an administrator sets: the person replaces it at the next login."""

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        # An account without a password could not log in at all: it is switched off instead.
        self.fields.pop("usable_password", None)
        self.fields["password1"].required = self.fields["password2"].required = True

    def save(self, commit: bool = True) -> User:
        """Keep it as one that is not the person's own."""
        self.user.password_chosen_at = None
        return super().save(commit)
