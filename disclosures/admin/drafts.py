"""From a disclosure one click on: preview, findings, publication."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.http import content_disposition_header

from disclosures import pdf
from disclosures.acknowledgement import UnfitReasonError
from disclosures.models import Disclosure
from disclosures.presentation import presented
from disclosures.publication import Draft, PublicationRefused, publish
from disclosures.templatetags.addresses import page_of

from .columns import address
from .explanations import Register, explanations_page
from .findings import counted, findings_page, groups, shown
from .scoped import person

NO_PDF: Final = "PDF 生成失败（{reason}）。请稍后重试；仍然失败请联系系统管理员。"


def preview_page(
    request: HttpRequest, register: Register, disclosure: Disclosure, draft: Draft
) -> HttpResponse:
    """The draft as the public page would show it."""
    back = address(Disclosure, "change", disclosure.pk)
    context = {"disclosure": presented(draft.document, None), "back": back}
    return TemplateResponse(request, "disclosures/disclosure.html", context)


def preview_pdf(
    request: HttpRequest, register: Register, disclosure: Disclosure, draft: Draft
) -> HttpResponse:
    """The draft as the official PDF, with its watermark."""
    try:
        rendered = pdf.render(presented(draft.document, None), f"draft-{disclosure.pk}")
    except pdf.RenderingFailed as failed:
        messages.error(request, NO_PDF.format(reason=failed.reason))
        return HttpResponseRedirect(address(Disclosure, "change", disclosure.pk))
    disposition = content_disposition_header(False, f"{disclosure}（草稿）.pdf")
    headers = {"Content-Disposition": str(disposition)}
    return HttpResponse(rendered, content_type="application/pdf", headers=headers)


def publish_page(
    request: HttpRequest, register: Register, disclosure: Disclosure, draft: Draft
) -> HttpResponse:
    """The last look before the draft becomes the next version, and the step itself."""
    note, reason = request.POST.get("note", ""), request.POST.get("reason", "")
    if request.method == "POST" and _is_published(request, register, disclosure, note, reason):
        return HttpResponseRedirect(address(Disclosure, "change", disclosure.pk))
    newest = disclosure.publications.order_by("-version").defer("snapshot").first()
    context = _context(request, register, disclosure, draft, "发布") | {
        "note": note,
        "reason": reason,
        "newest": newest,
        "next_version": newest.version + 1 if newest else 1,
    }
    return TemplateResponse(request, "admin/disclosures/disclosure/publish.html", context)


def _is_published(
    request: HttpRequest, register: Register, disclosure: Disclosure, note: str, reason: str
) -> bool:
    try:
        publication = publish(disclosure, person(request), note, reason.strip())
    except (PublicationRefused, UnfitReasonError) as refused:
        messages.error(request, str(refused))
        return False
    except pdf.RenderingFailed as failed:
        messages.error(request, NO_PDF.format(reason=failed.reason))
        return False
    register.log_change(request, disclosure, f"发布第 {publication.version} 版。{note}")
    page = page_of(publication, version=publication.version)
    said = '第 {} 版已发布：<a href="{}">{}</a>'
    messages.success(request, format_html(said, publication.version, page, disclosure))
    return True


def _context(
    request: HttpRequest, register: Register, disclosure: Disclosure, draft: Draft, title: str
) -> dict[str, Any]:
    found = shown(disclosure, draft)
    return {
        **register.admin_site.each_context(request),
        "title": str(disclosure),
        "subtitle": title,
        "opts": Disclosure._meta,
        "original": disclosure,
        "groups": groups(found, Counter(one.group for one in found)),
        "counts": counted(draft),
        "errors": len(draft.errors),
        "open_warnings": len(draft.open_warnings),
    }


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
        "原因与用途说明",
        "view_explanation",
        explanations_page,
        ("GET", "HEAD", "POST"),
    ),
    Page(
        "findings",
        "findings/",
        "检查",
        "preview_disclosure",
        findings_page,
        ("GET", "HEAD", "POST"),
    ),
    Page(
        "publish",
        "publish/",
        "发布",
        "publish_disclosure",
        publish_page,
        ("GET", "HEAD", "POST"),
    ),
)
