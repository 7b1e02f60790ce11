"""Reclassifications for the tests of the core, written as a clerk would say them."""

from decimal import Decimal

from disclosures.budget.entries import LineItem, Reclassification


def moved(
    before: LineItem, after: LineItem, yuan: str | None = None, note: str = "机构改革职能划转"
) -> Reclassification:
    """What stands in the first place moved to the second, whole unless an amount is given."""
    amount = before.amount if yuan is None else Decimal(yuan)
    return Reclassification(before.posting, after.posting, amount, note)
