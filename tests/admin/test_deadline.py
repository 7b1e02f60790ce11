"""The clock of the 20 days at the desk, and who answers for it when it has run out."""

from datetime import timedelta

import pytest
from django.utils import timezone

from disclosures.models import Appointment, Disclosure, Publication
from disclosures.publication import drafted
from tests.publishing import publish

from .people import SAMPLE, Entered, page

pytestmark = pytest.mark.django_db
ROLE = Appointment.Role


def target(whose: Entered) -> str:
    return page(Disclosure, "findings", whose.disclosure.pk)


def test_the_clock_stands_on_the_page_and_on_the_form(ours: Entered) -> None:
    client, today = ours.clerk(), timezone.localdate()
    form = page(Disclosure, "change", ours.disclosure.pk)
    for days, words in ((14, "还剩 6 天"), (20, "今天到期"), (23, "已逾期 3 天")):
        approved_on = today - timedelta(days)
        Disclosure.objects.filter(pk=ours.disclosure.pk).update(approved_on=approved_on)

        for address in (target(ours), form):
            text = client.get(address).content.decode()
            assert str(approved_on + timedelta(20)) in text
            assert words in text
    Disclosure.objects.filter(pk=ours.disclosure.pk).update(approved_on=None)
    assert "未填写批复日期" in client.get(form).content.decode()


def test_the_clock_stops_with_the_first_publication(ours: Entered) -> None:
    approved_on = timezone.localdate() - timedelta(20)
    Disclosure.objects.filter(pk=ours.disclosure.pk).update(approved_on=approved_on)
    publish(ours.disclosure)
    published = Publication.objects.get(disclosure__department__code=SAMPLE)

    text = ours.clerk().get(target(ours)).content.decode()

    assert f"已于 {timezone.localdate(published.published_at)} 公开" in text
    draft = drafted(Disclosure.objects.get(pk=ours.disclosure.pk))
    assert "D1" not in {finding.rule for finding in draft.findings}


def test_who_submits_answers_for_what_is_open_at_the_last_moment(ours: Entered) -> None:
    ours.disclosure.acknowledgements.exclude(rule="N7").delete()
    late = timezone.localdate() - timedelta(30)
    Disclosure.objects.filter(pk=ours.disclosure.pk).update(approved_on=late)
    clerk, review = ours.clerk(), page(Disclosure, "review", ours.disclosure.pk)
    step = {"step": "submit"}

    asked = clerk.get(review).content.decode()
    refused = clerk.post(review, step).content.decode()
    too_short = clerk.post(review, {**step, "reason": "迟了"}).content.decode()
    done = clerk.post(review, {**step, "reason": "批复文件送达晚，公开因此逾期。"}, follow=True)

    assert "还有 3 处" in asked
    assert "有 3 处警告未确认" in refused
    assert "不得少于 8 个字" in too_short
    assert "等待审核" in done.content.decode()
    given = ours.disclosure.acknowledgements.exclude(rule="N7")
    by = {one.acknowledged_by for one in given}
    assert [user.appointments.get().role for user in by] == [ROLE.ENTRY]
    assert "批复文件送达晚" not in publish(ours.disclosure).snapshot
