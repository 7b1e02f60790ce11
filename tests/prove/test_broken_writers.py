"""A writer with one mistake: publishing refuses, names it, and leaves nothing behind."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import pytest

from disclosures.models import Disclosure, User
from tests.publication import spoiling
from tests.publication.conftest import artefacts, disclosure, publisher  # noqa: F401 - fixtures
from tests.publication.test_broken_writers import WHERE, refused

from .publishing import say

Writer = Callable[[], AbstractContextManager[None]]


def writers() -> Iterator[tuple[str, str, str]]:
    """Every mistake of every writer, and where it is to be found."""
    for kind, places in WHERE.items():
        yield from ((kind, name, place) for name, place in places.items())
    yield from (("style", name, style.place) for name, style in spoiling.STYLES.items())


@pytest.mark.parametrize(("kind", "name", "place"), list(writers()))
def test_one_mistake_stops_the_publication(
    kind: str,
    name: str,
    place: str,
    request: pytest.FixtureRequest,
    tmp_path: Path,
) -> None:
    what: Disclosure = request.getfixturevalue("disclosure")
    who: User = request.getfixturevalue("publisher")
    writer: Writer = (
        partial(spoiling.styled, tmp_path / "templates", name)
        if kind == "style"
        else partial(spoiling.WRITERS[kind], name)
    )

    found = refused(what, who, writer)

    # Where a title is lost, the contents name what is not there.
    assert {one.place[: len(place)] for one in found if one.place != "contents"} == {place}
    say(f"D4 {kind}, {name}: {len(found)} found; {found[0].message}")
