"""Amounts on the two sides of zero."""

from collections.abc import Iterable
from decimal import Decimal


def gain(parts: Iterable[Decimal]) -> Decimal:
    """All that is above zero."""
    return sum((part for part in parts if part > 0), Decimal(0))


def loss(parts: Iterable[Decimal]) -> Decimal:
    """All that is below zero, as a positive amount."""
    return sum((-part for part in parts if part < 0), Decimal(0))
