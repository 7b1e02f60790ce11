"""Lengths and areas are as the amounts, nothing leaves the sheet, no words cover others."""

from collections.abc import Iterable
from decimal import Decimal
from itertools import combinations, pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from disclosures.pictures import bars, flow, years
from disclosures.pictures.lettering import advance, wrapped
from disclosures.pictures.shapes import WIDTH, Band, Box, Drawing

BUSY = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
NAMES = st.integers(1, 60).map(
    lambda length: ("教育支出（一般公共预算），“三公”经费Ab1 " * 3)[:length]
)
AMOUNTS = st.integers(-(10**14), 10**14).map(lambda cents: Decimal(cents) / 100)
POSITIVE = st.integers(1, 10**14).map(lambda cents: Decimal(cents) / 100)
ROWS = st.lists(
    st.builds(bars.Row, NAMES, st.just("12,345.67　45.00%"), st.tuples(AMOUNTS, AMOUNTS)),
    max_size=6,
)
YEARS = st.lists(
    st.builds(
        years.Year,
        st.just("2026 年"),
        st.tuples(st.just("10,000,000.00"), st.just("增长 1,234.56%")),
        st.tuples(AMOUNTS),
    ),
    min_size=1,
    max_size=3,
)
MONEY = st.dictionaries(
    st.tuples(
        st.sampled_from(["一般公共预算", "单位资金", "上级国有资本经营预算安排的转移支付"]),
        st.sampled_from(["教育支出", "灾害防治及应急管理支出", "自然资源海洋气象等支出", "其余"]),
    ),
    POSITIVE,
    min_size=1,
)


def flown(money: flow.Money) -> Drawing:
    return flow.drawn(money, {name: "1,234,567,890.12　100.00%" for way in money for name in way})


def ends(band: Band) -> Iterable[Box]:
    yield Box(band.left, band.start, 0, band.thickness)
    yield Box(band.right, band.end, 0, band.thickness)


def assert_sound(drawing: Drawing) -> None:
    """Everything is inside the view box, and no words lie on others."""
    words = [one.box for one in drawing.words]
    bands = [end for band in drawing.bands for end in ends(band)]
    for box in (*words, *bands, *drawing.axes, *(bar.box for bar in drawing.bars)):
        assert box.x >= -0.01
        assert box.y >= -0.01
        assert box.right <= WIDTH + 0.01
        assert box.bottom <= drawing.height + 0.01
    for one, other in combinations(words, 2):
        apart_x = one.right <= other.x + 0.01 or other.right <= one.x + 0.01
        apart_y = one.bottom <= other.y + 0.01 or other.bottom <= one.y + 0.01
        assert apart_x or apart_y


@BUSY
@given(ROWS)
def test_bars_stay_on_the_sheet_and_words_apart(rows: list[bars.Row]) -> None:
    assert_sound(bars.drawn(rows, ("基本支出", "项目支出")))


@BUSY
@given(ROWS)
def test_a_bar_is_as_long_as_its_amount(rows: list[bars.Row]) -> None:
    scale = bars.scale_of(rows)
    drawn = [bar.box.width for bar in bars.drawn(rows).bars]

    expected = [float(abs(part) * scale.per_yuan) for row in rows for part in row.parts if part]

    assert drawn == pytest.approx(expected)


@BUSY
@given(ROWS)
def test_what_is_below_zero_lies_left_of_it(rows: list[bars.Row]) -> None:
    zero = bars.scale_of(rows).zero
    parts = [part for row in rows for part in row.parts if part]

    for part, bar in zip(parts, bars.drawn(rows).bars, strict=True):
        if part > 0:
            assert bar.box.x >= zero - 0.01
        else:
            assert bar.box.right <= zero + 0.01


@BUSY
@given(MONEY)
def test_bands_stay_on_the_sheet_and_words_apart(money: flow.Money) -> None:
    assert_sound(flown(money))


@BUSY
@given(MONEY)
def test_a_band_is_as_thick_as_its_amount(money: flow.Money) -> None:
    drawing = flown(money)
    whole = sum(money.values())

    thick = sorted(band.thickness for band in drawing.bands)

    assert thick == pytest.approx(
        sorted(float(one / whole) * flow.THICKNESS for one in money.values())
    )


@BUSY
@given(MONEY)
def test_the_bands_of_a_post_fill_it_without_a_gap(money: flow.Money) -> None:
    drawing = flown(money)

    for side in (0, 1):
        touching = sorted((list(ends(band))[side] for band in drawing.bands), key=lambda box: box.y)
        posts = [bar.box for bar in drawing.bars if (bar.box.x > WIDTH / 2) == bool(side)]
        assert sum(box.height for box in touching) == pytest.approx(
            sum(post.height for post in posts)
        )
        for one, next_one in pairwise(touching):
            assert one.bottom <= next_one.y + 0.01


@BUSY
@given(YEARS)
def test_columns_stay_on_the_sheet_and_words_apart(columns: list[years.Year]) -> None:
    assert_sound(years.drawn(columns))


@BUSY
@given(YEARS)
def test_a_column_is_as_high_as_its_amount_on_its_side_of_zero(columns: list[years.Year]) -> None:
    drawing = years.drawn(columns)
    amounts = [part for year in columns for part in year.parts if part]
    largest = max(map(abs, amounts), default=Decimal(1))

    heights = [bar.box.height for bar in drawing.bars]

    unit = max(heights, default=0.0)
    assert heights == pytest.approx([float(abs(one) / largest) * unit for one in amounts])
    for amount, bar in zip(amounts, drawing.bars, strict=True):
        edge = bar.box.bottom if amount > 0 else bar.box.y
        assert edge == pytest.approx(drawing.axes[0].y)


@BUSY
@given(NAMES, st.floats(30, 400))
def test_a_wrapped_name_keeps_every_sign_and_fits(name: str, width: float) -> None:
    lines = wrapped(name, width)

    assert "".join(lines) == name
    assert all(advance(line) <= width or len(line) <= 2 for line in lines)


def test_no_line_begins_with_a_closing_mark() -> None:
    assert wrapped("财政专户核拨（教育收费）", 13 * 11) == ("财政专户核拨（教育收", "费）")


def test_a_number_stays_whole_where_a_line_has_room_for_it() -> None:
    assert wrapped("30,672.36　85.69%", 124) == ("30,672.36　", "85.69%")
