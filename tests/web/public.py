"""Every address of the public site, from the resolver, with an example that answers."""

from collections.abc import Mapping

from tests.admin.test_matrix import DESK, routes

from .library import CODE

NO_HASH = "0" * 64
PARAMETERS: Mapping[str, str] = {
    "<slug:code>": CODE,
    "<int:year>": "2026",
    "<int:version>": "1",
    "<int:number>": "3",
    "<str:code>": "201",
    "<str:place>": "t3-total-1",
    "<slug:section>": "disclosures",
    "<slug:region>": "653000",
    "<str:number>": "3",
    "<str:classification>": "functional",
    "<sha256:digest>": NO_HASH,
    "<str:sha256>": NO_HASH,
    "<path:rest>": "nowhere",
}
# Examples of addresses whose parameters stand for something else, or that need a query.
EXAMPLES: Mapping[str, str] = {}


def example(route: str) -> str:
    """An address of the route that the published sample answers; an unknown kind fails."""
    path = EXAMPLES.get(route, route)
    for parameter, value in PARAMETERS.items():
        path = path.replace(parameter, value)
    assert "<" not in path, f"no example for the address {route}: see tests/web/public.py"
    return f"/{path}"


PUBLIC = tuple(example(route) for route in routes() if not route.startswith(DESK))
# Examples that are answered as unknown: without a token, a record of this hash, an address.
UNKNOWN = {
    "/metrics",
    "/api/nowhere",
    *(path for path in PUBLIC if f"publications/{NO_HASH}" in path),
}
