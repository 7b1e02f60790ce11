"""Several people write into one disclosure at the same moment."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from disclosures.entry.wording import Outcome, Sent, save, standing
from disclosures.models import Disclosure
from tests.models import rows

WRITERS = 6
pytestmark = pytest.mark.usefixtures("real_transactions")


@pytest.fixture
def disclosure() -> Disclosure:
    """A disclosure with one reason written, seen by every connection."""
    disclosure = rows.a_disclosure(rows.a_department(), duties="原有职能。")
    disclosure.explanations.create(key="operating", wording="原有原因")
    return disclosure


def at_once(disclosure: Disclosure, texts: list[Mapping[str, str]]) -> list[dict[str, Outcome]]:
    """What came of it where everybody read the page first, and then all save."""
    seen, start = standing(disclosure), Barrier(len(texts))

    def write(mine: Mapping[str, str]) -> dict[str, Outcome]:
        start.wait()
        try:
            return save(Disclosure.objects.get(pk=disclosure.pk), Sent(mine, seen))
        finally:
            connection.close()

    with ThreadPoolExecutor(len(texts)) as people:
        return list(people.map(write, texts))


@pytest.mark.parametrize("place", ["operating", "expenditure/basic", "duties"])
def test_of_several_texts_for_one_place_one_is_kept_and_the_others_see_it(
    place: str, disclosure: Disclosure
) -> None:
    came = at_once(disclosure, [{place: f"第 {number} 人所写"} for number in range(WRITERS)])

    outcomes = [one[place] for one in came]
    assert [one.is_changed for one in outcomes].count(True) == 1
    assert [one.is_conflict for one in outcomes].count(True) == WRITERS - 1
    (kept,) = {one.stored for one in outcomes}
    assert standing(Disclosure.objects.get(pk=disclosure.pk))[place] == kept


def test_texts_for_different_places_are_all_kept(disclosure: Disclosure) -> None:
    texts: list[Mapping[str, str]] = [
        {"operating": "改过的原因"},
        {"duties": "改过的职能。"},
        *({f"general/201030{number}": f"第 {number} 项的原因"} for number in range(4)),
    ]

    came = at_once(disclosure, texts)

    assert all(one.is_changed for outcomes in came for one in outcomes.values())
    stored = standing(Disclosure.objects.get(pk=disclosure.pk))
    assert all(stored[place] == text for one in texts for place, text in one.items())
