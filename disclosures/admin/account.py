"""A person's own account (登录安全): the last logins, the device, the recovery codes."""

from __future__ import annotations

import time
from typing import Final, cast

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.views import PasswordChangeView
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django_otp import login as confirm_device

from disclosures.login.devices import device_of
from disclosures.login.sessions import sign_out_elsewhere
from disclosures.models import Login

from .entrance import device_form, paired, shown
from .login_forms import CodeForm, ConfirmationForm, NewPasswordForm
from .scoped import person

SIGNED_OUT: Final = "密码已修改，其他设备上的登录已退出。"
CONFIRMED: Final = "confirmed_at"
CONFIRMED_FOR: Final = 10 * 60
LISTED: Final = 10


def account_page(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """What the person should know of their own account."""
    user = person(request)
    context = {
        **site.each_context(request),
        "title": "登录安全",
        "device": device_of(user),
        "codes_left": user.recovery_codes.count(),
        "logins": Login.objects.filter(username=user.username).order_by("-pk")[:LISTED],
    }
    return TemplateResponse(request, "admin/account.html", context)


class PasswordChangePage(PasswordChangeView):
    """Another password for oneself; sessions elsewhere end with it."""

    form_class = NewPasswordForm
    template_name = "admin/login_password.html"
    success_url = reverse_lazy("admin:account")
    extra_context = {"title": "修改密码", "back": success_url}

    def form_valid(self, form: Form) -> HttpResponse:
        """Keep it, and say so."""
        messages.success(self.request, SIGNED_OUT)
        return super().form_valid(cast(NewPasswordForm, form))


@sensitive_post_parameters()
def device_page(request: HttpRequest) -> HttpResponse:
    """Another device in place of the one in use, which is asked for a last code."""
    user = person(request)
    if time.time() - request.session.get(CONFIRMED, 0) > CONFIRMED_FOR:
        return _confirmation(request)
    form = device_form(request, user)
    if not form.is_valid():
        return shown(request, "admin/login_device.html", form, "启用新的动态口令", back=_back())
    del request.session[CONFIRMED]
    sign_out_elsewhere(request, user)
    confirm_device(request, device_of(user))
    return paired(request, user, _back())


def _confirmation(request: HttpRequest) -> HttpResponse:
    """The code of the device in use; the password of those who have none."""
    user = person(request)
    form = CodeForm(request, user) if device_of(user) else ConfirmationForm(request, user)
    if form.is_valid():
        request.session[CONFIRMED] = time.time()
        return redirect("admin:account_device")
    return shown(request, "admin/login_code.html", form, "确认是您本人", back=_back())


@sensitive_post_parameters()
def recovery_page(request: HttpRequest) -> HttpResponse:
    """New recovery codes in place of the old, for a code of the device."""
    user = person(request)
    form = CodeForm(request, user)
    if form.is_valid():
        return paired(request, user, _back())
    return shown(request, "admin/login_code.html", form, "重新生成恢复代码", back=_back())


def _back() -> str:
    return reverse("admin:account")


def session_page(request: HttpRequest) -> JsonResponse:
    """Who is logged in, with a token to write by: for a page that was open before the login."""
    return JsonResponse({"person": person(request).pk, "token": get_token(request)})
