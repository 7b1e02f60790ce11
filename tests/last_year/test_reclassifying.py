"""Reclassifying an item at once: which lines are left, and all or nothing is kept."""

from decimal import Decimal

import pytest

from disclosures.budget.classification import GENERAL
from disclosures.budget.entries import Posting, Reclassification
from disclosures.last_year.reclassifying import entered, items, kept, ledgers, rests
from disclosures.models import Budget
from disclosures.models import Reclassification as Row
from disclosures.workbook.refusal import RefusedError
from tests.models import rows

from .years import Years, years

pytestmark = pytest.mark.django_db


@pytest.fixture
def both() -> Years:
    """Last year's 2010302 in two lines; this year it is part of 2010301."""
    made = years()
    last = made.last(Budget.Role.COMPARISON)
    rows.a_line(last, "1000.00", functional="2010302")
    rows.a_line(last, "500.00", functional="2010302", economic="30201")
    rows.a_line(last, "10.00")
    rows.a_line(made.this, "1500.00")
    return made


def move(
    both: Years, amount: str, economic: str = "30101", after: str = "2010301"
) -> Reclassification:
    unit = both.unit.code
    before = Posting(unit, "2010302", economic, GENERAL, None)
    there = Posting(unit, after, economic, GENERAL, None)
    return Reclassification(before, there, Decimal(amount), "科目修订")


def test_the_items_of_each_year_are_offered_with_their_sums(both: Years) -> None:
    found = ledgers(both.this)

    last = items(found.last_lines, found.catalogue)
    assert [(one.code, one.name, one.amount) for one in last] == [
        ("2010301", "行政运行", Decimal("10.00")),
        ("2010302", "一般行政管理事务", Decimal("1500.00")),
    ]


def test_what_is_left_of_an_item_is_what_nothing_moved_yet(both: Years) -> None:
    kept(both.this, [move(both, "400.00"), move(both, "500.00", "30201")])

    (rest,) = rests(ledgers(both.this), "2010302")

    assert (rest.line.economic, rest.rest, rest.is_gone) == ("30101", Decimal("600.00"), True)


def test_what_is_kept_is_what_the_rules_read(both: Years) -> None:
    wanted = move(both, "400.00")

    assert kept(both.this, [wanted]) == 1

    assert ledgers(both.this).reclassifications == (wanted,)
    assert entered(Row.objects.get()) == wanted


@pytest.mark.parametrize(
    ("amount", "after", "said"),
    [
        ("1000.01", "2010301", "多调 0.01 元"),
        ("1.00", "2080505", "2026 年没有科目 2080505"),
    ],
)
def test_one_that_does_not_fit_keeps_all_of_them_out(
    both: Years, amount: str, after: str, said: str
) -> None:
    good = move(both, "500.00", "30201")

    with pytest.raises(RefusedError, match=said):
        kept(both.this, [good, move(both, amount, after=after)])
    assert not Row.objects.exists()


def test_the_same_two_places_twice_are_refused_in_words(both: Years) -> None:
    kept(both.this, [move(both, "1.00")])

    with pytest.raises(RefusedError, match="在原有调整中修改金额"):
        kept(both.this, [move(both, "2.00")])
