"""A draft with everything that breaks layouts."""

import re

import pytest

from disclosures import pdf
from disclosures.budget.document import compose
from disclosures.pdf import balanced
from disclosures.presentation import Presentation, presented
from disclosures.rereading import reread_pdf
from tests.budget.large import large

from .conftest import FIRST, HOSTILE, IDENTIFIER, LONG_NAME, RARE
from .printed import Printed, squeezed

pytestmark = pytest.mark.django_db


def test_a_draft_says_so_on_every_page(hard: Printed) -> None:
    assert all("草稿" in text for text in hard.pages)


@pytest.mark.parametrize("number", [2, 3])
def test_a_long_table_repeats_its_name_and_head(
    hard: Printed, draft: Presentation, number: int
) -> None:
    table = draft.tables[number - 1]
    pages = [hard.pages[page] for page in hard.table(number)]
    headings = [squeezed(cell.text) for row in table.header for cell in row]

    assert len(pages) > 2
    for text in pages[1:]:
        assert squeezed(f"表{number}{table.title}（续）") in text
        assert all(heading in text for heading in headings)
    assert all("（续）" not in hard.pages[hard.table(one)[0]] for one in range(1, 12))


def test_a_long_table_loses_no_row(hard: Printed, draft: Presentation) -> None:
    text = "".join(hard.pages[page] for page in hard.table(3))
    rows = [squeezed("".join(record.cells)) for record in draft.tables[2].data]

    assert [row for row in rows if text.count(row) < rows.count(row)] == []


def test_a_table_slightly_too_long_is_set_closer(hard: Printed, draft: Presentation) -> None:
    assert len(draft.tables[4].data) == 32
    assert len(hard.table(5)) == 1


def test_a_long_figure_stays_on_one_line(hard: Printed, draft: Presentation) -> None:
    lines = "\n".join(hard.lines[page] for page in hard.table(2))
    kinds = [leaf.kind for leaf in draft.tables[1].leaves]
    figures = {
        cell
        for record in draft.tables[1].data
        for cell, kind in zip(record.cells, kinds, strict=True)
        if kind == "amount" and cell
    }

    assert max(map(len, figures)) == len("4,905,031.12")
    assert [figure for figure in figures if figure not in lines] == []


def test_a_group_of_indicators_is_not_torn(hard: Printed) -> None:
    starts = [text for text in hard.pages if text.startswith("一级指标二级指标")]

    assert starts
    assert all(re.match(r"[^※]*?佐证资料[^\d]{1,8}指标", text) for text in starts)


def test_rare_characters_are_drawn_by_the_fallback(hard: Printed) -> None:
    assert RARE in hard.text
    assert any(name.endswith("+Portal-Song-Fallback") for name in hard.fonts)
    assert hard.missing_glyphs() == 0


def test_markup_in_a_text_is_text(hard: Printed) -> None:
    assert squeezed(HOSTILE) in hard.text


def test_a_long_name_is_whole_on_the_cover(hard: Printed, draft: Presentation) -> None:
    assert squeezed(LONG_NAME) in hard.pages[0]
    assert squeezed(draft.title) in hard.pages[0]


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("示例州财政局", ["示例州财政局"]),
        (
            "克孜勒苏柯尔克孜自治州人民政府驻乌鲁木齐办事处",
            ["克孜勒苏柯尔克孜自治州", "人民政府驻乌鲁木齐办事处"],
        ),
        ("一二三四五六七八九十一二三四五六七八", ["一二三四五六七八九", "十一二三四五六七八"]),
    ],
)
def test_a_name_is_broken_where_a_reader_would(name: str, lines: list[str]) -> None:
    assert balanced(name) == lines


def test_nothing_of_a_document_with_long_names_and_figures_is_cut() -> None:
    document = compose(large(functions=60, projects=6))
    html = pdf.official_html(presented(document, FIRST), IDENTIFIER)

    assert reread_pdf(document, FIRST, IDENTIFIER, pdf.typeset(html, IDENTIFIER)) == ()


def test_a_target_table_that_runs_on_names_itself(hard: Printed) -> None:
    text = "".join(hard.pages)

    assert re.search("项目支出绩效目标表：[^。]{1,80}，指标（续）", text)
