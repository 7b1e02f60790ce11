"""What may stand in a cell, and the one form in which it is compared."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosures.workbook.columns import Column, Kind
from disclosures.workbook.sheets import SHEETS
from disclosures.workbook.values import UnfitError, canonical, read, typed

COLUMNS = [column for sheet in SHEETS for column in sheet.columns]
WAN = Decimal(10_000)


def of(kind: Kind) -> Column:
    """A column of a kind."""
    return Column("field", "名称", kind, choices={"甲（一）": "first", "乙": "second"})


@pytest.mark.parametrize(
    ("kind", "raw", "kept"),
    [
        (Kind.YUAN, "1234.5", "1234.50"),
        (Kind.YUAN, " １，２３４．５０ ", "1234.50"),
        (Kind.YUAN, "\N{MINUS SIGN}0.01", "-0.01"),
        (Kind.YUAN, "-0", "0.00"),
        (Kind.YUAN, "¥ 1 234 元", "1234.00"),
        (Kind.YUAN, "99999999999999.99", "99999999999999.99"),
        (Kind.COUNT, "12.0", "12"),
        (Kind.CHANGE, "-3", "-3"),
        (Kind.WEIGHT, "7.5", "7.50"),
        (Kind.AREA, "59,523.19", "59523.19"),
        (Kind.DATE, "2026/1/5", "2026-01-05"),
        (Kind.DATE, "２０２６年１月５日", "2026-01-05"),
        (Kind.DATE, "20260105", "2026-01-05"),
        (Kind.CODE, "2010301　行政运行", "2010301"),
        (Kind.CODE, "[30101]基本工资", "30101"),
        (Kind.CODE, "2010301.0", "2010301"),
        (Kind.CODE, "general/2010301", "general/2010301"),
        (Kind.CHOICE, "甲 (一)", "first"),
        (Kind.CHOICE, "second", "second"),
        (Kind.TEXT, " a\r\nb\r ", "a\nb"),
        (Kind.TEXT, "=1+1", "=1+1"),
    ],
)
def test_what_people_write_is_understood(kind: Kind, raw: str, kept: str) -> None:
    assert read(of(kind), raw) == kept
    assert canonical(typed(of(kind), kept)) == kept


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        *((Kind.YUAN, raw) for raw in ("1.005", "1e3", "1,23", "100000000000000", "nan", "inf")),
        *((Kind.YUAN, raw) for raw in ("一百", "1.2.3", "(5)", "-", "9" * 400, "95%", "5²")),
        *((Kind.AMOUNT, raw) for raw in ("-0.01", "")),
        *((Kind.COUNT, raw) for raw in ("1.5", "-1", str(2**31), "二")),
        *((Kind.WEIGHT, raw) for raw in ("-1", "100.01", "1.234")),
        *((Kind.DATE, raw) for raw in ("2026-02-30", "46053", "0000-01-01", "2026-1")),
        (Kind.CHOICE, "丙"),
        (Kind.TEXT, "a\0b"),
    ],
)
def test_what_does_not_fit_is_refused(kind: Kind, raw: str) -> None:
    if raw:
        with pytest.raises(UnfitError) as refused:
            read(of(kind), raw)
        assert refused.value.remedy
    else:
        assert read(of(kind), raw) == ""


def test_a_factor_makes_yuan_of_wan_to_the_cent() -> None:
    assert read(of(Kind.YUAN), "66.085101", WAN) == "660851.01"
    with pytest.raises(UnfitError, match="不足一分"):
        read(of(Kind.YUAN), "66.0851001", WAN)
    with pytest.raises(UnfitError, match="100 万亿元"):
        read(of(Kind.YUAN), "10000000000", WAN)


@given(st.sampled_from(COLUMNS), st.text(max_size=40))
def test_any_text_is_understood_once_for_all_or_refused(column: Column, raw: str) -> None:
    try:
        kept = read(column, raw)
    except UnfitError:
        return
    assert read(column, kept) == kept if kept or not column.is_required else True
    assert canonical(typed(column, kept)) == kept


@given(st.decimals(Decimal("-1e13"), Decimal("1e13"), places=2))
def test_an_amount_is_kept_to_the_cent(amount: Decimal) -> None:
    column = of(Kind.YUAN)

    assert Decimal(read(column, f"{amount:,.2f}")) == amount
    assert Decimal(read(column, f"{amount / WAN:f}", WAN)) == amount
