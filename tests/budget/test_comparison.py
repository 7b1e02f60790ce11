"""Two ledgers side by side: what became of each line, whatever the ledgers are."""

from collections import Counter
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from disclosures.budget.comparison import Compared, Standing, compared, restated
from disclosures.budget.entries import LineItem, Reclassification
from disclosures.budget.narrative.changes import amounts
from disclosures.budget.narrative.restatement import moved as moved_by_key
from disclosures.budget.tree import summed

from .ledgers import catalogue, line
from .moves import moved
from .test_properties import line_items

ledgers = st.lists(line_items(), max_size=15, unique_by=lambda one: one.posting)
Case = tuple[tuple[LineItem, ...], tuple[LineItem, ...], tuple[Reclassification, ...]]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Two ledgers and moves of positive parts of last year's lines to anywhere."""
    lines, last_lines = draw(ledgers), draw(ledgers)
    moves = []
    for one in last_lines:
        if one.amount > 0 and draw(st.booleans()):
            amount = draw(st.decimals("0.01", one.amount, places=2))
            place = draw(line_items())
            moves.append(moved(one, place, str(amount)))
    return tuple(lines), tuple(last_lines), tuple(moves)


def total(lines: tuple[LineItem, ...]) -> Decimal:
    return sum((one.amount for one in lines), Decimal(0))


@settings(deadline=None)
@given(cases())
def test_reclassifying_moves_money_and_neither_makes_nor_loses_any(case: Case) -> None:
    _, last_lines, moves = case

    assert total(restated(last_lines, moves)) == total(last_lines)


@settings(deadline=None)
@given(cases(), st.randoms())
def test_the_order_of_reclassifications_does_not_matter(case: Case, random: object) -> None:
    lines, last_lines, moves = case
    shuffled = list(moves)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis's own random.Random

    assert compared(lines, last_lines, shuffled) == compared(lines, last_lines, moves)


@settings(deadline=None)
@given(cases())
def test_what_the_text_says_was_moved_is_by_what_each_comparison_differs(case: Case) -> None:
    _, last_lines, moves = case
    before = dict(amounts(catalogue(), summed(last_lines)))
    after = dict(amounts(catalogue(), summed(restated(last_lines, moves))))
    told = {
        key: sum((one.amount for one in parts), Decimal(0))
        for key, parts in moved_by_key(catalogue(), moves).items()
    }

    for key in {*before, *after, *told}:
        zero = Decimal(0)
        assert after.get(key, zero) - before.get(key, zero) == told.get(key, zero)


@settings(deadline=None)
@given(cases())
def test_every_place_of_either_year_is_compared_once_and_the_sums_hold(case: Case) -> None:
    lines, last_lines, moves = case

    rows = compared(lines, last_lines, moves)

    places = {one.posting for one in (*lines, *restated(last_lines, moves))}
    assert Counter(row.posting for row in rows) == Counter(places)
    assert sum((row.change.this_year for row in rows), Decimal(0)) == total(lines)
    assert sum((row.change.last_year for row in rows), Decimal(0)) == total(last_lines)
    assert sum((row.moved for row in rows), Decimal(0)) == 0


def standing(
    lines: tuple[LineItem, ...], last: tuple[LineItem, ...], *moves: Reclassification
) -> list[tuple[str, str]]:
    def told(row: Compared) -> tuple[str, str]:
        return row.posting.functional, row.standing.value

    return [told(row) for row in compared(lines, last, moves)]


def test_lines_are_unchanged_changed_new_or_gone() -> None:
    this = (
        line("2010101", "30101", "1.00"),
        line("2010102", "30101", "2.00"),
        line("2010103", "30101", "0.00"),
    )
    last = (
        line("2010101", "30101", "1.00"),
        line("2010102", "30101", "3.00"),
        line("2010104", "30101", "4.00"),
    )

    assert standing(this, last) == [
        ("2010101", "未变"),
        ("2010102", "已变"),
        ("2010103", "新增"),
        ("2010104", "已取消"),
    ]


def test_a_line_moved_whole_is_neither_gone_nor_is_its_new_place_new() -> None:
    last, this = line("2010101", "30101", "4.00"), line("2010301", "30101", "5.00")

    assert standing((this,), (last,)) == [("2010101", "已取消"), ("2010301", "新增")]
    assert standing((this,), (last,), moved(last, this)) == [
        ("2010101", "已调出"),
        ("2010301", "已变"),
    ]
    assert standing((this,), (last,), moved(last, this, "3.00")) == [
        ("2010101", "已取消"),
        ("2010301", "已变"),
    ]


def test_a_change_is_against_last_year_after_what_was_moved() -> None:
    last, this = line("2010101", "30101", "4.00"), line("2010301", "30101", "5.00")

    row = compared((this,), (last,), (moved(last, this, "3.00"),))[1]

    assert (row.change.last_year, row.change.difference, row.moved) == (
        Decimal("3.00"),
        Decimal("2.00"),
        Decimal("3.00"),
    )
    assert row.standing is Standing.CHANGED
