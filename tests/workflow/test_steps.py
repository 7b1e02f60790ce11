"""Submitted, approved, returned, published: who may take which step, and what it closes."""

import pytest
from django.db import IntegrityError, transaction

from disclosures import workflow
from disclosures.access import is_open_to_entry, permitted
from disclosures.models import (
    Appointment,
    Budget,
    Disclosure,
    EntrySheet,
    Explanation,
    LineItem,
    Review,
    Unit,
    User,
)
from disclosures.publication import PublicationRefused, StepRefused

State = Review.State


def budget_of(disclosure: Disclosure) -> Budget:
    return Budget.objects.entered().behind(disclosure).get()


def change_a_line(disclosure: Disclosure) -> None:
    line = LineItem.objects.filter(budget=budget_of(disclosure)).order_by("pk")[0]
    LineItem.objects.filter(pk=line.pk).update(amount=line.amount + 1)


def test_what_is_submitted_approved_and_published_names_who_did_it(
    disclosure: Disclosure, clerk: User, reviewer: User, publisher: User
) -> None:
    review = workflow.submit(disclosure, clerk)
    workflow.approve(review, reviewer)
    publication = workflow.publish(disclosure, publisher)

    review.refresh_from_db()
    assert (review.number, review.state) == (1, State.PUBLISHED)
    assert (review.submitted_by, review.approved_by) == (clerk, reviewer)
    assert review.publication == publication
    assert publication.published_by == publisher


def test_nothing_that_is_under_review_may_be_changed(disclosure: Disclosure, clerk: User) -> None:
    line = LineItem.objects.filter(budget=budget_of(disclosure)).order_by("pk")[0]
    change = "disclosures.change_lineitem"
    assert clerk.has_perm(change, line)

    workflow.submit(disclosure, clerk)

    person = User.objects.get(pk=clerk.pk)
    assert not person.has_perm(change, line)
    assert not person.has_perm("disclosures.add_lineitem", budget_of(disclosure))
    assert not person.has_perm("disclosures.change_explanation", disclosure)
    assert person.has_perm("disclosures.view_lineitem", line)
    assert not permitted(LineItem.objects.all(), person, change).exists()
    assert not is_open_to_entry(Explanation.objects.filter(disclosure=disclosure)[0])
    last_year = Budget.objects.comparisons().behind(disclosure).get()
    assert not person.has_perm("disclosures.change_budget", last_year)


@pytest.mark.parametrize("is_published", [True, False])
def test_entry_is_open_again_once_it_is_published_or_returned(
    disclosure: Disclosure, clerk: User, reviewer: User, publisher: User, is_published: bool
) -> None:
    review = workflow.submit(disclosure, clerk)
    if is_published:
        workflow.approve(review, reviewer)
        workflow.publish(disclosure, publisher)
    else:
        workflow.send_back(review, reviewer, "请补充印刷费。")

    assert clerk.has_perm("disclosures.change_budget", budget_of(disclosure))
    assert clerk.has_perm("disclosures.change_disclosure", disclosure)


def test_who_submitted_does_not_approve(disclosure: Disclosure, clerk: User) -> None:
    clerk.appointments.create(role=Appointment.Role.REVIEW, department=disclosure.department)
    both = User.objects.get(pk=clerk.pk)
    review = workflow.submit(disclosure, both)

    with pytest.raises(StepRefused, match="另一人"):
        workflow.approve(review, both)
    with pytest.raises(IntegrityError, match="nobody_approves"), transaction.atomic():
        Review.objects.filter(pk=review.pk).update(
            state=State.APPROVED, approved_by=both, approved_at=review.submitted_at
        )


def test_what_changed_after_submission_is_neither_approved_nor_published(
    disclosure: Disclosure, clerk: User, reviewer: User, publisher: User
) -> None:
    review = workflow.submit(disclosure, clerk)
    change_a_line(disclosure)
    with pytest.raises(PublicationRefused, match="内容有变化"):
        workflow.approve(review, reviewer)
    workflow.send_back(review, reviewer, "数据变了")

    workflow.approve(workflow.submit(disclosure, clerk), reviewer)
    change_a_line(disclosure)
    with pytest.raises(PublicationRefused, match="D3"):
        workflow.publish(disclosure, publisher)
    assert not disclosure.publications.exists()


def test_nothing_is_published_that_nobody_approved(
    disclosure: Disclosure, clerk: User, publisher: User
) -> None:
    with pytest.raises(StepRefused, match="没有审核通过"):
        workflow.publish(disclosure, publisher)
    workflow.submit(disclosure, clerk)
    with pytest.raises(StepRefused, match="没有审核通过"):
        workflow.publish(disclosure, publisher)


def test_it_is_submitted_once_at_a_time(disclosure: Disclosure, clerk: User) -> None:
    first = workflow.submit(disclosure, clerk)

    with pytest.raises(StepRefused, match="已经送审"):
        workflow.submit(disclosure, clerk)
    with pytest.raises(IntegrityError, match="one_review_at_a_time"), transaction.atomic():
        Review.objects.create(
            disclosure=disclosure,
            number=2,
            content_sha256=first.content_sha256,
            submitted_by=clerk,
            submitted_at=first.submitted_at,
        )


def test_errors_keep_it_from_being_submitted(disclosure: Disclosure, clerk: User) -> None:
    disclosure.explanations.get(key="operating").delete()

    with pytest.raises(StepRefused, match="1 处错误") as caught:
        workflow.submit(disclosure, clerk)

    assert [one.rule for one in caught.value.findings] == ["N1"]
    assert budget_of(disclosure).delivered_at is None


def test_a_correction_is_submitted_with_its_public_note_and_a_change(
    disclosure: Disclosure, clerk: User, reviewer: User, publisher: User
) -> None:
    workflow.approve(workflow.submit(disclosure, clerk), reviewer)
    workflow.publish(disclosure, publisher)
    with pytest.raises(StepRefused, match="更正说明"):
        workflow.submit(disclosure, clerk)
    with pytest.raises(StepRefused, match="内容与已公开的第 1 版相同"):
        workflow.submit(disclosure, clerk, "没有变化")

    disclosure.other_matters = "本部门另有一项说明。"
    disclosure.save()
    workflow.approve(workflow.submit(disclosure, clerk, "补充说明一项。"), reviewer)
    second = workflow.publish(disclosure, publisher)

    assert (second.version, second.note) == (2, "补充说明一项。")


def test_the_finance_department_returns_what_is_approved(
    disclosure: Disclosure, clerk: User, reviewer: User, officer: User
) -> None:
    review = workflow.approve(workflow.submit(disclosure, clerk), reviewer)

    with pytest.raises(StepRefused, match="退回原因"):
        workflow.send_back(review, officer, " ")
    returned = workflow.send_back(review, officer, "请按批复数核对。")

    assert (returned.state, returned.returned_by) == (State.RETURNED, officer)
    with pytest.raises(StepRefused, match="已退回，不能退回"):
        workflow.send_back(review, officer, "再退一次")


def test_who_submitted_takes_it_back_until_it_is_approved(
    disclosure: Disclosure, clerk: User, reviewer: User
) -> None:
    workflow.send_back(workflow.submit(disclosure, clerk), clerk, "漏了一项")
    approved = workflow.approve(workflow.submit(disclosure, clerk), reviewer)

    with pytest.raises(StepRefused, match="没有退回"):
        workflow.send_back(approved, clerk, "又漏了一项")


def test_each_step_asks_for_its_own_appointment(
    disclosure: Disclosure, clerk: User, reviewer: User, publisher: User, officer: User
) -> None:
    for nobody in (reviewer, publisher, officer):
        with pytest.raises(StepRefused, match="没有送审"):
            workflow.submit(disclosure, nobody)
    review = workflow.submit(disclosure, clerk)
    for nobody in (clerk, publisher, officer):
        with pytest.raises(StepRefused, match="没有审核"):
            workflow.approve(review, nobody)
    workflow.approve(review, reviewer)
    for nobody in (clerk, reviewer, officer):
        with pytest.raises(StepRefused, match="没有发布"):
            workflow.publish(disclosure, nobody)


def test_the_clerk_of_one_unit_does_not_submit_the_department(disclosure: Disclosure) -> None:
    unit = Unit.objects.get(department=disclosure.department)
    of_unit = User.objects.create_user("of-unit", is_staff=True)
    of_unit.appointments.create(role=Appointment.Role.ENTRY, unit=unit)

    with pytest.raises(StepRefused, match="没有送审"):
        workflow.submit(disclosure, of_unit)


def test_comments_wait_for_their_answer(
    disclosure: Disclosure, clerk: User, reviewer: User, publisher: User
) -> None:
    review = workflow.submit(disclosure, clerk)
    said = workflow.comment(disclosure, reviewer, "t3/2010301/2", "195.16", "与批复不符")
    with pytest.raises(StepRefused, match="1 条审核意见没有处理"):
        workflow.approve(review, reviewer)
    workflow.send_back(review, reviewer, "见意见")
    with pytest.raises(StepRefused, match="1 条审核意见没有处理"):
        workflow.submit(disclosure, clerk)
    with pytest.raises(StepRefused, match="没有处理审核意见"):
        workflow.answer([said], publisher, "不是我的事")

    workflow.answer([said], clerk, "已核对，批复数如此")

    workflow.approve(workflow.submit(disclosure, clerk), reviewer)
    said.refresh_from_db()
    assert (said.answer, said.answered_by) == ("已核对，批复数如此", clerk)


@pytest.mark.parametrize(("words", "message"), [(" ", "不能为空"), ("长" * 2001, "2001 个字")])
def test_a_comment_says_something_in_few_words(
    disclosure: Disclosure, reviewer: User, words: str, message: str
) -> None:
    with pytest.raises(StepRefused, match=message):
        workflow.comment(disclosure, reviewer, "", "", words)


def test_a_clerk_makes_no_comments(disclosure: Disclosure, clerk: User) -> None:
    with pytest.raises(StepRefused, match="没有"):
        workflow.comment(disclosure, clerk, "", "", "好")


def test_a_unit_delivers_and_the_department_gives_back(
    disclosure: Disclosure, clerk: User, reviewer: User
) -> None:
    budget = budget_of(disclosure)
    workflow.deliver(budget, clerk)
    assert not clerk.has_perm("disclosures.change_budget", budget)
    with pytest.raises(StepRefused, match="已经报送"):
        workflow.deliver(budget, clerk)

    workflow.reopen(budget, reviewer)

    assert clerk.has_perm("disclosures.change_budget", budget)
    with pytest.raises(StepRefused, match="没有报送"):
        workflow.reopen(budget, reviewer)


def test_a_budget_with_rows_that_wait_is_not_delivered(disclosure: Disclosure, clerk: User) -> None:
    budget = budget_of(disclosure)
    EntrySheet.objects.create(budget=budget, unfinished=[{"key": "n1"}])

    with pytest.raises(StepRefused, match="1 行有误未入账"):
        workflow.deliver(budget, clerk)


def test_what_is_under_review_is_not_given_back_alone(
    disclosure: Disclosure, clerk: User, reviewer: User
) -> None:
    workflow.submit(disclosure, clerk)

    with pytest.raises(StepRefused, match="请先退回送审"):
        workflow.reopen(budget_of(disclosure), reviewer)


def test_a_budget_stays_closed_while_another_disclosure_holds_it(
    disclosure: Disclosure, clerk: User, reviewer: User
) -> None:
    unit = Unit.objects.get(department=disclosure.department)
    own = Disclosure.objects.create(
        department=disclosure.department, unit=unit, year=disclosure.year
    )
    Review.objects.create(
        disclosure=own,
        number=1,
        content_sha256="a" * 64,
        submitted_by=clerk,
        submitted_at="2026-01-30T09:00:00Z",
    )
    review = workflow.submit(disclosure, clerk)

    workflow.send_back(review, reviewer, "部门的文字要改")

    assert budget_of(disclosure).delivered_at is not None
