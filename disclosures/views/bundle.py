"""The bundle of a version: record, files, hashes and chain, to be verified anywhere."""

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from disclosures.bundle import RECORD, packed, tables_of
from disclosures.models import Publication
from disclosures.templatetags.addresses import page_of

from .publications import Found, found, labelled, unchanged


@require_safe
def bundle(
    request: HttpRequest, code: str, year: int, version: int | None = None
) -> HttpResponseBase:
    """All files of a version in one; the same bytes until a version before it is withdrawn."""
    publication = found(code, year, request.GET.get("kind", ""), version)
    gone = "-".join(str(one) for one in publication.withdrawn if one < publication.version)
    etag = f'"{publication.sha256[:32]}-bundle-{gone}"'
    if known := unchanged(request, etag):
        return known
    content = _content(publication)
    name = content_disposition_header(
        as_attachment=True, filename=f"{publication.disclosure} 核验包.zip"
    )
    headers = {"Content-Disposition": str(name)}
    return labelled(HttpResponse(content, content_type="application/zip", headers=headers), etag)


def _content(publication: Found) -> bytes:
    """The record and what was made of it when it was published."""
    files = {RECORD: publication.snapshot.encode(), **tables_of(publication.snapshot)}
    for artefact in publication.artefacts.all():
        with default_storage.open(artefact.path) as file:
            files[artefact.name] = bytes(file.read())
    versions = Publication.objects.published().filter(
        disclosure=publication.disclosure_id, version__lte=publication.version
    )
    chain = versions.order_by("version").values("version", "sha256", "sha256_of_previous")
    page = settings.PORTAL_URL + page_of(publication, version=publication.version)
    return packed(files, page, chain)
