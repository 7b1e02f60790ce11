"""The routes of the interface, one for each endpoint, and what answers there."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from disclosures.views.catalogue import soon_rechecked

from .answers import answer, not_allowed, not_found, preflight, problem
from .endpoints import ENDPOINTS, Endpoint
from .openapi import document
from .parameters import UnfitError, wanted

View = Callable[..., HttpResponseBase]


def reading(respond: Callable[..., HttpResponseBase]) -> View:
    """A view that answers GET and HEAD, and every other method or fault as a problem."""

    def view(request: HttpRequest, **parts: str) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return preflight()
        if request.method not in {"GET", "HEAD"}:
            return not_allowed()
        try:
            return respond(request, **parts)
        except UnfitError as unfit:
            return problem(400, "参数有误", str(unfit), parameter=unfit.parameter)
        except Http404:
            return not_found()

    return view


def licence() -> Mapping[str, str]:
    """What the rows may be used for: the licence of the whole site."""
    return {"name": settings.DATA_LICENCE["title"], "terms": settings.DATA_LICENCE["path"]}


def view_of(endpoint: Endpoint) -> View:
    """The view of an endpoint: its parameters read, its rows told under the licence."""
    places = {one.name: one for one in endpoint.parameters if one.place == "path"}

    def respond(request: HttpRequest, **parts: str) -> HttpResponseBase:
        asked: Mapping[str, Any] = wanted(endpoint.parameters, dict(request.GET.lists()))
        try:
            named = {name: places[name].read(part) for name, part in parts.items()}
        except UnfitError:
            raise Http404 from None
        return answer(request, {"licence": licence(), **endpoint.respond({**asked, **named})})

    return reading(respond)


def description(request: HttpRequest) -> HttpResponseBase:
    """The OpenAPI document."""
    wanted((), dict(request.GET.lists()))
    return answer(request, document())


def nowhere(request: HttpRequest, rest: str = "") -> HttpResponseBase:  # noqa: ARG001 - the route's
    """Any other address below the interface."""
    return not_found()


@soon_rechecked
@require_safe
def manual(request: HttpRequest) -> HttpResponse:
    """How to use the interface, for people."""
    context = {
        "place": "api",
        "root": request.build_absolute_uri(),
        "endpoints": ENDPOINTS,
    }
    return render(request, "disclosures/api.html", context)


def _route(endpoint: Endpoint) -> URLPattern:
    """The address as Django writes it."""
    route = endpoint.path.replace("{", "<str:").replace("}", ">")
    return path(f"v1/{route}", view_of(endpoint), name=f"api_{endpoint.name}")


urlpatterns = [
    path("", manual, name="api"),
    path("v1/openapi.json", reading(description), name="api_description"),
    *map(_route, ENDPOINTS),
    path("<path:rest>", reading(nowhere), name="api_nowhere"),
]
