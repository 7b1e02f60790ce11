"""Answers for programs: JSON with its ETag, open to every origin; problems as RFC 9457 says."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from disclosures.views.publications import labelled, unchanged

METHODS = ("GET", "HEAD", "OPTIONS")
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


def answer(request: HttpRequest, content: Mapping[str, Any]) -> HttpResponseBase:
    """The content, or 304 to who has it already."""
    body = written(content)
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    if known := unchanged(request, etag):
        return opened(known)
    return opened(labelled(HttpResponse(body, content_type="application/json"), etag))


def problem(status: int, title: str, detail: str, **more: str) -> HttpResponseBase:
    """What went wrong, and where."""
    content = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    body = written(content)
    return opened(HttpResponse(body, content_type="application/problem+json", status=status))


def not_found() -> HttpResponseBase:
    """Unknown, unpublished and withdrawn are the same to a program."""
    return problem(404, "未找到", "该地址没有已公开的内容。接口说明见 /api/。")


def not_allowed() -> HttpResponseBase:
    """The interface only reads."""
    refused = problem(405, "方法不支持", f"本接口只读，可用的方法：{'、'.join(METHODS)}。")
    refused.headers["Allow"] = ", ".join(METHODS)
    return refused


def preflight() -> HttpResponseBase:
    """What a browser asks before a page of another origin may read here."""
    allowed = HttpResponse(status=204)
    allowed.headers["Allow"] = ", ".join(METHODS)
    allowed.headers["Access-Control-Allow-Methods"] = ", ".join(METHODS)
    allowed.headers["Access-Control-Allow-Headers"] = "If-None-Match"
    allowed.headers["Access-Control-Max-Age"] = "86400"
    return opened(allowed)


def opened(response: HttpResponseBase) -> HttpResponseBase:
    """The response, readable by pages of every origin."""
    for name, value in OPEN.items():
        response.headers[name] = value
    return response


def written(content: Mapping[str, Any]) -> bytes:
    """Canonical JSON: same content, same bytes."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
