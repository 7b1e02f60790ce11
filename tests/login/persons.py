"""Persons with passwords and devices, and what they type on their way to the desk."""

import time

from django.db.models import Model
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from disclosures.login.devices import given, new_key
from disclosures.models import Appointment, AuditEntry, User
from tests.models import rows

Role = Appointment.Role
PASSWORD = "Kuai-ji-7731"
OTHER_PASSWORD = "Shen-he-8842"
LOGIN, CODE, CHANGE, DEVICE = (
    "/admin/login/",
    "/admin/login/code/",
    "/admin/login/password/",
    "/admin/login/device/",
)
STEP = 30


def last_entry(model: type[Model]) -> AuditEntry:
    """What the log says last of a table."""
    return AuditEntry.objects.filter(table=model._meta.db_table).latest("pk")


def clerk(name: str = "luru") -> User:
    """Somebody who enters and does no more."""
    return _with(Role.ENTRY, name, department=rows.a_department())


def reviewer(name: str = "shenhe", *, has_device: bool = True) -> User:
    """Somebody who approves, with a device or before the first login."""
    user = _with(Role.REVIEW, name, department=rows.a_department())
    if has_device:
        given(user, new_key())
    return user


def administrator(name: str = "xitong") -> User:
    """Somebody who administers accounts, with a device."""
    user = _with(Role.SYSTEM, name)
    given(user, new_key())
    return user


def _with(role: Appointment.Role, name: str, **scope: object) -> User:
    user = User.objects.create_user(name, password=PASSWORD, is_staff=True, last_name=f"姓{name}")
    Appointment.objects.create(user=user, role=role, **scope)
    return user


def device_of(user: User) -> TOTPDevice:
    return TOTPDevice.objects.get(user=user)


def code_of(user: User, steps: int = 0) -> str:
    """What the person's device shows now, or so many steps from now."""
    if time.time() % STEP > STEP - 3:
        time.sleep(3)  # not at the edge between two codes
    return f"{totp(device_of(user).bin_key, drift=steps):06}"


def unthrottled(user: User) -> None:
    """As if the pause after a wrong code were over."""
    TOTPDevice.objects.filter(user=user).update(throttling_failure_timestamp=None)


def password_given(
    name: str, password: str = PASSWORD, next_page: str = "", address: str = "127.0.0.1"
) -> Client:
    """A browser in which the name and the password were sent."""
    client = Client(REMOTE_ADDR=address)
    client.post(LOGIN, {"username": name, "password": password, "next": next_page})
    return client


def at_the_desk(user: User, address: str = "127.0.0.1") -> Client:
    """A browser in which the person went the whole way."""
    client = password_given(user.username, address=address)
    if TOTPDevice.objects.filter(user=user).exists():
        TOTPDevice.objects.filter(user=user).update(last_t=-1)
        client.post(CODE, {"code": code_of(user)})
    assert is_in(client)
    return client


def is_in(client: Client) -> bool:
    """Whether the desk opens to the browser."""
    return client.get("/admin/").status_code == 200
