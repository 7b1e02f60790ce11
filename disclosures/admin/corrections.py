"""What publishing the draft would change, before it is public."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from disclosures.budget import snapshot
from disclosures.budget.difference import difference
from disclosures.corrections import counted
from disclosures.models import Disclosure, Publication
from disclosures.publication import Draft

from .text_desk import Register


def newest_version(disclosure: Disclosure) -> Publication | None:
    """The newest version, withdrawn or not, without the long record."""
    versions = disclosure.publications.select_related("withdrawal").order_by("-version")
    return versions.defer("snapshot").first()


def changes_page(
    request: HttpRequest, register: Register, disclosure: Disclosure, draft: Draft
) -> HttpResponse:
    """The draft against the current version, as the public will read the correction."""
    current = Publication.objects.published().current().filter(disclosure=disclosure).first()
    published = snapshot.read(current.snapshot)[0] if current else None
    changes = difference(published, draft.document) if published else None
    context = {
        **register.admin_site.each_context(request),
        "title": str(disclosure),
        "subtitle": "与现行版本的差异",
        "opts": Disclosure._meta,
        "original": disclosure,
        "current": current,
        "newest": newest_version(disclosure),
        "changes": changes,
        "summary": counted(changes) if changes else "",
    }
    return TemplateResponse(request, "admin/disclosures/disclosure/changes.html", context)
