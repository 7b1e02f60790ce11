"""One account for each role, with passwords made for this machine only."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.db import transaction

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


@dataclass(frozen=True, slots=True)
class Account:
    """What a person needs to log in."""

    role: str
    username: str
    password: str

    def __str__(self) -> str:
        return f"{self.role} / {self.username} / {self.password}"


def prepared(department: Department, file: Path) -> tuple[Account, ...]:
    """The accounts; who is missing, or whose password is not in the file, gets a new one."""
    known = _kept(file)
    names = [username for username, _ in ACCOUNTS] + [ADMINISTRATOR[0]]
    there = set(User.objects.filter(username__in=names).values_list("username", flat=True))
    passwords = {name: known.get(name) or secrets.token_urlsafe(PASSWORD_BYTES) for name in names}
    accounts = tuple(
        Account(role, name, passwords[name])
        for name, role in (*((name, role.label) for name, role in ACCOUNTS), ADMINISTRATOR)
    )
    stale = [account for account in accounts if account.username not in there & known.keys()]
    if stale:
        # Kept first: an account whose password nobody knows would be of no use.
        _keep(file, accounts)
        _create(stale, department)
    return accounts


@transaction.atomic
def _create(accounts: list[Account], department: Department) -> None:
    roles = dict(ACCOUNTS)
    for account in accounts:
        user, _ = User.objects.get_or_create(username=account.username)
        user.set_password(account.password)
        user.first_name = account.role
        user.is_staff = True
        user.is_superuser = account.username not in roles
        user.save()
        if account.username in roles:
            role = roles[account.username]
            user.appointments.get_or_create(role=role, **_scope(role, department))


def _scope(role: Role, department: Department) -> dict[str, Any]:
    if role is Role.FINANCE:
        return {"region": department.region}
    return {} if role in (Role.SYSTEM, Role.AUDIT) else {"department": department}


def _kept(file: Path) -> dict[str, str]:
    """The passwords of an earlier start, by username."""
    if not file.exists():
        return {}
    lines = file.read_text(encoding="utf-8").splitlines()
    fields = (line.split(" / ") for line in lines)
    return {parts[1]: parts[2] for parts in fields if len(parts) == 3}


def _keep(file: Path, accounts: tuple[Account, ...]) -> None:
    """Write the file readable by its owner only, all of it or nothing."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as lines:
        lines.writelines(f"{account}\n" for account in accounts)
    fresh.replace(file)
