"""The portal as gunicorn serves it, with one more address that answers nothing."""

from types import ModuleType

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def empty(_request: HttpRequest) -> HttpResponse:
    """The least that the framework can answer."""
    return HttpResponse()


application = get_wsgi_application()
urls = ModuleType("bench_urls")
urls.urlpatterns = [path("empty", empty), path("", include(settings.ROOT_URLCONF))]  # type: ignore[attr-defined]  # Django reads it there
settings.ROOT_URLCONF = urls
