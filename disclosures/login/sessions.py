"""How long a session lasts: eight hours at most, and half an hour without a sign of life."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from typing import Final, NamedTuple

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.db.models import F
from django.http import HttpRequest, HttpResponse

from disclosures.access import is_privileged
from disclosures.models import User

TIMES: Final = "times"
PREVIOUS: Final = "previous_login"
# How exactly the last sign of life is known: it is written at most once in so many seconds.
ACCURACY: Final = 60
IDLE: Final = "您已超过 {} 分钟没有操作，已自动退出，请重新登录。"
TOO_OLD: Final = "登录已满 {} 小时，已自动退出，请重新登录。"


class Previous(NamedTuple):
    """When and from where the person logged in the time before."""

    at: str | None
    address: str | None

    @property
    def time(self) -> datetime | None:
        """When it was."""
        return datetime.fromisoformat(self.at) if self.at else None


def previous_login(request: HttpRequest) -> Previous:
    """The login before this one; empty at the first."""
    return Previous(*request.session.get(PREVIOUS, (None, None)))


def before(user: User) -> Previous:
    """The login that is the last one until the person logs in now."""
    at = user.last_login.isoformat() if user.last_login else None
    return Previous(at, user.last_login_address)


def begin(request: HttpRequest, previous: Previous) -> None:
    """Count the session's time from now on."""
    now = int(time.time())
    request.session[TIMES] = (now, now)
    request.session[PREVIOUS] = previous


def sign_out(user: User) -> None:
    """End every session of the person."""
    User.objects.filter(pk=user.pk).update(times_signed_out=F("times_signed_out") + 1)
    user.refresh_from_db(fields=["times_signed_out"])


def sign_out_elsewhere(request: HttpRequest, user: User) -> None:
    """End every session of the person but this one, which goes on under a new key."""
    sign_out(user)
    update_session_auth_hash(request, user)


def reason_to_end(request: HttpRequest, user: User) -> str:
    """Why the session is over, in words; empty while it goes on, which is noted."""
    now = int(time.time())
    began, seen = request.session.get(TIMES, (now, 0))
    if now - began >= settings.SESSION_COOKIE_AGE:
        return TOO_OLD.format(settings.SESSION_COOKIE_AGE // 3600)
    is_idle = 0 < seen <= now - settings.SESSION_IDLE_MINUTES * 60
    if is_idle and is_privileged(user):
        return IDLE.format(settings.SESSION_IDLE_MINUTES)
    if now - seen >= ACCURACY:
        request.session[TIMES] = (began, now)
    return ""


class SessionLimits:
    """Middleware: ends a session that is over before any page of the desk is asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """Log out whose time is up; the public pages never ask who reads them."""
        match = request.resolver_match
        if match is None or match.app_name != "admin" or not isinstance(request.user, User):
            return
        reason = reason_to_end(request, request.user)
        if reason:
            logout(request)
            messages.warning(request, reason)
