"""The steps from entry to publication: delivered, submitted, approved or returned, published.

Each step says whether it may be taken, changes rows in one transaction, and tells by mail whom
it concerns. What is submitted is closed to entry until it is published or returned.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.db import transaction
from django.db.models import Max, Model
from django.utils import timezone

from . import notices, publication
from .acknowledgement import UnfitReasonError, acknowledge
from .budget.snapshot import content_sha256
from .models import Budget, Comment, Disclosure, EntrySheet, Publication, Review, User
from .models.budgets import BudgetQuerySet
from .publication import Draft, StepRefused, drafted

State = Review.State
LONGEST_COMMENT = 2000


@transaction.atomic
def deliver(budget: Budget, by: User) -> None:
    """The unit hands its budget to the department (报送); it is closed to entry."""
    _require(by, "deliver_budget", budget, "报送")
    sheet = EntrySheet.objects.filter(budget=budget).first()
    if sheet and sheet.unfinished:
        raise StepRefused(f"{budget}还有 {len(sheet.unfinished)} 行有误未入账，请先改正或删除。")
    entered = Budget.objects.entered().filter(pk=budget.pk)
    if not entered.deliver(by, timezone.now()):
        raise StepRefused(f"{budget}已经报送，或只是上年对比数，不需要报送。")
    notices.delivered(budget, by)


@transaction.atomic
def reopen(budget: Budget, by: User) -> None:
    """A delivered budget goes back to the unit, unless it is under review."""
    _require(by, "reopen_budget", budget, "退回")
    under_review = Disclosure.objects.under_review().made_of(
        budget.unit_id, budget.unit.department_id, budget.disclosed_in_year
    )
    if holding := under_review.first():
        raise StepRefused(f"{holding}正在送审，其中包括{budget}；请先退回送审。")
    if not Budget.objects.filter(pk=budget.pk).reopen():
        raise StepRefused(f"{budget}没有报送，可以直接修改。")
    notices.reopened(budget, by)


@transaction.atomic
def submit(disclosure: Disclosure, by: User, note: str = "", reason: str = "") -> Review:
    """Hand the disclosure in for review (送审); budgets and texts are closed from here on.

    ``reason`` acknowledges the warnings that are open, in the name of who submits. Raises
    ``StepRefused``, with the findings that stand in the way, where a comment waits for its
    answer, where a correction has no public note or changes nothing, or where it is under review
    already.
    """
    _require(by, "submit_disclosure", disclosure, "送审")
    disclosure, budgets = _locked(disclosure)
    if disclosure.reviews.open().exists():
        raise StepRefused(f"{disclosure}已经送审，请等待审核，或先撤回。")
    _require_answers(disclosure)
    draft = drafted(disclosure)
    publication.require_soundness(disclosure, draft)
    publication.require_reasons(disclosure, _answered(disclosure, draft, by, reason))
    publication.require_correction(publication.newest(disclosure), draft, note)
    now = timezone.now()
    budgets.deliver(by, now)
    last = disclosure.reviews.aggregate(last=Max("number"))["last"]
    review = Review.objects.create(
        disclosure=disclosure,
        number=(last or 0) + 1,
        note=note.strip(),
        content_sha256=content_sha256(draft.document),
        submitted_by=by,
        submitted_at=now,
    )
    notices.submitted(review)
    return review


@transaction.atomic
def approve(review: Review, by: User) -> Review:
    """A second person passes what was submitted, unchanged (审核通过)."""
    _require(by, "approve_disclosure", review.disclosure, "审核")
    locked = _still(review, "审核", State.SUBMITTED)
    if locked.submitted_by_id == by.pk:
        raise StepRefused(f"D2：{locked}由您本人提交，审核须由另一人完成。")
    _require_answers(locked.disclosure)
    publication.require_same_content(locked, drafted(locked.disclosure))
    locked.state, locked.approved_by, locked.approved_at = State.APPROVED, by, timezone.now()
    locked.save()
    notices.approved(locked)
    return locked


@transaction.atomic
def send_back(review: Review, by: User, reason: str) -> Review:
    """Return what was submitted or approved, with a reason; entry is open again (退回).

    The finance department of the region may do so too, until it is published; who submitted
    takes it back (撤回) as long as nobody has approved it.
    """
    is_own = review.submitted_by_id == by.pk and review.state == State.SUBMITTED
    if not is_own:
        _require(by, "return_disclosure", review.disclosure, "退回")
    if not reason.strip():
        raise StepRefused("请填写退回原因，录入人员据此修改。")
    locked = _still(review, "退回", State.SUBMITTED, State.APPROVED)
    locked.state, locked.returned_by, locked.returned_at = State.RETURNED, by, timezone.now()
    locked.reason = reason.strip()
    locked.save()
    Budget.objects.behind(locked.disclosure).reopen()
    notices.returned(locked)
    return locked


def publish(disclosure: Disclosure, by: User) -> Publication:
    """Make the approved content public as the next version (发布)."""
    rows = Review.objects.select_related("disclosure__department", "disclosure__unit")
    review = rows.filter(disclosure=disclosure.pk, state=State.APPROVED).first()
    if review is None:
        raise StepRefused(f"{disclosure}没有审核通过的内容，不能发布；请先送审，由另一人审核。")
    published = publication.publish(review, by)
    notices.published(published)
    return published


def comment(disclosure: Disclosure, by: User, place: str, quote: str, words: str) -> Comment:
    """Say something of one cell, line or sentence (审核意见)."""
    _require(by, "add_comment", disclosure, "对下列内容提出审核意见：")
    if not words.strip():
        raise StepRefused("审核意见不能为空，请写明哪里有问题、应如何修改。")
    if len(words) > LONGEST_COMMENT:
        message = f"审核意见有 {len(words)} 个字，最多 {LONGEST_COMMENT} 个字，请分条提出。"
        raise StepRefused(message)
    return Comment.objects.create(
        disclosure=disclosure,
        place=place.strip()[:200],
        quote=" ".join(quote.split())[:500],
        words=words.strip(),
        made_by=by,
        made_at=timezone.now(),
    )


def answer(comments: Iterable[Comment], by: User, words: str) -> None:
    """Tell how comments were dealt with; who made one may settle it too."""
    for one in comments:
        if one.made_by_id != by.pk:
            _require(by, "change_comment", one, "处理审核意见")
        Comment.objects.open().filter(pk=one.pk).update(
            answer=words.strip(), answered_by=by, answered_at=timezone.now()
        )


def _answered(disclosure: Disclosure, draft: Draft, by: User, reason: str) -> Draft:
    """The draft with its open warnings acknowledged, where a reason for all of them is given."""
    if not reason.strip():
        return draft
    try:
        kept = acknowledge(disclosure, [(one, reason) for one in draft.open_warnings], by)
    except UnfitReasonError as unfit:
        raise StepRefused(str(unfit)) from unfit
    return replace(draft, reasons=kept)


def _require(by: User, permission: str, row: Model, step: str) -> None:
    if not by.has_perm(f"disclosures.{permission}", row):
        raise StepRefused(f"用户 {by.get_username()} 没有{step}“{row}”的权限。")


def _require_answers(disclosure: Disclosure) -> None:
    waiting = disclosure.comments.open().count()
    if waiting:
        raise StepRefused(f"还有 {waiting} 条审核意见没有处理，请逐条处理并写明处理情况。")


def _locked(disclosure: Disclosure) -> tuple[Disclosure, BudgetQuerySet]:
    """The disclosure as it is now, and the budgets behind it: nobody else changes them."""
    rows = Disclosure.objects.select_related("department", "unit")
    now = rows.select_for_update(of=("self",)).get(pk=disclosure.pk)
    budgets = Budget.objects.behind(now)
    list(budgets.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    return now, budgets


def _still(review: Review, step: str, *states: State) -> Review:
    """The review, locked, as long as it is in one of the states."""
    rows = Review.objects.select_for_update(of=("self",)).select_related("disclosure")
    locked = rows.get(pk=review.pk)
    if locked.state not in states:
        raise StepRefused(f"{locked}{locked.get_state_display()}，不能{step}；请刷新后再看。")
    return locked
