"""Pages as their readers ask for them: usual, in large type, in high contrast."""

from collections.abc import Callable
from gzip import decompress

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static

from disclosures.appearance import MODES, carrying, dressed


class Appearance:
    """Middleware: dress a public page that is asked for in a mode."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; a page that is kept in compressed form is unfolded to be dressed."""
        modes = {name: value for name, value in MODES.items() if request.GET.get(name) == value}
        if not modes or request.path.startswith("/admin/"):
            return self.get_response(request)
        response = self.get_response(request)
        if location := response.headers.get("Location"):
            response.headers["Location"] = carrying(location, modes, "&")
        if response.headers.get("Content-Type", "").startswith("text/html") and response.content:
            is_folded = response.headers.get("Content-Encoding") == "gzip"
            response.headers.pop("Content-Encoding")
            usual = decompress(response.content) if is_folded else response.content
            html = dressed(usual.decode(), modes, static("css/appearance.css"))
            response.content = html.encode()
            response.headers["Content-Length"] = str(len(response.content))
        return response
