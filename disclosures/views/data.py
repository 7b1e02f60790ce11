"""Open data: what can be downloaded, what it means, and the packages themselves."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from disclosures.data_package.dictionary import RESOURCES
from disclosures.data_package.keeping import SMALL, build, packages

from .catalogue import soon_rechecked
from .publications import labelled, unchanged

AFTER = "600"


@soon_rechecked
@require_safe
def open_data(request: HttpRequest) -> HttpResponseBase:
    """Every year and region as a package, with its size, licence and data dictionary."""
    context = {
        "place": "data_index",
        "packages": list(packages()),
        "small": SMALL,
        "resources": RESOURCES,
    }
    return render(request, "disclosures/data.html", context)


@require_safe
def package(request: HttpRequest, year: int, region: str) -> HttpResponseBase:
    """All of a year and region as one ZIP; a large one waits until the worker has built it."""
    wanted = next(packages(year, region), None)
    if wanted is None:
        raise Http404
    etag = f'"{wanted.fingerprint}"'
    if known := unchanged(request, etag):
        return known
    if not default_storage.exists(wanted.path):
        if wanted.count > SMALL:
            waiting = render(
                request, "disclosures/data_waiting.html", {"place": "data_index"}, status=503
            )
            waiting.headers["Retry-After"] = AFTER
            return waiting
        build(wanted)
    file = default_storage.open(wanted.path)
    name = f"budgets-{year}-{region}.zip"
    return labelled(FileResponse(file, as_attachment=True, filename=name), etag)
