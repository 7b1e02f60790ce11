"""The desk (财务工作台): Django's own admin with our names, our groups and our rows."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, update_wrapper
from typing import Any, Final, TypeVar, cast

from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils import timezone

from disclosures.access import is_privileged
from disclosures.login.sessions import previous_login
from disclosures.models import EconomicCode, FunctionalCode, Project

from .account import (
    PasswordChangePage,
    account_page,
    device_page,
    recovery_page,
    session_page,
)
from .bureau import pages
from .entrance import PasswordPage
from .entrance import code_page as login_code
from .entrance import device_page as login_device
from .entrance import password_page as login_password
from .scoped import person
from .waiting import waiting

# What the index lists under which heading, in the order of the work.
GROUPS: Final = (
    ("公开", ("Disclosure", "Publication")),
    ("预算数据", ("Budget", "LineItem", "Project", "Reclassification", "Assets", "Excuse")),
    ("收支分类科目", ("FunctionalCode", "EconomicCode")),
    ("组织机构", ("Region", "Department", "Unit")),
    ("用户与岗位", ("User", "Appointment", "Login", "FailedLogin")),
    ("审计", ("AuditEntry",)),
)

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
SESSION_OVER: Final = "登录已过期，请在新窗口登录后再保存，未保存的内容仍在本页"


class Choices(AutocompleteJsonView):
    """What autocomplete offers; the year or budget is named unless the list is confined to it."""

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        """One choice as it is listed."""
        choice = super().serialize_result(obj, to_field_name)
        if isinstance(obj, FunctionalCode | EconomicCode) and "year" not in self.request.GET:
            choice["text"] = f"{obj.year} 年 {obj}"
        elif isinstance(obj, Project) and "budget" not in self.request.GET:
            choice["text"] = f"{obj}（{obj.budget}）"
        return choice


class Desk(AdminSite):
    """The administration that staff work in."""

    site_header = "部门预算公开 · 财务工作台"
    site_title = "财务工作台"
    index_title = "工作台首页"
    empty_value_display = "—"
    enable_nav_sidebar = False  # wide tables need the room; the index is one click away

    def has_permission(self, request: HttpRequest) -> bool:
        """Staff; whoever does more than enter has also given the code of their device."""
        user = request.user
        return super().has_permission(request) and (
            getattr(user, "otp_device", None) is not None or not is_privileged(user)
        )

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """A page behind the login; a script that asks is told in its own form."""
        guarded = super().admin_view(view, cacheable)

        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if _is_script(request) and not self.has_permission(request):
                return JsonResponse({"message": SESSION_OVER}, status=401)
            return guarded(request, *args, **kwargs)

        return cast(View, update_wrapper(inner, view))

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """The pages of login, account and board before those of the registers."""
        account = self.admin_view(partial(account_page, site=self))
        return [
            path("login/code/", login_code, name="login_code"),
            path("login/password/", login_password, name="login_password"),
            path("login/device/", login_device, name="login_device"),
            path("session/", self.admin_view(session_page), name="session"),
            path("account/", account, name="account"),
            path("account/device/", self.admin_view(device_page), name="account_device"),
            path("account/recovery/", self.admin_view(recovery_page), name="account_recovery"),
            *pages.addresses(self),
            *super().get_urls(),
        ]

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The first page of the login."""
        if request.method == "GET" and self.has_permission(request):
            return HttpResponseRedirect(reverse("admin:index"))
        return cast(HttpResponse, PasswordPage.as_view()(request))

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Another password for oneself."""
        return cast(TemplateResponse, PasswordChangePage.as_view()(request))

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """What waits for the person above the registers, and when they logged in before."""
        waits = waiting(person(request), timezone.localdate())
        known = {"previous": previous_login(request), "waiting": waits}
        return super().index(request, {**known, **(extra_context or {})})

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        """The registers in groups, as far as the person may open them."""
        groups: list[dict[str, Any]] = []
        for app in super().get_app_list(request, app_label):
            registers = {one["object_name"]: one for one in app["models"]}
            for number, (name, members) in enumerate(GROUPS):
                models = [registers[member] for member in members if member in registers]
                label = f"{app['app_label']}-{number}"
                if models:
                    groups.append({**app, "name": name, "app_label": label, "models": models})
        return groups

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """The choices of a field that completes what is typed."""
        return cast(HttpResponse, Choices.as_view(admin_site=self)(request))


def _is_script(request: HttpRequest) -> bool:
    """Whether a script of ours asks, which takes its answer as JSON."""
    kinds = ["text/html", "application/json"]
    return (
        request.content_type == "application/json" or request.get_preferred_type(kinds) == kinds[1]
    )


desk = Desk(name="admin")
