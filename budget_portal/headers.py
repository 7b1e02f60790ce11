"""Security headers of every response, and the address a request comes from."""

from collections.abc import Callable
from ipaddress import ip_address
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

CONTENT_SECURITY_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS: Final = (
    ("Content-Security-Policy", CONTENT_SECURITY_POLICY),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    # Django's middleware stands too deep for what is refused before it.
    ("X-Frame-Options", "DENY"),
)


class SecurityHeaders:
    """Middleware: what a browser may do with our pages; Django's own middleware sets the rest."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with each header that the view did not set itself."""
        response = self.get_response(request)
        for name, value in HEADERS:
            response.headers.setdefault(name, value)
        return response


def client_address(request: HttpRequest) -> str:
    """Address that failed logins count for: the peer's, or the one the trusted proxy appended."""
    peer: str = request.META.get("REMOTE_ADDR", "")
    if not settings.BEHIND_PROXY:
        return peer
    forwarded: str = request.META.get("HTTP_X_FORWARDED_FOR", "")
    try:
        return str(ip_address(forwarded.rpartition(",")[2].strip()))
    except ValueError:
        return peer
