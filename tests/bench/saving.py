"""Saving 1,000 line items from the entry grid."""

import json
from collections.abc import Iterator
from itertools import product

from django.db import connection, transaction
from django.test import Client
from django.test.utils import (
    CaptureQueriesContext,
    setup_test_environment,
    teardown_test_environment,
)

from disclosures.budget.classification import FUNDING_SOURCES
from disclosures.models import Appointment, Budget, EconomicCode, FunctionalCode, Unit, User

from .measuring import Figure, seconds
from .options import Options

LINES = 1000
QUERIES = 10


def measure(_options: Options) -> Iterator[Figure]:
    """One request of the grid's script."""
    setup_test_environment()  # gives what a page was made from
    with transaction.atomic():
        unit = Unit.objects.filter(budgets=None).order_by("code")[:1].get()
        budget = Budget.objects.create(unit=unit, year=2026)
        client, address = _clerk(unit), f"/admin/disclosures/budget/{budget.pk}/grid/"
        body = _body(client.get(address).context["data"])
        with CaptureQueriesContext(connection) as queries:
            taken = seconds(lambda: client.post(address, body, content_type="application/json"))
        saved = budget.line_items.count()
        transaction.set_rollback(True)
    teardown_test_environment()
    result = f"1 request, {len(queries)} queries, {taken:.2f} s"
    is_met = saved == LINES and len(queries) <= QUERIES
    yield Figure(
        f"saving {LINES:,} lines", result, "", None, f"1 request, ≤ {QUERIES} queries", is_met
    )


def _clerk(unit: Unit) -> Client:
    user = User.objects.create_user("bench-clerk", is_staff=True)
    user.appointments.create(role=Appointment.Role.ENTRY, department=unit.department)
    client = Client()
    client.force_login(user, "disclosures.access.AppointmentBackend")
    return client


def _body(data: dict[str, object]) -> str:
    functional = FunctionalCode.objects.items(2026).order_by("code")[:20]
    economic = EconomicCode.objects.items(2026).order_by("code")[:10]
    names = [source.name for source in FUNDING_SOURCES]
    rows = [
        [f"n{number}", one.code, two.code, name, "", f"{number}.25"]
        for number, (one, two, name) in zip(
            range(LINES), product(functional, economic, names), strict=False
        )
    ]
    order = [row[0] for row in rows]
    return json.dumps(
        {"version": data["version"], "seen": [], "removed": [], "order": order, "rows": rows}
    )
