"""The entry grid as a plain form, where no JavaScript runs."""

from decimal import Decimal

import pytest
from django.test import Client

from disclosures.models import LineItem

from .people import Entered
from .test_grid import GOOD, grid, lines

pytestmark = pytest.mark.django_db


def plain(client: Client, target: str) -> dict[str, str]:
    """What the plain form would send as it stands."""
    context = client.get(target).context
    fields = {"version": context["version"], "seen": context["seen"], "approved_total": ""}
    for place, row in enumerate(context["form_rows"]):
        fields[f"row-{place}-key"] = row.key
        fields |= {cell.name: cell.value for cell in row.cells}
    return fields


def test_the_plain_form_changes_adds_and_removes_rows(ours: Entered) -> None:
    client, target, before = ours.clerk(), grid(ours), lines(ours)
    fields = plain(client, target)
    first, second = fields["row-0-key"], fields["row-1-key"]
    columns = ("functional", "economic", "source", "project", "amount")
    fields |= {f"row-20-{name}": text for name, text in zip(columns, GOOD, strict=True)}

    response = client.post(target, {**fields, "row-0-amount": "1,000", "row-1-remove": "on"})

    assert response.status_code == 302
    now = lines(ours)
    assert now.pop(first) == (*before[first][:4], "1000.00")
    assert second not in now
    assert set(now.values()) - set(before.values()) == {
        ("2010302", "30201", "general", "", "12345.67")
    }
    assert len(now) == len(before) - 1


def test_the_plain_form_keeps_a_wrong_row_and_says_so(ours: Entered) -> None:
    client, target = ours.clerk(), grid(ours)
    fields = {**plain(client, target), "row-0-functional": "2010388"}

    response = client.post(target, fields, follow=True)

    assert "1 行有误" in response.content.decode()
    assert "本年度没有此" in response.context["form_rows"][0].cells[0].fault


def test_a_stale_plain_form_shows_both_and_saves_the_second_time(ours: Entered) -> None:
    client, target = ours.clerk(), grid(ours)
    fields = {**plain(client, target), "row-0-amount": "11.00"}
    LineItem.objects.filter(pk=fields["row-1-key"]).update(amount=Decimal("22.00"))

    refused = client.post(target, fields)

    assert refused.status_code == 409
    assert "→" in refused.content.decode()
    shown = {row.key: row.cells[4].value for row in refused.context["form_rows"]}
    assert (shown[fields["row-0-key"]], shown[fields["row-1-key"]]) == ("11.00", "22.00")
