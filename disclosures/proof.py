"""How a reader of a printed document finds out whether it is what was published."""

from dataclasses import dataclass

import segno
from django.conf import settings

# As many digits of the SHA-256 as a reader may be asked to type.
SHORT = 16


@dataclass(frozen=True, slots=True)
class Proof:
    """The hash of the record, the short address of its verification, and QR codes as images."""

    digest: str
    address: str
    code: str
    short_code: str


def proof(digest: str) -> Proof:
    """What the cover and the foot of each page say about verification."""
    site = settings.PORTAL_URL
    short = f"{site}/verify/{digest[:SHORT]}/"
    return Proof(
        digest,
        short.rsplit("://", maxsplit=1)[-1],
        code_of(f"{site}/verify/{digest}/"),
        code_of(short),
    )


def code_of(text: str) -> str:
    """The QR code of an address, inside its own address."""
    return segno.make(text, error="m", micro=False).png_data_uri(scale=1, border=0)
