"""Every amount of the eleven tables is the sum of the line items that its place names."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings

from disclosures.budget.amounts import total
from disclosures.budget.classification import ThreePublicItem
from disclosures.budget.document import Document, compose
from disclosures.budget.entries import LineItem
from disclosures.budget.provenance import Place, Traced, place_of, places, traced
from disclosures.budget.snapshot import Imprint, read, write

from .ledgers import catalogue, document, line, submission
from .reference import reference
from .test_properties import ledgers


def at(address: str, of: Document) -> Traced:
    place = place_of(address)
    assert place is not None
    found = traced(of, place)
    assert found is not None
    return found


def unexplained(of: Document) -> list[str]:
    """The amounts that their line items do not sum up to."""
    found = {place: traced(of, place) for place in places(of)}
    return [place.address for place, one in found.items() if one is None or not one.is_complete]


def test_the_line_items_of_every_amount_of_the_reference_sum_up_to_it() -> None:
    of = compose(reference())

    assert len(list(places(of))) > 200
    assert unexplained(of) == []


@settings(deadline=None, max_examples=30)
@given(ledgers)
def test_the_line_items_of_every_amount_sum_up_to_it_whatever_the_ledger(
    lines: list[LineItem],
) -> None:
    assert unexplained(compose(submission(*lines))) == []


def test_a_figure_names_what_it_counts_and_what_it_adds_up() -> None:
    of = document(
        line("2010301", "30101", "100.00"),
        line("2010301", "30201", "20.00"),
        line("2010302", "30201", "3.00", project="维修"),
    )

    basic, section = at("t3-2010301-2", of), at("t3-20103-1", of)

    assert basic.words == ("基本支出（没有项目的明细）", "功能分类科目 2010301 行政运行")
    assert [one.amount for one in basic.lines] == [Decimal("100.00"), Decimal("20.00")]
    assert [part.place.address for part in section.across] == ["t3-20103-2", "t3-20103-3"]
    assert [part.place.address for part in section.down] == ["t3-2010301-1", "t3-2010302-1"]


def test_parts_are_named_only_where_they_add_up() -> None:
    of = document(line("2010302", "30501", "3.00", project="其他类"))

    assert at("t7-total-1", of).across == ()
    assert [part.amount for part in at("t7-total-1", of).down] == [Decimal("3.00")]


def test_what_a_locality_counts_as_three_public_comes_with_the_record() -> None:
    entered = submission(line("2010301", "30202", "5.00"))
    codes = {**catalogue().three_public, "30202": ThreePublicItem.RECEPTION}
    of = compose(replace(entered, catalogue=replace(catalogue(), three_public=codes)))

    record = write(of, Imprint(1, date(2026, 2, 5)))

    again, imprint = read(record)
    assert at("t10-reception-1", again).words[-1] == "部门经济分类为 30202、30217"
    assert unexplained(again) == []
    assert write(again, imprint) == record


def test_the_same_question_is_asked_of_last_year_s_ledger() -> None:
    of = document(line("2010301", "30101", "100.00"))
    last = (line("2010301", "30101", "60.00"), line("2010302", "30101", "9.00"))

    assert at("t3-2010301-1", of).sum_of(last) == Decimal("60.00")
    assert at("t3-total-1", of).sum_of(last) == total(one.amount for one in last)


@pytest.mark.parametrize(
    "address", ["t3", "t3-total", "t3-total-9", "t3-total-0", "t12-total-1", "t3-2010399-1", "x"]
)
def test_where_no_amount_stands_there_is_nothing_to_trace(address: str) -> None:
    place = place_of(address)

    assert place is None or traced(document(line("2010301", "30101", "1.00")), place) is None


def test_an_address_names_its_place_and_back() -> None:
    place = Place(7, "653000-301001-2010302-1", 4)

    assert place_of(place.address) == place
