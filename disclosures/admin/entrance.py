"""The way into the desk: password, code, and what a first login asks for besides."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from disclosures.login import recovery, waiting
from disclosures.login.devices import Offer, new_key
from disclosures.login.waiting import Step, Waiting
from disclosures.models import User

from .login_forms import CodeForm, DeviceForm, OwnPasswordForm, PasswordForm

NEW_KEY: Final = "new_device"
TOO_LATE: Final = "登录已超时或账号有变动，请重新输入密码。"
Page = Callable[[HttpRequest], HttpResponse]


@method_decorator(sensitive_post_parameters(), name="dispatch")
class PasswordPage(LoginView):
    """The first step: who it is, and their password."""

    template_name = "admin/login.html"
    authentication_form = PasswordForm
    extra_context = {"title": "登录"}

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Nobody is logged in yet: that follows once nothing is owed."""
        user = form.get_user()
        waiting.begin(self.request, user, self.get_redirect_url())
        return onward(self.request)


def onward(request: HttpRequest) -> HttpResponse:
    """To what the login owes next; to the desk once it owes nothing."""
    waits = waiting.waiting(request)
    if waits is None:
        if request.session.pop(waiting.KEY, None):
            messages.warning(request, TOO_LATE)
        return redirect("admin:login")
    if waits.owes:
        return redirect(f"admin:login_{waits.owes}")
    waiting.let_in(request, waits)
    return HttpResponseRedirect(_target(waits))


def _target(waits: Waiting) -> str:
    return waits.target or reverse("admin:index")


def _owed(step: Step) -> Callable[[Callable[[HttpRequest, Waiting], HttpResponse]], Page]:
    """A page for those who owe the step; the others are sent where they belong."""

    def decorated(view: Callable[[HttpRequest, Waiting], HttpResponse]) -> Page:
        @never_cache
        @sensitive_post_parameters()
        @wraps(view)
        def page(request: HttpRequest) -> HttpResponse:
            waits = waiting.waiting(request)
            if waits is None or waits.owes is not step:
                return onward(request)
            return view(request, waits)

        return page

    return decorated


@_owed(Step.CODE)
def code_page(request: HttpRequest, waits: Waiting) -> HttpResponse:
    """The second step: the code of the person's device, or a recovery code."""
    is_recovery = "recovery" in request.GET
    form = CodeForm(request, waits.user, is_recovery=is_recovery)
    if form.is_valid():
        waiting.note(request, waits.user, code=True)
        return onward(request)
    title = "恢复代码" if is_recovery else "动态口令"
    return shown(request, "admin/login_code.html", form, title, waits=waits)


@_owed(Step.PASSWORD)
def password_page(request: HttpRequest, waits: Waiting) -> HttpResponse:
    """A password of the person's own."""
    form = OwnPasswordForm(waits.user, request.POST if request.method == "POST" else None)
    if form.is_valid():
        waiting.note(request, form.save())
        return onward(request)
    return shown(request, "admin/login_password.html", form, "设置新密码", waits=waits)


@_owed(Step.DEVICE)
def device_page(request: HttpRequest, waits: Waiting) -> HttpResponse:
    """A device for those who need one and have none."""
    form = device_form(request, waits.user)
    if not form.is_valid():
        return shown(request, "admin/login_device.html", form, "启用动态口令", waits=waits)
    waiting.let_in(request, waits)
    return paired(request, waits.user, _target(waits))


def device_form(request: HttpRequest, user: User) -> DeviceForm:
    """The form for a new device; the key stays the same until it is enrolled."""
    key = request.session.setdefault(NEW_KEY, new_key())
    return DeviceForm(request, Offer(user, key))


def paired(request: HttpRequest, user: User, target: str) -> HttpResponse:
    """The recovery codes, this once, after something that made new ones."""
    request.session.pop(NEW_KEY, None)
    codes = recovery.issue(user)
    context = {"title": "恢复代码", "codes": codes, "person": user, "target": target}
    return TemplateResponse(request, "admin/recovery_codes.html", context)


def shown(
    request: HttpRequest, template: str, form: Any, title: str, **context: object
) -> HttpResponse:
    """A page of the entrance with its form."""
    return TemplateResponse(request, template, {"form": form, "title": title, **context})
