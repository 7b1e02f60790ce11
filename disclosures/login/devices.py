"""The device (动态口令) of a person: enrolled, asked for its code, taken away."""

from __future__ import annotations

import time
import unicodedata
from base64 import b32encode
from binascii import unhexlify
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import segno
from django.db import transaction
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

from disclosures.models import User

from . import recovery
from .sessions import sign_out

DIGITS: Final = 6
TOLERANCE: Final = 1


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a code is right; if it was not even looked at, from when on one will be."""

    is_right: bool
    wait_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A device that is still to be enrolled, as the person takes it over into an app."""

    user: User
    key: str

    @property
    def secret(self) -> str:
        """The secret to be typed where no picture can be taken, in groups of four."""
        text = secret(self.key)
        return " ".join(text[place : place + 4] for place in range(0, len(text), 4))

    @property
    def picture(self) -> str:
        """The QR code as an image inside the page."""
        address: str = TOTPDevice(user=self.user, key=self.key, digits=DIGITS).config_url
        return segno.make(address, error="l", micro=False).svg_data_uri(border=4)


def new_key() -> str:
    """A key for a device, in hexadecimal digits."""
    return str(random_hex())


def secret(key: str) -> str:
    """The key as apps take it."""
    return b32encode(unhexlify(key)).decode("ascii")


def device_of(user: User) -> TOTPDevice | None:
    """The device that the person has enrolled."""
    devices = TOTPDevice.objects.filter(user=user, confirmed=True)
    return devices.order_by("-pk").first()


def enrolled(user: User, key: str, typed: str) -> TOTPDevice | None:
    """The person's device from now on, if the code shows that it has the key."""
    totp = TOTP(unhexlify(key), digits=DIGITS)
    code = _digits(typed)
    if code is None or not totp.verify(code, TOLERANCE):
        return None
    return given(user, key, last_step=totp.t())


@transaction.atomic
def given(user: User, key: str, last_step: int = -1) -> TOTPDevice:
    """The person's only device, with a key; codes up to a step are used up."""
    User.objects.select_for_update().get(pk=user.pk)
    TOTPDevice.objects.filter(user=user).delete()
    return TOTPDevice.objects.create(
        user=user, name="动态口令", key=key, digits=DIGITS, tolerance=TOLERANCE, last_t=last_step
    )


@transaction.atomic
def judged(user: User, typed: str) -> Verdict:
    """Whether it is the device's code, or one of the recovery codes; either counts once."""
    device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=True).last()
    if device is None:
        return Verdict(is_right=False)
    is_allowed, why = device.verify_is_allowed()
    if not is_allowed:
        return Verdict(is_right=False, wait_until=why["locked_until"])
    code = _digits(typed)
    if code is not None:
        return Verdict(is_right=bool(device.verify_token(code)))
    if recovery.is_spent(user, typed):
        device.throttle_reset()
        return Verdict(is_right=True)
    device.throttle_increment()
    return Verdict(is_right=False)


@transaction.atomic
def take_away(user: User) -> None:
    """Neither device nor recovery codes nor sessions: the person enrols anew at the next login."""
    TOTPDevice.objects.filter(user=user).delete()
    user.recovery_codes.all().delete()
    sign_out(user)


def present_code(device: TOTPDevice) -> tuple[str, int]:
    """The code that the device shows, or the next one if that is used up, and its seconds."""
    now = time.time()
    step = max(int(now) // device.step, device.last_t + 1)
    totp = TOTP(device.bin_key, device.step, digits=device.digits)
    totp.time = step * device.step
    return f"{totp.token():0{device.digits}}", int((step + 1) * device.step - now)


def _digits(typed: str) -> int | None:
    """The six digits of a code, whichever way they are typed."""
    code = "".join(unicodedata.normalize("NFKC", typed).split())
    return int(code) if len(code) == DIGITS and code.isascii() and code.isdigit() else None
