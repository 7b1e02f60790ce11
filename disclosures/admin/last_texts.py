"""Taking the texts that are still empty from last year's disclosure (复制上年文字)."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from disclosures.last_year.texts import before, taken, texts
from disclosures.models import Disclosure

from .columns import address
from .scoped import named, person

TEMPLATE: Final = "admin/disclosures/disclosure/last_texts.html"


def last_texts_page(
    request: HttpRequest, register: ModelAdmin[Disclosure], disclosure: Disclosure, draft: object
) -> HttpResponse:
    """What last year's disclosure says, part by part, and taking what is ticked."""
    if request.method == "POST":
        labels = taken(disclosure, request.POST.getlist("part"))
        said = f"已从上年复制：{'、'.join(labels)}。" if labels else "没有复制任何内容。"
        messages.success(request, said)
        return HttpResponseRedirect(address(Disclosure, "change", disclosure.pk))
    last = before(disclosure)
    may_see = last and person(request).has_perm(named("view", Disclosure), last)
    parts = texts(disclosure, last) if last and may_see else ()
    context = {
        **register.admin_site.each_context(request),
        "title": str(disclosure),
        "subtitle": "复制上年文字",
        "opts": Disclosure._meta,
        "original": disclosure,
        "last": last if may_see else None,
        "parts": parts,
        "is_open": any(part.is_open for part in parts),
    }
    return TemplateResponse(request, TEMPLATE, context)
