"""Recovery codes (恢复代码): ten that each let a person in once without the device."""

from __future__ import annotations

import secrets
from typing import Final

from django.db import transaction
from django.utils.crypto import salted_hmac

from disclosures.models import RecoveryCode, User

COUNT: Final = 10
LENGTH: Final = 12
# Without letters that are read as digits; sixty bits, so that a keyed digest is beyond guessing.
ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"
MISREAD: Final = str.maketrans("oil", "011", "- ")


@transaction.atomic
def issue(user: User) -> tuple[str, ...]:
    """New codes in groups of four, to be shown this once; those of before no longer count."""
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(LENGTH)) for _ in range(COUNT)]
    user.recovery_codes.all().delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, digest=_digest(user, code)) for code in codes
    )
    return tuple(f"{code[:4]}-{code[4:8]}-{code[8:]}" for code in codes)


def is_spent(user: User, typed: str) -> bool:
    """Whether it was a code of the person, which it no longer is."""
    code = typed.lower().translate(MISREAD)
    spent, _ = user.recovery_codes.filter(digest=_digest(user, code)).delete()
    return spent == 1


def _digest(user: User, code: str) -> str:
    """What is kept of a code: nobody can tell it from this without the key of the portal."""
    return salted_hmac("disclosures.recovery", f"{user.pk}:{code}", algorithm="sha256").hexdigest()
