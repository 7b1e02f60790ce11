"""Logins and failed logins, as the system administrator and the auditor read them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.db.models import F, Model, QuerySet, Sum, Window
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.timezone import localtime

from disclosures.login import lockout
from disclosures.models import FailedLogin, Login

from .scoped import ScopedAdmin, person
from .site import desk


class OnlyRead(ScopedAdmin[Any]):
    """What the desk keeps by itself and nobody writes."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody."""
        return False


@admin.register(Login, site=desk)
class LoginAdmin(OnlyRead):
    """Who logged in, when and from where."""

    fields = ("username", "attempt_time", "logout_time", "ip_address", "user_agent")
    list_display = fields
    list_display_links = None
    list_filter = ("attempt_time",)
    search_fields = ("username", "ip_address")
    search_help_text = "按用户名或地址查找"
    ordering = ("-attempt_time", "-pk")


@admin.register(FailedLogin, site=desk)
class FailedLoginAdmin(OnlyRead):
    """Failed logins of the last quarter of an hour, and what they lock."""

    fields = ("username", "ip_address", "failures_since_start", "attempt_time", "user_agent")
    list_display = ("username", "ip_address", "failures_since_start", "attempt_time", "state")
    list_display_links = None
    search_fields = ("username", "ip_address")
    search_help_text = "按用户名或地址查找"
    ordering = ("-attempt_time", "-pk")
    actions = ("release",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The failures that still count, with those of the same name and address."""
        counting = super().get_queryset(request).filter(pk__in=lockout.recent().values("pk"))
        failures = Sum("failures_since_start")
        counted: QuerySet[Any] = counting.annotate(
            of_pair=Window(failures, partition_by=[F("username"), F("ip_address")]),
            of_name=Window(failures, partition_by=[F("username")]),
            of_address=Window(failures, partition_by=[F("ip_address")]),
        )
        return counted

    @admin.display(description="状态")
    def state(self, failure: Any) -> str:
        """What is locked, and until when at the latest."""
        locked = [
            what
            for what, failures, limit in (
                ("该用户在该地址", failure.of_pair, settings.AXES_FAILURE_LIMIT),
                ("该用户在陌生地址", failure.of_name, lockout.NAME_LIMIT),
                ("陌生用户在该地址", failure.of_address, lockout.ADDRESS_LIMIT),
            )
            if failures >= limit
        ]
        until = localtime(failure.attempt_time + settings.AXES_COOLOFF_TIME)
        return f"已锁定（{'、'.join(locked)}），{until:%H:%M} 后可再试" if locked else "未锁定"

    def has_release_permission(self, request: HttpRequest) -> bool:
        """Whether the person may let a name log in again at once."""
        return person(request).has_perm("disclosures.release_failedlogin")

    @admin.action(description="解除所选用户的登录锁定", permissions=["release"])
    def release(self, request: HttpRequest, failures: QuerySet[Any]) -> None:
        """Forget the failures of the names."""
        names = set(failures.values_list("username", flat=True))
        lockout.release(names)
        messages.success(request, f"已解除登录锁定：{'、'.join(sorted(names))}。")


def locked_page(
    request: HttpRequest, _response: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """What somebody reads whose login is locked: for how long, and what to do."""
    name = (credentials or {}).get("username", "")
    until = lockout.locked_until(request, name)
    seconds = max(int((until - timezone.now()).total_seconds()), 1)
    context = {
        "title": "登录已锁定",
        "name": name,
        "until": until,
        "minutes": -(-seconds // 60),
    }
    response = TemplateResponse(request, "admin/locked.html", context, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response.render()
