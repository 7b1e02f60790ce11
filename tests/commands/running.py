"""Commands as a test runs them."""

from io import StringIO

from django.core.management import call_command


def printed(name: str, *arguments: object) -> str:
    """What a command prints."""
    out = StringIO()
    call_command(name, *map(str, arguments), stdout=out)
    return out.getvalue()
