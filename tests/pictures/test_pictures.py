"""What the pictures of a budget say and show; the figures are those of its tables."""

from decimal import Decimal
from xml.etree import ElementTree

import pytest

from disclosures.budget.document import Document, compose
from disclosures.pictures import pictures
from disclosures.pictures.lettering import advance
from disclosures.pictures.shapes import Picture
from disclosures.pictures.svg import svg
from disclosures.pictures.trend import Published, trend
from tests.budget.ledgers import document, line
from tests.budget.reference import reference


def drawn(of: Document) -> dict[str, Picture]:
    return {picture.key: picture for picture in pictures(of.statements)}


@pytest.fixture(scope="module")
def sample() -> dict[str, Picture]:
    return drawn(compose(reference()))


def test_each_picture_of_the_sample_says_what_is_seen(sample: dict[str, Picture]) -> None:
    assert {key: picture.sentence for key, picture in sample.items()} == {
        "flow": "490.16 万元中 78.58% 来自一般公共预算，用于一般公共服务支出的最多，占 84.11%。",
        "classes": "支出中一般公共服务支出最多，占 84.11%；基本支出占 55.12%，项目支出占 44.88%。",
        "economic": "一般公共预算支出中工资福利支出最多，占 66.15%；"
        "基本支出占 70.14%，项目支出占 29.86%。",
        "three-public": "“三公”经费 20.00 万元，全部为公务用车运行费；"
        "因公出国（境）费、公务接待费、公务用车购置费没有安排。",
    }


def test_every_figure_has_its_row_in_the_table_of_the_picture(sample: dict[str, Picture]) -> None:
    assert sample["classes"].rows[0] == (
        *("一般公共服务支出", "192.26", "220.00", "412.26", "84.11%"),
    )
    assert len(sample["flow"].rows) == len(sample["flow"].drawing.bands)  # type: ignore[union-attr]


def test_a_picture_has_a_name_a_description_and_nothing_a_strict_policy_forbids(
    sample: dict[str, Picture],
) -> None:
    for picture in sample.values():
        root = ElementTree.fromstring(svg(picture))  # noqa: S314 - our own
        title, desc = root[0], root[1]
        assert root.get("role") == "img"
        assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
        assert (title.text, desc.text) == (picture.title, picture.sentence)
        every = list(root.iter())
        assert not [one for one in every if one.get("style") or one.tag in {"style", "script"}]


def test_a_budget_without_money_has_no_pictures() -> None:
    assert pictures(document().statements) == ()


def test_a_budget_of_one_line_is_told_as_a_whole() -> None:
    found = drawn(document(line("2050201", "30101", "10000.00")))

    assert found["flow"].sentence == "1.00 万元全部来自一般公共预算，全部用于教育支出。"
    assert found["classes"].sentence == "支出全部为教育支出；全部是基本支出。"
    assert found["three-public"].drawing is None
    assert found["three-public"].sentence == "没有安排财政拨款“三公”经费。"


def test_small_classes_are_drawn_together() -> None:
    catalogue = reference().catalogue
    codes = [code for code in catalogue.functional if len(code) == 7]
    firsts = {code[:3]: code for code in codes}
    lines = [line(code, "30201", f"{10000 * n}.00") for n, code in enumerate(firsts.values(), 1)]

    found = drawn(document(*lines))

    assert len(found["classes"].rows) == 8
    assert found["classes"].rows[-1][0] == f"其余 {len(firsts) - 7} 类"
    assert {use for _, use, _ in found["flow"].rows if use.startswith("其余")} == {
        f"其余 {len(firsts) - 6} 类支出"
    }


def test_an_amount_below_zero_has_no_band_and_is_said() -> None:
    found = drawn(
        document(line("2050201", "30101", "50000.00"), line("2080505", "30108", "-10000.00"))
    )

    assert found["flow"].sentence.endswith("为负数的金额未画出。")
    assert [use for _, use, _ in found["flow"].rows] == ["教育支出"]
    assert found["classes"].drawing is not None
    assert found["classes"].drawing.axes


def test_a_trend_says_from_where_to_where() -> None:
    published = [Published(2024 + n, Decimal(yuan)) for n, yuan in enumerate((1000000, 0, 750000))]

    found = trend(published, "trend", "总额")

    assert found is not None
    assert found.sentence == "从 2024 年的 100.00 万元减少到 2026 年的 75.00 万元，下降 25.00%。"
    assert [row[2] for row in found.rows] == ["—", "下降 100.00%", "增长 100.00%"]


def test_a_trend_of_equal_years_says_so_and_one_year_is_none() -> None:
    same = [Published(year, Decimal(10000)) for year in (2025, 2026)]

    found = trend(same, "trend", "总额")

    assert found is not None
    assert found.sentence == "2026 年与 2025 年持平，均为 1.00 万元。"
    assert trend(same[:1], "trend", "总额") is None
    assert trend([], "trend", "总额") is None


def test_a_trend_names_the_years_that_were_not_published() -> None:
    found = trend([Published(year, Decimal(10**8)) for year in (2022, 2025, 2026)], "trend", "总额")

    assert found is not None
    assert found.sentence.endswith("其间 2023、2024 年没有现行公开。")


def test_a_trend_of_nothing_at_all_is_none() -> None:
    assert trend([Published(year, Decimal(0)) for year in (2025, 2026)], "trend", "总额") is None


@pytest.mark.parametrize(("yuan", "years"), [(10**8, 5), (10**12, 3)])
def test_a_trend_shows_as_many_of_the_latest_years_as_have_room(yuan: int, years: int) -> None:
    found = trend([Published(year, Decimal(yuan)) for year in range(2020, 2027)], "trend", "总额")

    assert found is not None
    assert [row[0] for row in found.rows] == [f"{year} 年" for year in range(2027 - years, 2027)]
    assert found.drawing is not None
    said = [words for words in found.drawing.words if not words.is_strong]
    assert all(advance(line) <= 400 / years for words in said for line in words.lines)
    assert all(len(words.lines) <= 2 for words in said)
