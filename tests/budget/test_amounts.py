"""Money is rounded once, half-up, and printed the same everywhere."""

from decimal import Decimal

import pytest

from disclosures.budget.amounts import Change, cell, figure, share, wan, written


@pytest.mark.parametrize(
    ("yuan", "printed"),
    [
        ("0.00", "0.00"),
        ("49.99", "0.00"),
        ("50.00", "0.01"),
        ("121500.00", "12.15"),
        ("121550.00", "12.16"),
        ("121549.99", "12.15"),
        ("-50.00", "-0.01"),
        ("-49.99", "0.00"),
        ("28839600.00", "2,883.96"),
        ("99999999999999.99", "10,000,000,000.00"),
        ("12345678901234.56", "1,234,567,890.12"),
    ],
)
def test_yuan_are_printed_as_wan_rounded_half_up(yuan: str, printed: str) -> None:
    assert figure(Decimal(yuan)) == printed


@pytest.mark.parametrize(("yuan", "printed"), [(None, ""), ("0.00", ""), ("4900.00", "0.49")])
def test_a_table_leaves_the_cell_of_no_amount_empty(yuan: str | None, printed: str) -> None:
    assert cell(None if yuan is None else Decimal(yuan)) == printed


def test_parts_are_rounded_on_their_own_and_need_not_add_up() -> None:
    parts = Decimal("121496.00"), Decimal("260251.00")

    assert [figure(part) for part in parts] == ["12.15", "26.03"]
    assert figure(sum(parts, Decimal(0))) == "38.17"


def test_a_share_is_rounded_half_up_and_of_nothing_there_is_none() -> None:
    assert share(Decimal("1.00"), Decimal("8.00")) == Decimal("12.50")
    assert share(Decimal("3851557.00"), Decimal("4901557.00")) == Decimal("78.58")
    assert share(Decimal("1.00"), Decimal("0.00")) is None


@pytest.mark.parametrize(
    ("this", "last", "rate", "falls"),
    [
        ("110.00", "100.00", "10.00", False),
        ("90.00", "100.00", "10.00", True),
        ("100.00", "100.00", "0.00", False),
        ("0.00", "0.00", "0.00", False),
        ("5.00", "0.00", "100.00", False),
        ("0.00", "5.00", "100.00", True),
        ("100.00", "300.00", "66.67", True),
        ("-5.00", "0.00", "100.00", True),
    ],
)
def test_the_rate_of_change_follows_the_local_convention(
    this: str, last: str, rate: str, falls: bool
) -> None:
    change = Change(Decimal(this), Decimal(last))

    assert (change.rate, change.is_fall) == (Decimal(rate), falls)


def test_figures_of_a_nation_lose_no_cent() -> None:
    assert wan(Decimal("123456789012345678.91")) == Decimal("12345678901234.57")
    assert written(Decimal("-0.001")) == "0.00"
