"""From a disclosure one click on: preview, findings, publication."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.http import content_disposition_header

from disclosures import pdf
from disclosures.budget.checks.finding import Finding
from disclosures.models import Disclosure
from disclosures.presentation import presented
from disclosures.publication import Draft, PublicationRefused, publish
from disclosures.templatetags.addresses import page_of

from .columns import address
from .explanations import Register, explanations_page
from .places import places
from .scoped import person

SEVERITIES: Final = {"error": "错误", "warning": "警告", "hint": "提示"}
NO_PDF: Final = "PDF 生成失败（{reason}）。请稍后重试；仍然失败请联系系统管理员。"


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding as the desk lists it: where it is in words, and the way there."""

    finding: Finding
    severity: str
    place: str
    target: str


def shown(disclosure: Disclosure, draft: Draft) -> list[Shown]:
    """The findings, the gravest first."""
    known = places(disclosure, tuple(section.number for section in draft.document.sections))
    grades = list(SEVERITIES)
    return [
        Shown(one, SEVERITIES[one.severity], *known.way(one.place))
        for one in sorted(draft.findings, key=lambda one: grades.index(one.severity))
    ]


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


def findings_page(
    request: HttpRequest, register: Register, disclosure: Disclosure, draft: Draft
) -> HttpResponse:
    """What the rule-book finds in the draft."""
    context = _context(request, register, disclosure, draft, "检查结果")
    return TemplateResponse(request, "admin/disclosures/disclosure/findings.html", context)


def publish_page(
    request: HttpRequest, register: Register, disclosure: Disclosure, draft: Draft
) -> HttpResponse:
    """The last look before the draft becomes the next version, and the step itself."""
    note = request.POST.get("note", "")
    if request.method == "POST" and _is_published(request, register, disclosure, note):
        return HttpResponseRedirect(address(Disclosure, "change", disclosure.pk))
    newest = disclosure.publications.order_by("-version").defer("snapshot").first()
    context = _context(request, register, disclosure, draft, "发布") | {
        "note": note,
        "newest": newest,
        "next_version": newest.version + 1 if newest else 1,
    }
    return TemplateResponse(request, "admin/disclosures/disclosure/publish.html", context)


def _is_published(
    request: HttpRequest, register: Register, disclosure: Disclosure, note: str
) -> bool:
    try:
        publication = publish(disclosure, person(request), note)
    except PublicationRefused as refused:
        messages.error(request, refused.reason)
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
        "found": found,
        "counts": counted(draft),
        "errors": len(draft.errors),
    }


def counted(draft: Draft) -> str:
    """How many findings of each kind, in words."""
    return in_words(draft.findings)


def in_words(findings: Iterable[Finding]) -> str:
    """The number of findings by severity, the gravest first."""
    kinds = [one.severity for one in findings]
    parts = [f"{name} {kinds.count(kind)} 条" for kind, name in SEVERITIES.items() if kind in kinds]
    return "、".join(parts) or "没有发现问题"


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
    Page("findings", "findings/", "检查", "preview_disclosure", findings_page),
    Page(
        "publish",
        "publish/",
        "发布",
        "publish_disclosure",
        publish_page,
        ("GET", "HEAD", "POST"),
    ),
)
