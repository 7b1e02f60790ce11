"""Text compressed on its way to a reader, where nothing secret is in it."""

from typing import Any, Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

TEXT: Final = ("text/", "application/json", "application/atom+xml", "application/xml", "image/svg")
DESK: Final = "/admin/"


class PublicCompression(GZipMiddleware):
    """Middleware: gzip for the public site and the assets.

    The length of compressed text tells of secrets beside what a stranger put into it (BREACH).
    Public pages hold none: no session, no token. Pages of the desk hold both and stay as they are.
    """

    def process_response(self, request: HttpRequest, response: Any) -> HttpResponseBase:  # noqa: ANN401 - the stubs' type
        """The answer, compressed if it is text, whole, and none of the desk's."""
        is_text = response.headers.get("Content-Type", "").startswith(TEXT)
        if request.path.startswith(DESK) or not is_text or response.has_header("Content-Range"):
            return response  # type: ignore[no-any-return]  # what came in
        if response.streaming:
            # An asset is known by its date: WhiteNoise would not know its tag again, made weak.
            response.headers.pop("ETag", None)
        return super().process_response(request, response)
