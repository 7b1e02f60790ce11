"""From a disclosure one click on: preview, texts, findings, review."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.http import content_disposition_header

from disclosures import pdf
from disclosures.commission import RenderingFailed
from disclosures.models import Comment, Disclosure
from disclosures.presentation import presented
from disclosures.publication import Draft

from .columns import address
from .comparison import disclosure_comparison
from .corrections import changes_page
from .findings import findings_page
from .last_texts import last_texts_page
from .reviews import NO_PDF, placed, review_page
from .scoped import named, person
from .text_desk import Register, text_desk


def preview_page(
    request: HttpRequest, register: Register, disclosure: Disclosure, draft: Draft
) -> HttpResponse:
    """The draft as the public page would show it."""
    back = address(Disclosure, "change", disclosure.pk)
    may_comment = person(request).has_perm(named("add", Comment), disclosure)
    context = {
        "disclosure": presented(draft.document, None),
        "back": back,
        "may_comment": may_comment,
        "comments": placed(disclosure),
        "review": address(Disclosure, "review", disclosure.pk),
    }
    return TemplateResponse(request, "disclosures/disclosure.html", context)


def preview_pdf(
    request: HttpRequest, register: Register, disclosure: Disclosure, draft: Draft
) -> HttpResponse:
    """The draft as the official PDF, with its watermark."""
    try:
        rendered = pdf.render(presented(draft.document, None), f"draft-{disclosure.pk}")
    except RenderingFailed as failed:
        messages.error(request, NO_PDF.format(reason=failed.reason))
        return HttpResponseRedirect(address(Disclosure, "change", disclosure.pk))
    disposition = content_disposition_header(False, f"{disclosure}（草稿）.pdf")
    headers = {"Content-Disposition": str(disposition)}
    return HttpResponse(rendered, content_type="application/pdf", headers=headers)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a disclosure: its address, the permission it needs, and what it says."""

    name: str
    path: str
    title: str
    permission: str
    answer: Callable[[HttpRequest, Register, Disclosure, Draft], HttpResponse]
    methods: tuple[str, ...] = ("GET", "HEAD")


PAGES: Final = (
    Page("preview", "preview/", "预览网页", "preview_disclosure", preview_page),
    Page("preview_pdf", "preview.pdf", "预览 PDF", "preview_disclosure", preview_pdf),
    Page(
        "explanations",
        "explanations/",
        "正文编写",
        "view_explanation",
        text_desk,
        ("GET", "HEAD", "POST"),
    ),
    Page("comparison", "comparison/", "与上年对照", "view_lineitem", disclosure_comparison),
    Page(
        "findings",
        "findings/",
        "检查",
        "preview_disclosure",
        findings_page,
        ("GET", "HEAD", "POST"),
    ),
    Page(
        "last_texts",
        "last-year/",
        "复制上年文字",
        "change_disclosure",
        last_texts_page,
        ("GET", "HEAD", "POST"),
    ),
    Page("changes", "changes/", "与现行版本的差异", "preview_disclosure", changes_page),
    Page(
        "review",
        "review/",
        "送审、审核与发布",
        "view_review",
        review_page,
        ("GET", "HEAD", "POST"),
    ),
)
