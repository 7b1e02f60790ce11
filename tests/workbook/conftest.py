"""Budgets to send out and take in."""

import pytest

from disclosures.management import sample
from disclosures.models import Budget
from tests.models import rows


@pytest.fixture
def reference(db: None) -> Budget:  # noqa: ARG001 - asked for
    """The sample's budget of the year."""
    sample.load()
    return Budget.objects.get(year=2026, role=Budget.Role.BUDGET)


@pytest.fixture
def budget(db: None) -> Budget:  # noqa: ARG001 - asked for
    """A budget of a department's only unit, with nothing in it."""
    rows.a_catalogue(2026)
    return rows.a_budget(rows.a_unit(rows.a_department()))
