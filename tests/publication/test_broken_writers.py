"""A writer that is broken stops the publication: each fault is named, nothing is kept."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from disclosures.budget.checks.finding import Finding
from disclosures.models import Artefact, Disclosure, Publication, User
from disclosures.publication import PublicationRefused
from disclosures.workflow import publish
from tests.publishing import approved

from . import spoiling
from .spoils import FAULTS
from .test_failures import reachable

Writer = Callable[[], AbstractContextManager[None]]
# The sheets of the workbook and the record have their own ways to name a place.
WHERE: dict[str, dict[str, str]] = {
    "pdf": {name: f"t{number}/" for name, (number, _) in FAULTS.items()},
    "book": {name: f"tables.xlsx/表{number}/" for name, (number, _) in FAULTS.items()},
    "csv": {name: f"t{number}/" for name, (number, _) in FAULTS.items() if name != "lose a note"},
    "json": {name: f"t{number}/" for name, (number, _) in FAULTS.items()},
}


def refused(disclosure: Disclosure, publisher: User, writer: Writer) -> tuple[Finding, ...]:
    """What stands in the way of publishing with this writer; nothing is left of the attempt."""
    with writer():
        approved(disclosure)
        with pytest.raises(PublicationRefused, match="与草稿不一致，未发布") as caught:
            publish(disclosure, publisher)

    assert (Publication.objects.count(), Artefact.objects.count()) == (0, 0)
    assert reachable() == []
    assert {(one.rule, one.severity) for one in caught.value.findings} == {("D4", "error")}
    return caught.value.findings


@pytest.mark.parametrize("kind", spoiling.WRITERS)
def test_every_fault_of_a_writer_is_found_in_its_table(
    kind: str, disclosure: Disclosure, publisher: User, artefacts: Path
) -> None:
    places = WHERE[kind]

    found = refused(disclosure, publisher, lambda: spoiling.WRITERS[kind](*places))

    said = [one.place for one in found]
    assert [name for name in places if not any(at.startswith(places[name]) for at in said)] == []
    assert all("应为“" in one.message or "读不到“" in one.message for one in found)
    assert not artefacts.exists()


def test_what_is_in_the_pdf_but_not_seen_is_found(
    disclosure: Disclosure, publisher: User, artefacts: Path, tmp_path: Path
) -> None:
    names = tuple(spoiling.STYLES)

    found = refused(disclosure, publisher, lambda: spoiling.styled(tmp_path / "templates", *names))

    missed = [
        name
        for name, style in spoiling.STYLES.items()
        if not any(one.place.startswith(style.place) and style.said in one.message for one in found)
    ]
    assert missed == []
    assert not artefacts.exists()
