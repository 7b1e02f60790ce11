"""Users and appointments: who may do what, arranged by the system administrator."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserCreationForm
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, ForeignKey, Model, OuterRef
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django_otp.plugins.otp_totp.models import TOTPDevice

from disclosures.login.devices import take_away
from disclosures.models import Appointment, User

from .columns import address
from .filters import OfScope
from .login_forms import GivenPasswordForm
from .scoped import ScopedAdmin, ScopedOptions, ScopedTabular, person
from .site import desk

SCOPE = ("region", "department", "unit")
AT_FIRST = "初始密码由您告知本人；本人首次登录时必须换成自己的密码。"
NOT_YOURS = "不能重置本人或超级用户的动态口令。更换本人的设备请到“登录安全”。"


class AppointedByOthers(ScopedOptions[Appointment]):
    """Appointments: nobody appoints themselves, and none but a superuser a superuser."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whether the person may appoint this user."""
        return _may_appoint(request, obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whether the person may change this user's appointment."""
        return _may_appoint(request, obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whether the person may take this user's appointment back."""
        return _may_appoint(request, obj) and super().has_delete_permission(request, obj)


class AppointmentInline(AppointedByOthers, ScopedTabular[Appointment]):
    """A user's appointments."""

    model = Appointment
    fields = ("role", *SCOPE)
    autocomplete_fields = SCOPE
    ordering = ("role", "pk")


@admin.register(Appointment, site=desk)
class AppointmentAdmin(AppointedByOthers, ScopedAdmin[Appointment]):
    """Appointments, to be found by role and place."""

    fields = ("user", "role", *SCOPE)
    autocomplete_fields = ("user", *SCOPE)
    list_display = ("user", "role", *SCOPE)
    list_filter = ("role", ("region", OfScope), ("department", OfScope))
    list_select_related = ("user", *SCOPE)
    search_fields = (
        "user__username",
        "user__last_name",
        "user__first_name",
        "department__name",
        "unit__name",
    )
    search_help_text = "按用户、部门或单位查找"
    ordering = ("user__username", "role", "pk")

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Neither oneself nor a superuser is offered."""
        if db_field.name == "user" and not person(request).is_superuser:
            others = User.objects.filter(is_superuser=False).exclude(pk=person(request).pk)
            kwargs["queryset"] = others
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(User, site=desk)
class PersonAdmin(ScopedAdmin[User], UserAdmin[User]):
    """Accounts; what was done under them stays, so they are switched off, not deleted."""

    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("个人信息", {"fields": ("last_name", "first_name", "email")}),
        (
            "状态",
            {
                "fields": ("is_active", "last_login", "last_login_address", "date_joined"),
                "description": "人员离岗请停用账号。",
            },
        ),
    )
    superuser_fieldsets = (*fieldsets, ("超级用户", {"fields": ("is_superuser",)}))
    add_fieldsets = (
        (None, {"fields": ("username", ("last_name", "first_name"))}),
        ("密码", {"fields": ("password1", "password2"), "description": AT_FIRST}),
    )
    readonly_fields = ("last_login", "last_login_address", "date_joined")
    filter_horizontal = ()
    add_form = UserCreationForm
    change_password_form = GivenPasswordForm
    inlines = (AppointmentInline,)
    list_display = ("username", "full_name", "roles", "state", "device", "last_login")
    list_filter = ("is_active", "appointments__role")
    search_fields = ("username", "last_name", "first_name", "email")
    ordering = ("username",)

    @admin.display(description="姓名")
    def full_name(self, user: User) -> str:
        """The name in Chinese order."""
        return user.get_full_name()

    @admin.display(description="状态", ordering="is_active")
    def state(self, user: User) -> str:
        """Whether the account may be used."""
        return "有效" if user.is_active else "停用"

    @admin.display(description="岗位")
    def roles(self, user: User) -> str:
        """The roles of the user."""
        names = [one.get_role_display() for one in user.appointments.all()]
        return "、".join(dict.fromkeys(names)) or ("超级用户" if user.is_superuser else "")

    def get_queryset(self, request: HttpRequest) -> Any:
        """Users with their appointments, and whether they have a device."""
        device = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        users = super().get_queryset(request).annotate(has_totp=Exists(device))
        return users.prefetch_related("appointments")

    @admin.display(description="动态口令")
    def device(self, user: Any) -> str:
        """Whether the person has enrolled a device."""
        return "已启用" if user.has_totp else ""

    def get_urls(self) -> list[URLPattern]:
        """The page that takes a lost device away, before those of the register."""
        page = self.admin_site.admin_view(self.reset_device)
        own = path("<int:key>/device/", page, name="disclosures_user_device")
        return [own, *super().get_urls()]

    def reset_device(self, request: HttpRequest, key: int) -> HttpResponse:
        """Take another person's lost device away, and end their sessions."""
        user = get_object_or_404(self.get_queryset(request), pk=key)
        if user == person(request) or not self.has_change_permission(request, user):
            raise PermissionDenied(NOT_YOURS)
        if request.method == "POST":
            take_away(user)
            messages.success(request, f"已重置 {user.username} 的动态口令，其登录已全部退出。")
            return HttpResponseRedirect(address(User, "change", user.pk))
        context = {
            **self.admin_site.each_context(request),
            "title": str(user),
            "subtitle": "重置动态口令",
            "opts": User._meta,
            "original": user,
        }
        return TemplateResponse(request, "admin/disclosures/user/device.html", context)

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Only a superuser makes superusers."""
        if obj is not None and person(request).is_superuser:
            return self.superuser_fieldsets
        return super().get_fieldsets(request, obj)

    def get_inlines(self, request: HttpRequest, obj: User | None) -> Any:
        """Appointments follow once the user exists."""
        return self.inlines if obj else ()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A superuser is changed by superusers only."""
        return _may_touch(request, obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: the record of what was done names the account."""
        return False

    def save_model(
        self, request: HttpRequest, obj: User, form: ModelForm[User], change: bool
    ) -> None:
        """Whoever has an account here works at the desk."""
        if not change:
            obj.is_staff = True
            obj.password_chosen_at = None
        super().save_model(request, obj, form, change)


def _may_touch(request: HttpRequest, user: User | None) -> bool:
    return user is None or not user.is_superuser or person(request).is_superuser


def _may_appoint(request: HttpRequest, row: Model | None) -> bool:
    """The row is an appointment or, on a user's page, the user."""
    user = row.user if isinstance(row, Appointment) else row
    if not isinstance(user, User) or person(request).is_superuser:
        return True
    return not user.is_superuser and user != person(request)
