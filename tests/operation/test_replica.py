"""Which requests may read from the replica."""

from types import SimpleNamespace

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from budget_portal.replica import PublicReads, Router
from disclosures.models import Publication


@pytest.mark.parametrize(
    ("method", "path", "database"),
    [
        ("GET", "/", "replica"),
        ("HEAD", "/departments/1/2026/", "replica"),
        ("GET", "/admin/", "default"),
        ("POST", "/", "default"),
        ("POST", "/admin/login/", "default"),
    ],
)
def test_only_readers_of_the_public_site_read_from_the_replica(
    method: str, path: str, database: str
) -> None:
    seen = SimpleNamespace(read="", write="")

    def view(_request: HttpRequest) -> HttpResponse:
        seen.read = Router().db_for_read(Publication)
        seen.write = Router().db_for_write(Publication)
        return HttpResponse()

    PublicReads(view)(RequestFactory().generic(method, path))

    assert (seen.read, seen.write) == (database, "default")
    assert Router().db_for_read(Publication) == "default"
