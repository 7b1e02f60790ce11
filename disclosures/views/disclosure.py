"""The page of one disclosure."""

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
)
from django.views.decorators.http import require_safe

from disclosures import kept

from .publications import labelled, unchanged


@require_safe
def disclosure(
    request: HttpRequest, code: str, year: int, version: int | None = None
) -> HttpResponseBase:
    """The published document: the current version, or the one the address names."""
    address = kept.Address(code, year, version, request.GET.get("kind", ""))
    accepts_gzip = "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
    encoding: kept.Encoding = "gzip" if accepts_gzip else ""
    known = request.META.get("HTTP_IF_NONE_MATCH")
    if known and known == kept.etag(address, encoding):  # as browsers ask
        return _encoded(labelled(HttpResponseNotModified(), known), "")
    page = kept.page(address, encoding)
    if page is None:
        raise Http404
    if answer := unchanged(request, page.etag):
        return _encoded(answer, "")
    return _encoded(labelled(HttpResponse(page.content), page.etag), page.encoding)


def _encoded(response: HttpResponseBase, encoding: kept.Encoding) -> HttpResponseBase:
    """The answer, which depends on what the reader accepts."""
    response.headers["Vary"] = "Accept-Encoding"
    if encoding:
        response.headers["Content-Encoding"] = encoding
    return response
