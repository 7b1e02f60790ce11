"""What a page says of itself to programs: schema.org, canonical address, feeds."""

import json
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from disclosures.budget.entries import SUBJECTS
from disclosures.budget.statements import STATEMENTS
from disclosures.models import Department, Publication, Unit

from .addresses import csv_of, file_of, page_of

register = template.Library()
CONTEXT = "https://schema.org"


@register.simple_tag
def absolute(path: str) -> str:
    """An address as people reach it from elsewhere."""
    return f"{settings.PORTAL_URL}{path}"


@register.simple_tag
def licence() -> SafeString:
    """The terms under which data may be used, with where they stand."""
    return format_html('<a href="{path}" rel="license">{title}</a>', **settings.DATA_LICENCE)


@register.simple_tag
def canonical_of(publication: Publication, newest: int) -> str:
    """Where a version is to be found: what is current under its year, others under their own."""
    is_current = publication.version == newest
    return absolute(page_of(publication, version=None if is_current else publication.version))


@register.simple_tag
def dataset(publication: Publication) -> SafeString:
    """A disclosure as a data set with its files, as data that no browser executes."""
    disclosure, version = publication.disclosure, publication.version
    page = absolute(page_of(publication, version=version))
    return _script(
        {
            "@type": "Dataset",
            "@id": page,
            "url": page,
            "name": str(disclosure),
            "description": f"{disclosure}：十一张预算表、收支明细与情况说明，第 {version} 版。",
            "identifier": f"sha256:{publication.sha256}",
            "version": str(version),
            "datePublished": publication.published_at.date().isoformat(),
            "temporalCoverage": f"{disclosure.year}-01-01/{disclosure.year}-12-31",
            "spatialCoverage": disclosure.department.region.name,
            "inLanguage": "zh-CN",
            "isAccessibleForFree": True,
            "license": settings.DATA_LICENCE["path"],
            "keywords": [f"{SUBJECTS[disclosure.kind]}预算", "预算公开", "三公经费"],
            "creator": _organisation(disclosure.code, disclosure.name),
            "distribution": _files(publication),
        }
    )


@register.simple_tag
def organisation(owner: Department | Unit) -> SafeString:
    """A department or unit as a body of government."""
    return _script(_organisation(owner.code, owner.name))


def _organisation(code: str, name: str) -> dict[str, Any]:
    return {
        "@type": "GovernmentOrganization",
        "name": name,
        "identifier": code,
        "url": absolute(reverse("disclosures:department", args=[code])),
    }


def _files(publication: Publication) -> list[dict[str, str]]:
    version = publication.version
    files = [
        ("application/json", file_of(publication, "data", version=version)),
        ("application/zip", file_of(publication, "bundle", version=version)),
        *(
            ("text/csv", csv_of(publication, number, version=version))
            for number in range(1, len(STATEMENTS) + 1)
        ),
    ]
    return [
        {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": absolute(path)}
        for kind, path in files
    ]


def _script(value: dict[str, Any]) -> SafeString:
    """The data, with everything escaped that could end its element."""
    text = json.dumps({"@context": CONTEXT, **value}, ensure_ascii=False, sort_keys=True)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04X}")
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 - escaped above
