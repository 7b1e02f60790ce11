"""The sample's official PDF says, shows and leads to everything it should."""

import re
from datetime import date
from itertools import pairwise

import pytest
from fontTools.ttLib import TTFont
from pytest_django import Settings

from disclosures import pdf
from disclosures.budget.document import Document
from disclosures.budget.snapshot import Imprint
from disclosures.presentation import Presentation, presented

from .conftest import IDENTIFIER, INSIDE
from .printed import IMPRINT, PAGE_NUMBER, Printed, outline, squeezed

pytestmark = pytest.mark.django_db

FACES = {"Song", "Song-Bold", "Fang", "Hei", "Kai"}
# Table 11 is empty, and stands upright.
LANDSCAPE = {2, 7}


def test_every_paragraph_is_printed(printed: Printed, published: Presentation) -> None:
    shown = published
    texts = [
        *(shown.title, shown.dated_on, *shown.duties),
        *(paragraph.text for paragraph in shown.organisation),
        *(f"{section.number}、{section.title}" for section in shown.sections),
        *(block.paragraph.text for section in shown.sections for block in section.blocks),
        *(f"{one.number}、{one.term.name}：{one.term.definition}" for one in shown.glossary),
    ]

    assert [text for text in texts if squeezed(text) not in printed.text] == []


@pytest.mark.parametrize("number", range(1, 12))
def test_every_row_of_a_table_is_printed_in_its_order(
    printed: Printed, published: Presentation, number: int
) -> None:
    table = published.tables[number - 1]
    text = "".join(printed.pages[page] for page in printed.table(number))
    rows = [squeezed("".join(record.cells)) for record in table.data]
    places = [text.find(row) for row in rows]

    assert -1 not in places
    assert bool(rows) is not bool(table.note)
    assert squeezed(table.note or "") in text
    assert "编制部门：" + squeezed(table.department) in text


def test_every_figure_of_the_targets_is_printed(printed: Printed, published: Presentation) -> None:
    targets = [
        target
        for section in published.sections
        for block in section.blocks
        for target in block.targets
    ]
    rows = [
        *("".join(field) for target in targets for field in target.fields),
        *("".join(cell.text for cell in row) for target in targets for row in target.rows),
    ]

    assert len(targets) == 3
    assert [row for row in rows if squeezed(row) not in printed.text] == []


def test_bookmarks_lead_to_every_part_table_and_section(
    printed: Printed, published: Presentation
) -> None:
    for part in published.contents:
        for entry in (part, *part.children):
            title = squeezed(entry.number + entry.title)
            assert title in printed.pages[printed.bookmarks[title]]


def test_the_bookmark_of_a_target_table_names_its_project(printed: Printed) -> None:
    pages = [
        printed.bookmarks[f"项目支出绩效目标表：{name}"] for name in ("工作经费", "事业单位收入")
    ]

    assert pages == sorted(pages)
    assert all("项目支出绩效目标表" in printed.pages[page] for page in pages)


def test_contents_name_the_page_on_which_a_part_stands(
    printed: Printed, published: Presentation
) -> None:
    first = printed.bookmarks["第一部分" + squeezed(published.contents[0].title)]
    listed = dict(
        re.findall(r"([^·]+?)·+(\d+)", "".join(printed.pages[1:first]).removeprefix("目录"))
    )

    for part in published.contents:
        for entry in (part, *part.children):
            title = squeezed(entry.number + entry.title)
            place = printed.bookmarks[title]
            assert int(listed[title]) == place
            assert PAGE_NUMBER.findall(squeezed(printed.lines[place])) == [str(place)]


def test_every_line_of_the_contents_is_a_link_to_its_page(
    printed: Printed, published: Presentation
) -> None:
    targets = {
        str(annotation.Dest) for page in printed.file.pages[1:3] for annotation in page.Annots
    }

    assert targets == {
        entry.anchor for part in published.contents for entry in (part, *part.children)
    }


def test_viewers_count_pages_as_they_are_printed(printed: Printed) -> None:
    assert printed.reader.page_labels[:3] == ["封面", "1", "2"]
    assert not PAGE_NUMBER.search(squeezed(printed.lines[0]))
    assert 20 <= len(printed.lines) <= 45


def test_no_sheet_is_blank_or_nearly_so(printed: Printed) -> None:
    assert [number for number, text in enumerate(printed.pages[1:], 1) if len(text) < 100] == []


def test_only_the_wide_tables_turn_the_sheet(printed: Printed) -> None:
    turned = {
        number
        for number, page in enumerate(printed.reader.pages)
        if page.mediabox.width > page.mediabox.height
    }

    assert turned == {page for number in LANDSCAPE for page in printed.table(number)}
    assert {tuple(map(round, page.mediabox[2:])) for page in printed.reader.pages} == {
        (595, 842),
        (842, 595),
    }


def test_title_author_language_and_dates_are_told(
    printed: Printed, published: Presentation
) -> None:
    information, root = printed.file.docinfo, printed.file.Root

    assert str(information.Title) == f"{published.name} {published.title}"
    assert str(information.Author) == published.name
    assert str(information.CreationDate) == "D:20260205"
    assert str(root.Lang) == "zh-Hans"
    assert root.ViewerPreferences.DisplayDocTitle


def test_it_is_tagged_and_claims_pdf_ua(printed: Printed) -> None:
    root = printed.file.Root
    levels = [int(str(tag.S)[2]) for tag in printed.tags("H1", "H2", "H3", "H4")]

    assert root.MarkInfo.Marked
    assert re.search(rb"pdfuaid:part[^>]*1", root.Metadata.read_bytes())
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_data_cell_names_header_cells_that_exist(printed: Printed) -> None:
    heads = {str(tag.ID) for tag in printed.tags("TH")}
    cells = [[str(header) for header in tag.A.Headers] for tag in printed.tags("TD")]

    assert len(cells) > 1000
    assert all(cells)
    assert {header for cell in cells for header in cell} <= heads


def test_only_subsets_of_the_portal_s_own_fonts_are_embedded(printed: Printed) -> None:
    assert {re.sub(r"^/[A-Z]{6}\+Portal-", "", name) for name in printed.fonts} == FACES
    assert printed.missing_glyphs() == 0


@pytest.mark.parametrize("face", ["Song", "Song-Bold", "Hei"])
def test_every_digit_is_drawn_as_itself(printed: Printed, settings: Settings, face: str) -> None:
    look, _, weight = face.partition("-")
    drawn = printed.outlines(face, "0123456789")

    with TTFont(settings.FONTS_DIR / "faces" / f"Portal{look}-{weight or 'Regular'}.otf") as font:
        glyphs = [font.getGlyphID(font.getBestCmap()[ord(digit)]) for digit in "0123456789"]
        assert drawn == [outline(font, glyph) for glyph in glyphs]
    assert len(set(map(str, drawn))) == 10


def test_the_data_it_shows_are_inside_it(printed: Printed) -> None:
    inside = {str(file.UF): file.EF.F.read_bytes() for file in printed.file.Root.AF.as_list()}

    assert inside == {one.name: one.content for one in INSIDE}
    assert {str(file.AFRelationship) for file in printed.file.Root.AF.as_list()} == {"/Data"}
    assert set(printed.reader.attachments) == set(inside)


def test_the_cover_and_every_foot_say_how_it_is_verified(
    printed: Printed, settings: Settings
) -> None:
    short = f"{settings.PORTAL_URL}/verify/{IDENTIFIER[:16]}/".split("://")[-1]
    (code,) = printed.tags("Figure")

    assert IDENTIFIER in squeezed(printed.lines[0])
    assert all(short in squeezed(text) for text in printed.lines)
    assert all(IMPRINT.search(squeezed(text)) for text in printed.lines[1:])
    assert str(code.Alt) == "二维码：打开本文件的核验页"
    assert "第1版2026年2月5日公开" in printed.pages[0]


def test_a_correction_says_on_its_cover_what_it_corrects(reference: Document) -> None:
    imprint = Imprint(2, date(2026, 3, 5), "更正了表 7 的金额。", IDENTIFIER)

    html = pdf.official_html(presented(reference, imprint), IDENTIFIER)

    assert "更正说明：更正了表 7 的金额。" in html
    assert "（第 2 版）" in html


def test_a_published_document_bears_no_watermark(printed: Printed) -> None:
    assert "草稿" not in printed.text


def test_the_same_document_gives_the_same_bytes(published: Presentation, printed: Printed) -> None:
    assert pdf.render(published, IDENTIFIER, INSIDE) == printed.content
