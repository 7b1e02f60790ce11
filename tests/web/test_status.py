"""The status board: who has published, when, late, not yet, corrected, withdrawn."""

import pytest
from django.test import Client

from disclosures.models import Department, Publication

from .library import another_department, chosen, next_version, read, texts, withdrawn

pytestmark = [pytest.mark.usefixtures("published"), pytest.mark.django_db]


def lines(query: str = "") -> dict[str, list[str]]:
    """What stands beside each name."""
    rows = chosen(read(f"/status/{query}"), ".standing tbody tr")
    return {texts(row, "th")[0]: texts(row, "td") for row in rows}


def counts(query: str = "") -> list[str]:
    return texts(read(f"/status/{query}"), ".highlights .amount")


def test_a_department_that_has_not_published_is_only_that(published: Publication) -> None:
    region = published.disclosure.department.region
    Department.objects.create(region=region, code="653000999", name="迟到局")

    assert lines("?state=pending")["迟到局653000999"][1:] == ["—", "—", "—"]
    assert chosen(read("/status/?state=pending"), ".standing a") == []
    assert counts()[:3] == ["2", "1", "1"]


def test_a_correction_and_a_withdrawal_are_told(published: Publication) -> None:
    first = another_department(published, "653000998", "更正局")
    next_version(first)
    gone = another_department(published, "653000997", "撤下局")
    withdrawn(gone)

    board = lines()

    assert board["更正局653000998"][-1] == "第 2 版"
    assert "依法撤下，依据：《中华人民共和国保守国家秘密法》" in board["撤下局653000997"][-1]
    assert set(lines("?state=corrected")) == {"更正局653000998"}
    assert "内部备注" not in Client().get("/status/").content.decode()


@pytest.mark.parametrize(
    "query", ["?year=1999", "?year=2050", "?region=000000", "?region=%00", "?page=99999&state=x"]
)
def test_odd_choices_are_answered(query: str) -> None:
    assert Client().get(f"/status/{query}").status_code == 200
