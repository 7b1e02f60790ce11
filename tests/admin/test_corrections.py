"""At the desk: what publishing the draft would change, before it is public."""

from decimal import Decimal

import pytest
from django.db.models import F
from django.test import Client

from disclosures.models import Disclosure, LineItem
from tests.publishing import publish

from .people import SAMPLE, Entered, page

pytestmark = pytest.mark.django_db
PUBLIC = f"/departments/{SAMPLE}/2026/"


def changes(ours: Entered) -> str:
    """What a clerk reads of the draft's changes."""
    return ours.clerk().get(page(Disclosure, "changes", ours.disclosure.pk)).content.decode()


def published(ours: Entered) -> Client:
    publish(ours.disclosure)
    return ours.publisher()


def raised(ours: Entered) -> None:
    """One line item gets 1,234.50 yuan more."""
    line = LineItem.objects.filter(budget=ours.budget, functional__code="2010301", project=None)
    line.filter(economic__code="30101").update(amount=F("amount") + Decimal("1234.50"))


def test_before_the_first_version_there_is_nothing_to_compare_with(ours: Entered) -> None:
    assert "尚未公开过，没有可以比较的现行版本" in changes(ours)


def test_a_draft_like_the_current_version_differs_in_nothing(ours: Entered) -> None:
    published(ours)

    body = changes(ours)

    assert "全部差异：没有差异" in body
    assert "两版内容没有差异" in body


def test_a_changed_draft_shows_its_figures_and_leads_to_their_places(ours: Entered) -> None:
    published(ours)
    raised(ours)

    body = changes(ours)

    preview = page(Disclosure, "preview", ours.disclosure.pk)
    assert "+1,234.50" in body
    assert f'href="{preview}#t3-2010301"' in body
    assert f'href="{PUBLIC}v1/"' in body
    assert "490.16" in Client().get(PUBLIC).content.decode()


def test_the_publisher_is_led_to_it_and_the_public_reads_the_same(ours: Entered) -> None:
    publisher = published(ours)
    raised(ours)
    asked = publisher.get(page(Disclosure, "review", ours.disclosure.pk)).content.decode()
    draft = publisher.get(page(Disclosure, "changes", ours.disclosure.pk))
    assert page(Disclosure, "changes", ours.disclosure.pk) in asked

    publish(ours.disclosure, note="更正基本工资")

    public = Client().get(f"{PUBLIC}changes/")
    assert public.context["steps"][0].correction.changes == draft.context["changes"]
    assert draft.context["summary"] in public.content.decode()
