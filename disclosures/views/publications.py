"""Finding the publication behind an address, and how long a reader may keep an answer."""

from typing import TYPE_CHECKING, TypedDict, cast

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response

from disclosures.kept import edition
from disclosures.models import Publication

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

# A version never changes, but it may be withdrawn by law: nobody shows it without asking.
RECHECKED = "public, max-age=0, must-revalidate"


class Standing(TypedDict):
    """Where a version stands among those of its disclosure."""

    newest: int
    withdrawn: list[int]


if TYPE_CHECKING:
    Found = WithAnnotations[Publication, Standing]
else:
    Found = Publication


def found(code: str, year: int, kind: str, version: int | None) -> Found:
    """The publication of an address: the current version unless one is named.

    Unknown, unpublished and withdrawn are the same to a reader: not found.
    """
    publication = Publication.objects.addressed(code, year, kind, version).with_standing().first()
    if publication is None:
        raise Http404
    return cast(Found, publication)  # the stubs forget what our own query sets annotate


def unchanged(request: HttpRequest, etag: str) -> HttpResponseBase | None:
    """The answer 304 to a reader who has these bytes already."""
    known = get_conditional_response(request, etag=etag, response=None)
    return labelled(known, etag) if known else None


def labelled(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    """The answer with its ETag, to be asked for again each time."""
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = RECHECKED
    return response


def page_etag(publication: Found) -> str:
    """Changes with the record, with the versions beside it, and with the software that shows it."""
    withdrawn = "-".join(map(str, publication.withdrawn))
    return f'"{publication.sha256[:32]}-{publication.newest}-{withdrawn}-{edition()}"'
