"""The summary says in plain words what the tables and the text say, and where."""

from hypothesis import given, settings

from disclosures.budget.amounts import figure
from disclosures.budget.document import Document, compose
from disclosures.budget.entries import LineItem, Staffing
from disclosures.budget.provenance import place_of
from disclosures.budget.provenance.cells import amount_at
from disclosures.budget.provenance.sentences import changes_by_place, quoted, stated
from disclosures.budget.summary import Cited, summarised

from .ledgers import document, line, submission
from .reference import reference
from .test_properties import ledgers


def said(of: Document) -> dict[str, str]:
    return {sentence.heading: sentence.text for sentence in summarised(of)}


def cited(of: Document) -> list[Cited]:
    return [run for sentence in summarised(of) for run in sentence.runs if isinstance(run, Cited)]


def test_the_summary_of_the_reference() -> None:
    words = said(compose(reference()))

    assert words["收支总额"] == (
        "2026 年收入、支出预算均为 490.16 万元。"
        "支出中基本支出 270.16 万元，占 55.12%，项目支出 220.00 万元，占 44.88%。"
    )
    assert (
        "基本支出比上年增加 13.17 万元，增长 5.12%，说明的原因是：本年在职人员" in words["比上年"]
    )
    assert words["比上年"].endswith("两项合计减少 2.23 万元。")
    assert words["“三公”经费"].startswith("财政拨款安排 20.00 万元，其中因公出国（境）费 0.00 万元")
    assert words["人员"] == "编制数 14，实有人数 12 人，在职 6 人，退休 6 人，离休 0 人。"


@settings(deadline=None, max_examples=30)
@given(ledgers)
def test_every_figure_of_the_summary_is_that_of_its_cell(lines: list[LineItem]) -> None:
    of = compose(submission(*lines))

    for one in cited(of):
        place = place_of(one.anchor) if one.is_cell else None
        assert (place is None) is not one.is_cell
        if place:
            assert one.text == f"{figure(amount_at(of, place))} 万元"


def test_nothing_is_summed_up_where_nothing_is_budgeted() -> None:
    assert summarised(document()) == ()


def test_a_reason_that_is_not_written_is_not_said() -> None:
    of = document(
        line("2010301", "30101", "20000.00"),
        last=(line("2010301", "30101", "10000.00"),),
        staffing=Staffing(posts=3, active=2),
    )

    assert said(of)["比上年"].startswith("基本支出比上年增加 1.00 万元，增长 100.00%。")
    assert "主要用于" not in said(of)["主要用途"]


def test_changes_are_read_from_the_text_with_their_cells() -> None:
    of = compose(reference())
    changes = {place.address: one for place, one in changes_by_place(of).items()}

    assert str(changes["t2-total-3"].last_year) == "371.99"
    assert str(changes["t5-2010101-1"].difference) == "-0.66"
    assert str(changes["t6-total-3"].last_year) == "3.99"
    assert all(one.rate.endswith("%") for one in stated(of))


def test_a_sentence_is_quoted_under_the_name_of_its_row_only() -> None:
    of = document(line("2010301", "30101", "50000.00"), line("2080505", "30108", "50000.00"))
    place = place_of("t5-2080505-1")
    assert place is not None

    (found,) = quoted(of, place, amount_at(of, place), "2080505 机关事业单位基本养老保险缴费支出")

    assert "养老保险" in found.text
    assert found.anchor.startswith("s5-")
