"""One account for each role, with passwords and devices made for this machine only."""

from __future__ import annotations

import os
import secrets
from base64 import b32decode
from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from disclosures.login import devices
from disclosures.models import Appointment, Department, User

Role = Appointment.Role
PASSWORD_BYTES: Final = 12
ADMINISTRATOR: Final = ("admin", "超级管理员")
# Username and role, in the order in which a budget passes through their hands.
ACCOUNTS: Final = (
    ("luru", Role.ENTRY),
    ("shenhe", Role.REVIEW),
    ("fabu", Role.PUBLISH),
    ("caizheng", Role.FINANCE),
    ("xitong", Role.SYSTEM),
    ("shenji", Role.AUDIT),
)


# Whoever enters and does no more needs no device.
WITHOUT_DEVICE: Final = {"luru"}


@dataclass(frozen=True, slots=True)
class Account:
    """What a person needs to log in; the secret is that of the device, where one is needed."""

    role: str
    username: str
    password: str
    secret: str = ""

    def __str__(self) -> str:
        return f"{self.role} / {self.username} / {self.password}"

    @property
    def line(self) -> str:
        """The account as it is kept."""
        return f"{self} / {self.secret}" if self.secret else str(self)


def prepared(department: Department, file: Path) -> tuple[Account, ...]:
    """The accounts; who is missing, or not wholly in the file, gets what is missing anew."""
    known = _kept(file)
    every = (*((name, role.label) for name, role in ACCOUNTS), ADMINISTRATOR)
    accounts = tuple(_completed(role, name, known.get(name)) for name, role in every)
    ready = _ready([account.username for account in accounts])
    stale = [one for one in accounts if one != known.get(one.username) or one.username not in ready]
    if stale:
        # Kept first: an account whose password nobody knows would be of no use.
        _keep(file, accounts)
        _create(stale, department, known.keys())
    return accounts


def _completed(role: str, username: str, known: Account | None) -> Account:
    """The account as it was kept, with what it lacks."""
    password = known.password if known else secrets.token_urlsafe(PASSWORD_BYTES)
    key = known.secret if known else ""
    if not key and username not in WITHOUT_DEVICE:
        key = devices.secret(devices.new_key())
    return Account(role, username, password, key)


def _ready(names: list[str]) -> set[str]:
    """The names whose accounts exist, with a device where they need one."""
    has_device = Exists(TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True))
    there = User.objects.filter(Q(has_device) | Q(username__in=WITHOUT_DEVICE), username__in=names)
    return set(there.values_list("username", flat=True))


@transaction.atomic
def _create(accounts: list[Account], department: Department, known: Container[str]) -> None:
    roles = dict(ACCOUNTS)
    for account in accounts:
        user, is_new = User.objects.get_or_create(username=account.username)
        if is_new or account.username not in known:
            user.set_password(account.password)
            user.password_chosen_at = timezone.now()
        user.first_name = account.role
        user.is_staff = True
        user.is_superuser = account.username not in roles
        user.save()
        if account.username in roles:
            role = roles[account.username]
            user.appointments.get_or_create(role=role, **_scope(role, department))
        if account.secret:
            devices.given(user, b32decode(account.secret).hex())


def _scope(role: Role, department: Department) -> dict[str, Any]:
    if role is Role.FINANCE:
        return {"region": department.region}
    return {} if role in (Role.SYSTEM, Role.AUDIT) else {"department": department}


def _kept(file: Path) -> dict[str, Account]:
    """The accounts of an earlier start, by username; earlier versions kept no devices."""
    if not file.exists():
        return {}
    lines = file.read_text(encoding="utf-8").splitlines()
    fields = (line.split(" / ") for line in lines)
    return {parts[1]: Account(*parts) for parts in fields if len(parts) in {3, 4}}


def _keep(file: Path, accounts: tuple[Account, ...]) -> None:
    """Write the file readable by its owner only, all of it or nothing."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as lines:
        lines.writelines(f"{account.line}\n" for account in accounts)
    fresh.replace(file)
