"""The page of one disclosure."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from disclosures import kept

from .publications import labelled, unchanged


@require_safe
def disclosure(
    request: HttpRequest, code: str, year: int, version: int | None = None
) -> HttpResponseBase:
    """The published document: the current version, or the one the address names."""
    address = kept.Address(code, year, version, request.GET.get("kind", ""))
    accepted = request.headers.get("Accept-Encoding", "")
    page = kept.page(address, "gzip" if "gzip" in accepted else "")
    if page is None:
        raise Http404
    response = unchanged(request, page.etag) or labelled(HttpResponse(page.content), page.etag)
    response.headers["Vary"] = "Accept-Encoding"
    if page.encoding and response.status_code == 200:
        response.headers["Content-Encoding"] = page.encoding
    return response
