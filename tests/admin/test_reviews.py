"""The page of review: the steps offered to each person, and what comes of taking them."""

import pytest
from django.test import Client

from disclosures.models import Appointment, Budget, Comment, Disclosure, LineItem, Review

from .people import SAMPLE, Entered, economic, functional, page

pytestmark = pytest.mark.django_db
PUBLIC = f"/departments/{SAMPLE}/2026/"
Role = Appointment.Role


def review_of(whose: Entered) -> str:
    return page(Disclosure, "review", whose.disclosure.pk)


def offered(client: Client, whose: Entered) -> list[str]:
    return [step.name for step in client.get(review_of(whose)).context["steps"]]


def take(client: Client, whose: Entered, step: str, **typed: str) -> str:
    """Take a step and read what the page says then."""
    response = client.post(review_of(whose), {"step": step, **typed}, follow=True)
    return response.content.decode()


def test_each_person_is_offered_the_next_step_alone(ours: Entered) -> None:
    clerk, reviewer, publisher = ours.clerk(), ours.somebody(Role.REVIEW), ours.publisher()
    assert (offered(clerk, ours), offered(reviewer, ours), offered(publisher, ours)) == (
        ["submit"],
        [],
        [],
    )

    assert "等待审核" in take(clerk, ours, "submit")
    assert offered(clerk, ours) == ["send_back"]
    assert offered(reviewer, ours) == ["approve", "send_back"]
    assert offered(publisher, ours) == ["send_back"]

    assert "等待发布" in take(reviewer, ours, "approve")
    assert offered(clerk, ours) == []
    assert offered(reviewer, ours) == ["send_back"]
    assert offered(publisher, ours) == ["publish", "send_back"]


def test_errors_keep_a_disclosure_from_being_submitted(ours: Entered) -> None:
    ours.disclosure.explanations.filter(key="expenditure/basic").delete()
    clerk = ours.clerk()

    assert offered(clerk, ours) == []
    assert "1 处错误" in take(clerk, ours, "submit")
    assert not Review.objects.exists()


def test_a_correction_becomes_version_2_and_version_1_answers_as_before(ours: Entered) -> None:
    clerk, reviewer, publisher = ours.clerk(), ours.somebody(Role.REVIEW), ours.publisher()
    take(clerk, ours, "submit")
    take(reviewer, ours, "approve")
    first = take(publisher, ours, "publish")
    assert "第 1 版已发布" in first
    assert f'href="{PUBLIC}v1/"' in first
    kept = {name: Client().get(f"{PUBLIC}v1/{name}") for name in ("data.json", "disclosure.pdf")}
    assert [answer.status_code for answer in kept.values()] == [200, 200]

    added = clerk.post(
        f"{page(LineItem, 'add')}?budget={ours.budget.pk}",
        {
            "budget": ours.budget.pk,
            "functional": functional("2010301").pk,
            "economic": economic("30202").pk,
            "source": "general",
            "amount": "10000.00",
        },
    )
    assert added.status_code == 302
    assert "490.16" in Client().get(PUBLIC).content.decode()
    assert "须填写更正说明" in take(clerk, ours, "submit")
    take(clerk, ours, "submit", note="补列印刷费")
    take(reviewer, ours, "approve")
    second = take(publisher, ours, "publish")

    assert "第 2 版已发布" in second
    current = Client().get(PUBLIC).content.decode()
    assert "491.16" in current
    assert "补列印刷费" in current
    for name, before in kept.items():
        assert Client().get(f"{PUBLIC}v1/{name}").content == before.content
    old = Client().get(f"{PUBLIC}v1/").content.decode()
    assert "490.16" in old
    assert "491.16" not in old


def test_a_step_taken_in_vain_keeps_what_was_typed(ours: Entered) -> None:
    take(ours.clerk(), ours, "submit")
    reviewer = ours.somebody(Role.REVIEW)

    page_with_words = take(reviewer, ours, "comment", words="长" * 2001)

    assert "最多 2000 个字" in page_with_words
    assert "长" * 2001 in page_with_words
    assert not Comment.objects.exists()


def test_a_comment_is_pinned_shown_at_its_place_and_answered(ours: Entered) -> None:
    clerk, reviewer = ours.clerk(), ours.somebody(Role.REVIEW)
    take(clerk, ours, "submit")

    take(reviewer, ours, "comment", place="t3/2010301/2", quote=" 195.16 ", words="与批复数不符")
    take(reviewer, ours, "send_back", reason="见意见")
    shown = clerk.get(review_of(ours))
    comment = Comment.objects.get()
    preview = page(Disclosure, "preview", ours.disclosure.pk)

    assert (comment.quote, shown.context["waiting"][0].place) == (
        "195.16",
        "表 3 · 2010301 · 第 2 栏",
    )
    pinned = [{"place": "t3/2010301/2", "words": "与批复数不符"}]
    assert clerk.get(preview).context["comments"] == pinned
    assert "comment-on" not in clerk.get(preview).content.decode()
    assert "comment-on" in reviewer.get(preview).content.decode()
    said = clerk.post(
        review_of(ours),
        {"step": "answer", "comment": comment.pk, "answer": "已改"},
        follow=True,
    )
    assert "已处理的意见（1 条）" in said.content.decode()


def test_an_unknown_step_is_refused(ours: Entered) -> None:
    assert ours.clerk().post(review_of(ours), {"step": "erase"}).status_code == 403


def test_publishing_is_never_done_by_opening_an_address(ours: Entered) -> None:
    take(ours.clerk(), ours, "submit")
    take(ours.somebody(Role.REVIEW), ours, "approve")

    assert ours.publisher().get(review_of(ours) + "?step=publish").status_code == 200
    assert not ours.disclosure.publications.exists()


def test_a_submitted_budget_says_why_it_cannot_be_changed(ours: Entered) -> None:
    clerk = ours.clerk()
    take(clerk, ours, "submit")

    budget = clerk.get(page(Budget, "change", ours.budget.pk)).content.decode()
    disclosure = clerk.get(page(Disclosure, "change", ours.disclosure.pk)).content.decode()
    refused = clerk.post(page(Budget, "change", ours.budget.pk), {"approved_total": "1"})

    assert "已报送" in budget
    assert "已送审（待审核）" in disclosure
    assert refused.status_code == 403


def test_a_unit_delivers_its_budget_and_gets_it_back(ours: Entered) -> None:
    clerk, reviewer = ours.clerk(), ours.somebody(Role.REVIEW)
    target = page(Budget, "delivery", ours.budget.pk)

    assert clerk.get(target).status_code == 405
    said = clerk.post(target, {"step": "deliver"}, follow=True).content.decode()
    listed = clerk.get(page(Disclosure, "change", ours.disclosure.pk)).content.decode()
    assert "已报送。" in said
    assert "未报送" not in listed
    back = reviewer.post(target, {"step": "reopen"}, follow=True).content.decode()

    assert "已退回，可以修改" in back
    ours.budget.refresh_from_db()
    assert ours.budget.delivered_at is None


def test_another_departments_budget_is_not_delivered(ours: Entered, theirs: Entered) -> None:
    target = page(Budget, "delivery", theirs.budget.pk)

    assert ours.clerk().post(target, {"step": "deliver"}).status_code == 404
    assert theirs.budget.delivered_at is None
