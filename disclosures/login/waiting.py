"""Between the password and the desk: nobody is logged in until everything owed is given.

Until then the session belongs to nobody, so that no page of the desk can mistake it for a login.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from axes.helpers import get_client_ip_address
from django.contrib.auth import login
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django_otp import login as confirm_device

from disclosures.access import is_privileged
from disclosures.models import User

from . import passwords, sessions
from .devices import device_of

KEY: Final = "waiting"
# Long enough to put an app on a telephone.
SECONDS: Final = 15 * 60


class Step(StrEnum):
    """What a login may still owe, in the order in which it is asked."""

    CODE = "code"
    PASSWORD = "password"  # noqa: S105 - the name of a page
    DEVICE = "device"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A person who gave the right password and is not let in yet."""

    user: User
    target: str
    has_given_code: bool

    @property
    def owes(self) -> Step | None:
        """What is asked for next."""
        has_device = device_of(self.user) is not None
        if has_device and not self.has_given_code:
            return Step.CODE
        if passwords.must_be_changed(self.user):
            return Step.PASSWORD
        if not has_device and is_privileged(self.user):
            return Step.DEVICE
        return None


def begin(request: HttpRequest, user: User, target: str) -> None:
    """Note in a new session that the person gave the password."""
    request.session.flush()
    request.session[KEY] = {
        "user": user.pk,
        "backend": user.backend,
        "proof": user.get_session_auth_hash(),
        "since": time.time(),
        "target": target,
        "code": False,
    }


def waiting(request: HttpRequest) -> Waiting | None:
    """Who waits in this session; nobody once the account changed or the time is over."""
    kept = request.session.get(KEY)
    if kept is None or time.time() - kept["since"] > SECONDS:
        return None
    user = User.objects.filter(pk=kept["user"], is_active=True).first()
    if user is None or not constant_time_compare(kept["proof"], user.get_session_auth_hash()):
        return None
    return Waiting(user, kept["target"], kept["code"])


def note(request: HttpRequest, user: User, *, code: bool | None = None) -> None:
    """Note that the person gave the code, or chose another password, and goes on waiting."""
    kept = request.session[KEY]
    request.session[KEY] = kept | {
        "proof": user.get_session_auth_hash(),
        "code": kept["code"] if code is None else code,
    }


def let_in(request: HttpRequest, waits: Waiting) -> None:
    """Log the person in, under a new session key."""
    user = waits.user
    previous = sessions.before(user)
    backend = request.session.pop(KEY)["backend"]
    login(request, user, backend=backend)
    confirm_device(request, device_of(user))
    sessions.begin(request, previous)
    user.last_login_address = get_client_ip_address(request) or None
    user.save(update_fields=["last_login_address"])
