"""Last year's wording is offered at its place, and never taken over by itself."""

from typing import Any

import pytest

from disclosures.models import Disclosure
from tests.models import rows
from tests.publishing import publish
from tests.web.library import chosen

from .people import Entered
from .writing import (
    BASIC,
    OPERATING,
    PROJECT,
    as_shown,
    owed,
    parsed,
    sent_by,
    shown,
    target,
    wordings,
)

pytestmark = pytest.mark.django_db


def last_years(ours: Entered) -> Disclosure:
    return rows.a_disclosure(ours.disclosure.department, year=ours.disclosure.year - 1)


def offers(root: Any) -> dict[str, str]:  # noqa: ANN401 - lxml has no types
    """What the page offers, by the place that it is offered for."""
    return {
        chosen(one, "button")[0].get("value").removeprefix("last/"): chosen(one, "blockquote")[
            0
        ].text
        for one in chosen(root, ".offer")
    }


def test_last_years_wording_is_offered_and_put_into_the_field_on_request(ours: Entered) -> None:
    client, last = ours.clerk(), last_years(ours)
    for key, wording in (("operating", "去年的原因。"), (BASIC, wordings(ours)[BASIC])):
        last.explanations.create(key=key, wording=wording)
    ours.disclosure.explanations.filter(key=OPERATING).delete()
    root = shown(client, target(ours))
    assert offers(root) == {OPERATING: "去年的原因"}
    sent = as_shown(client, target(ours))
    assert sent[owed(OPERATING)].strip() == ""

    filled = client.post(
        target(ours), {**sent, owed(PROJECT): "正在写", "fill": f"last/{OPERATING}"}
    )

    assert OPERATING not in wordings(ours)
    root = parsed(filled)
    (field,) = chosen(root, "[data-held=proposed]")
    assert (field.get("data-key"), field.text.strip()) == (OPERATING, "去年的原因")
    assert "上年措辞，尚未保存" in filled.content.decode()
    client.post(target(ours), sent_by(root))
    assert (wordings(ours)[OPERATING], wordings(ours)[PROJECT]) == ("去年的原因", "正在写")


def test_where_only_a_publication_tells_of_last_year_its_wording_is_offered(ours: Entered) -> None:
    last = last_years(ours)
    record = publish(ours.disclosure, rows.a_user("root", is_superuser=True)).snapshot
    rows.a_publication(last, snapshot=record)
    was = wordings(ours)[OPERATING]
    ours.disclosure.explanations.filter(key=OPERATING).update(wording="今年另有原因")
    Disclosure.objects.filter(pk=ours.disclosure.pk).update(duties="")

    offered = offers(shown(ours.clerk(), target(ours)))

    assert offered[OPERATING] == was
    assert offered["duties"] == ours.disclosure.duties
    assert offered.keys() == {OPERATING, "duties"}


def test_nothing_of_another_department_is_offered(ours: Entered, theirs: Entered) -> None:
    year = ours.disclosure.year - 1
    other = rows.a_disclosure(theirs.disclosure.department, year=year, duties="别人的职能。")
    other.explanations.create(key=OPERATING, wording="别人的原因")

    assert offers(shown(ours.clerk(), target(ours))) == {}
