"""Failed logins: which count against whom, and until when a name is locked.

Where a person has logged in before, only failures with that name from that address count: five
lock it there for 15 minutes, and nobody elsewhere can keep the person out. From an address that
is new to the person, failures from everywhere count as well: twenty with the name, whoever they
come from, or fifty from the address, whomever they are aimed at.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.db.models import Max, QuerySet, Sum
from django.http import HttpRequest
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from disclosures.models import User

NAME_LIMIT: Final = 20
ADDRESS_LIMIT: Final = 50


class FailedLogins(AxesDatabaseHandler):  # type: ignore[misc] # django-axes has no types
    """What django-axes asks how many failures stand against a login."""

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """The failures that count, as a share of five."""
        name = get_client_username(request, credentials)
        return max(
            failures * settings.AXES_FAILURE_LIMIT // limit
            for failures, limit in (
                (_count(attempts), limit) for attempts, limit in _counted(request, name)
            )
        )


def recent() -> QuerySet[AccessAttempt]:
    """The failures that are not over yet."""
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    attempts: QuerySet[AccessAttempt] = AccessAttempt.objects.filter(attempt_time__gte=since)
    return attempts


def _counted(request: HttpRequest, name: str) -> list[tuple[QuerySet[AccessAttempt], int]]:
    """The failures that count against a login, each kind with how many are too many."""
    address = request.axes_ip_address  # type: ignore[attr-defined] # set by django-axes
    own = recent().filter(username=name, ip_address=address), settings.AXES_FAILURE_LIMIT
    if AccessLog.objects.filter(username=name, ip_address=address).exists():
        return [own]
    return [
        own,
        (recent().filter(username=name), NAME_LIMIT),
        (recent().filter(ip_address=address), ADDRESS_LIMIT),
    ]


def _count(attempts: QuerySet[AccessAttempt]) -> int:
    return attempts.aggregate(all=Sum("failures_since_start"))["all"] or 0


def locked_until(request: HttpRequest, name: str) -> datetime:
    """When the last of the failures that lock a login is over."""
    locking = [kind for kind, limit in _counted(request, name) if _count(kind) >= limit]
    last = max((kind.aggregate(at=Max("attempt_time"))["at"] for kind in locking), default=None)
    return (last or timezone.now()) + settings.AXES_COOLOFF_TIME


def is_locked(request: HttpRequest, user: User) -> bool:
    """Whether the person is locked at this address; the response then says so."""
    name = user.get_username()
    if AxesProxyHandler.is_allowed(request, {"username": name}):
        return False
    request.axes_locked_out = True  # type: ignore[attr-defined] # read by django-axes
    request.axes_credentials = {"username": name}  # type: ignore[attr-defined]
    return True


def count_failure(request: HttpRequest, user: User) -> None:
    """Count a wrong code like a wrong password."""
    credentials = {"username": user.get_username()}
    user_login_failed.send(sender=__name__, credentials=credentials, request=request)


def release(names: set[str]) -> None:
    """Let the names log in again at once."""
    AccessAttempt.objects.filter(username__in=names).delete()
    TOTPDevice.objects.filter(user__username__in=names).update(
        throttling_failure_count=0, throttling_failure_timestamp=None
    )
