"""What a request writes is signed with its person and its address."""

from collections.abc import Callable
from functools import partial

from django.http import HttpRequest, HttpResponse

from budget_portal.headers import client_address
from disclosures.authorship import Author, written_by


class SignedWrites:
    """Middleware: nothing is asked of the database unless the request writes to it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with whoever is logged in at the moment of a write as its author."""
        with written_by(partial(author, request)):
            return self.get_response(request)


def author(request: HttpRequest) -> Author:
    """The person of a request."""
    address = client_address(request)
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return Author("", "未登录", address)
    return Author(str(user.pk), f"{user}（{user.get_username()}）", address)
