"""送审、审核与发布: where a disclosure stands, and the steps that a person may take."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.html import format_html

from disclosures import workflow
from disclosures.commission import RenderingFailed
from disclosures.models import Budget, Comment, Disclosure, Review, User
from disclosures.models.scopes import UNDER_REVIEW
from disclosures.publication import Draft, StepRefused
from disclosures.templatetags.addresses import page_of

from .corrections import newest_version
from .places import Places, places
from .scoped import named, person
from .text_desk import Register

TEMPLATE: Final = "admin/disclosures/disclosure/review.html"
NO_PDF: Final = "PDF 生成失败（{reason}）。请稍后重试；仍然失败请联系系统管理员。"


@dataclass(frozen=True, slots=True)
class Step:
    """A step that a person may take now: its button, and what it asks for in writing."""

    name: str
    title: str
    explanation: str
    asks: str = ""
    is_grave: bool = False


@dataclass(frozen=True, slots=True)
class Pinned:
    """A comment with its place in words and the way there."""

    comment: Comment
    place: str
    target: str
    may_answer: bool


def review_page(
    request: HttpRequest, register: Register, disclosure: Disclosure, draft: Draft
) -> HttpResponse:
    """Where the disclosure stands, what was said of it, and what the person may do next."""
    if request.method == "POST" and _is_done(request, disclosure):
        return HttpResponseRedirect(request.get_full_path())
    return TemplateResponse(request, TEMPLATE, _context(request, register, disclosure, draft))


def _is_done(request: HttpRequest, disclosure: Disclosure) -> bool:
    """Take the step that was asked for; refused, what was typed stays on the page."""
    take = STEPS.get(request.POST.get("step", ""))
    if take is None:
        raise PermissionDenied
    try:
        take(request, disclosure, person(request))
    except StepRefused as refused:
        messages.error(request, refused.reason)
        return False
    except RenderingFailed as failed:
        messages.error(request, NO_PDF.format(reason=failed.reason))
        return False
    return True


def _submit(request: HttpRequest, disclosure: Disclosure, by: User) -> None:
    note, reason = request.POST.get("note", ""), request.POST.get("reason", "")
    review = workflow.submit(disclosure, by, note, reason)
    messages.success(request, f"{review}成功，等待审核。审核期间不能修改。")


def _approve(request: HttpRequest, disclosure: Disclosure, by: User) -> None:
    workflow.approve(_open_review(disclosure), by)
    messages.success(request, "审核通过，等待发布。")


def _send_back(request: HttpRequest, disclosure: Disclosure, by: User) -> None:
    workflow.send_back(_open_review(disclosure), by, request.POST.get("reason", ""))
    messages.success(request, "已退回，可以修改后重新送审。")


def _publish(request: HttpRequest, disclosure: Disclosure, by: User) -> None:
    done = workflow.publish(disclosure, by)
    page = page_of(done, version=done.version)
    said = '第 {} 版已发布：<a href="{}">{}</a>'
    messages.success(request, format_html(said, done.version, page, disclosure))


def _comment(request: HttpRequest, disclosure: Disclosure, by: User) -> None:
    place, quote, words = (request.POST.get(name, "") for name in ("place", "quote", "words"))
    workflow.comment(disclosure, by, place, quote, words)
    messages.success(request, "已记录审核意见。")


def _answer(request: HttpRequest, disclosure: Disclosure, by: User) -> None:
    keys = [key for key in request.POST.getlist("comment") if key.isdigit()]
    chosen = disclosure.comments.visible_to(by).filter(pk__in=keys)
    workflow.answer(chosen, by, request.POST.get("answer", ""))
    messages.success(request, "已记录处理情况。")


STEPS: Final[dict[str, Callable[[HttpRequest, Disclosure, User], None]]] = {
    "submit": _submit,
    "approve": _approve,
    "send_back": _send_back,
    "publish": _publish,
    "comment": _comment,
    "answer": _answer,
}


def _open_review(disclosure: Disclosure) -> Review:
    review = disclosure.reviews.open().first()
    if review is None:
        raise StepRefused(f"{disclosure}没有送审，或刚刚已由他人处理；请刷新后再看。")
    return review


def _context(
    request: HttpRequest, register: Register, disclosure: Disclosure, draft: Draft
) -> dict[str, Any]:
    user = person(request)
    people = ("submitted_by", "approved_by", "returned_by", "publication")
    reviews = list(
        disclosure.reviews.select_related(*people)
        .defer("publication__snapshot")
        .order_by("-number")
    )
    known = places(disclosure, tuple(section.number for section in draft.document.sections))
    comments = list(_pinned(disclosure, user, known))
    newest = newest_version(disclosure)
    return {
        **register.admin_site.each_context(request),
        "title": str(disclosure),
        "subtitle": "送审、审核与发布",
        "opts": Disclosure._meta,
        "original": disclosure,
        "errors": len(draft.errors),
        "open_warnings": len(draft.open_warnings),
        "state": state_of(disclosure, reviews),
        "steps": list(_steps(user, disclosure, reviews, draft)),
        "reviews": reviews,
        "waiting": [one for one in comments if one.comment.answered_at is None],
        "answered": [one for one in comments if one.comment.answered_at],
        "undelivered": _undelivered(disclosure),
        "newest": newest,
        "next_version": newest.version + 1 if newest else 1,
        "is_correction": newest is not None,
        "may_comment": user.has_perm(named("add", Comment), disclosure),
        "sections": draft.document.sections,
        "statements": draft.document.statements,
        "typed": request.POST if request.method == "POST" else request.GET,
    }


def state_of(disclosure: Disclosure, reviews: list[Review]) -> str:
    """How far it has come, in words."""
    if not reviews:
        return "录入中"
    newest = reviews[0]
    if newest.state == Review.State.PUBLISHED:
        return f"已公开第 {newest.publication.version} 版" if newest.publication else "已公开"
    return str(newest.get_state_display())


def _steps(
    user: User, disclosure: Disclosure, reviews: list[Review], draft: Draft
) -> Iterator[Step]:
    """What the person may do now, the way forward first."""
    review = reviews[0] if reviews and reviews[0].state in UNDER_REVIEW else None
    may = {
        name
        for name in ("submit", "approve", "publish", "return")
        if user.has_perm(f"disclosures.{name}_disclosure", disclosure)
    }
    if review is None:
        if "submit" in may and not draft.errors:
            yield Step("submit", "送审", "送审后，审核期间各单位预算和正文都不能修改。")
        return
    is_submitted = review.state == Review.State.SUBMITTED
    if is_submitted and "approve" in may and review.submitted_by_id != user.pk:
        yield Step("approve", "审核通过", "通过后交发布人发布；通过的内容与公开的内容相同。")
    if not is_submitted and "publish" in may:
        said = "发布后立即公开，公开的版本永久保留，不能修改；如需更正，须发布新版本。"
        yield Step("publish", "发布", said, is_grave=True)
    if is_submitted and review.submitted_by_id == user.pk:
        yield Step("send_back", "撤回送审", "撤回后可以修改，再重新送审。", "reason")
    elif "return" in may:
        yield Step("send_back", "退回修改", "退回后录入人员可以修改，再重新送审。", "reason")


def _pinned(disclosure: Disclosure, user: User, known: Places) -> Iterator[Pinned]:
    rows = disclosure.comments.visible_to(user).select_related("made_by", "answered_by")
    may_answer = user.has_perm(named("change", Comment), disclosure)
    for one in rows.order_by("made_at", "pk"):
        yield Pinned(one, *known.pinned(one.place), may_answer or one.made_by_id == user.pk)


def placed(disclosure: Disclosure) -> list[dict[str, str]]:
    """The comments that wait, by their places, for the page that they are pinned to."""
    rows = disclosure.comments.open().exclude(place="").order_by("made_at", "pk")
    return [{"place": one.place, "words": one.words} for one in rows]


def _undelivered(disclosure: Disclosure) -> list[str]:
    """The units whose budgets of the year are not delivered yet, where there are several."""
    behind = Budget.objects.entered().behind(disclosure)
    waiting = behind.open_to_entry().order_by("unit__code").values_list("unit__name", flat=True)
    return list(waiting) if behind.count() > 1 else []
