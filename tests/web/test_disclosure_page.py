"""The page of a disclosure shows the whole record, and nothing that a strict policy forbids."""

import gzip
from pathlib import Path

import lxml.html
import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client

from disclosures.budget import snapshot
from disclosures.budget.document import compose
from disclosures.ledger import submission
from disclosures.models import Explanation, Publication, Unit
from disclosures.presentation import presented

from .library import (
    PAGE,
    UNIT_CODE,
    Html,
    chosen,
    document_of,
    next_version,
    read,
    texts,
    unit_s_own,
)

pytestmark = pytest.mark.usefixtures("published")
KILOBYTE = 1024


@pytest.mark.parametrize("number", range(1, 12))
def test_every_cell_of_a_table_is_the_record_s(
    html: Html, published: Publication, number: int
) -> None:
    rows = chosen(html, f"#t{number} tbody tr")

    shown = [[cell.text_content() for cell in row] for row in rows]

    statement = document_of(published).statements[number - 1]
    assert shown == [list(row.shown) for row in statement.rows]


@pytest.mark.parametrize("number", range(1, 12))
def test_every_row_of_a_table_spans_all_its_columns(html: Html, number: int) -> None:
    (table,) = chosen(html, f"#t{number} table")
    width = len(chosen(table, "col"))

    bodies = {len(row) for row in chosen(table, "tbody tr")}
    first_header = sum(int(cell.get("colspan", 1)) for cell in chosen(table, "thead tr")[0])

    assert first_header == width
    assert bodies <= {width}


@pytest.mark.parametrize("number", range(1, 12))
def test_a_table_says_its_number_title_department_and_unit(
    html: Html, published: Publication, number: int
) -> None:
    (caption,) = chosen(html, f"#t{number} caption")
    document = document_of(published)

    words = " ".join(caption.text_content().split())

    title = document.statements[number - 1].title
    assert words == f"表 {number} {title} 编制部门：{document.name} 单位：万元"


def test_columns_are_numbered_as_published(html: Html) -> None:
    assert texts(html, "#t3 .numbers td") == ["※", "※", "※", "※", "1", "2", "3"]
    assert not chosen(html, "#t1 .numbers")


def test_a_table_without_amounts_shows_its_header_and_says_why(html: Html) -> None:
    assert len(chosen(html, "#t8 thead tr")) == 4
    assert not chosen(html, "#t8 tbody tr")
    (note,) = texts(html, "#t8 .note")
    assert note.endswith("政府性基金预算支出情况表为空表。")


def test_every_row_names_itself(html: Html) -> None:
    for row in chosen(html, ".statement tbody tr"):
        assert chosen(row, "th[scope=row]"), row.get("id")


def test_every_anchor_is_there_once(html: Html) -> None:
    ids = [element.get("id") for element in chosen(html, "[id]")]
    linked = {link.get("href") for link in chosen(html, "a[href^='#']")}

    assert len(ids) == len(set(ids))
    assert linked <= {f"#{anchor}" for anchor in ids}


def test_the_text_is_the_record_s(html: Html, published: Publication) -> None:
    for position, section in enumerate(document_of(published).sections, 1):
        shown = texts(html, f"#s{position} > p, #s{position} > h4")
        assert shown == [paragraph.text for paragraph in section.paragraphs]


def test_the_targets_follow_the_paragraph_that_leads_to_them(html: Html) -> None:
    (lead_in,) = chosen(html, "p.lead-in")

    following = lead_in.getnext()

    assert following.get("id") == "g1"
    assert len(chosen(html, ".target")) == 3


def test_a_group_of_indicators_is_named_once(html: Html) -> None:
    (table,) = chosen(html, "#g2 .indicators")

    rowspans = [int(cell.get("rowspan", 1)) for cell in chosen(table, "tbody tr > :first-child")]

    first_cells = [row[0].text for row in chosen(table, "tbody tr") if len(row) == 9]
    assert first_cells == ["产出指标", "成本指标", "效益指标", "满意度指标"]
    assert rowspans[0] == 5


def test_the_contents_lead_to_four_parts_eleven_tables_and_twelve_sections(html: Html) -> None:
    links = [link.get("href") for link in chosen(html, ".rail a")]

    assert [link for link in links if link.startswith("#part-")] == [
        "#part-1",
        "#part-2",
        "#part-3",
        "#part-4",
    ]
    assert sum(link.startswith("#t") for link in links) == 11
    assert sum(link.startswith("#s") for link in links) == 12


def test_the_contents_leave_out_the_name_that_every_title_repeats(html: Html) -> None:
    (link,) = chosen(html, ".rail a[href='#s1']")

    assert "办事处" not in link.text_content()
    assert link.text_content().split() == ["一、", "收支预算情况总体说明"]


def test_the_document_closes_with_its_name_and_date(html: Html) -> None:
    assert texts(html, ".close p") == [
        "克孜勒苏柯尔克孜自治州人民政府驻乌鲁木齐办事处",
        "2026年2月5日",
    ]


def test_the_summary_is_that_of_the_tables(html: Html) -> None:
    assert texts(html, ".highlights .amount") == [
        "490.16",
        "270.16",
        "220.00",
        "385.16",
        "20.00",
    ]


def test_the_page_links_to_the_files_that_it_shows(html: Html, published: Publication) -> None:
    links = {link.get("href") for link in chosen(html, "a")}

    files = {f"{PAGE}disclosure.pdf", f"{PAGE}data.json"}
    assert links >= files | {f"{PAGE}tables/{number}.csv" for number in range(1, 12)}
    assert published.sha256 in html.text_content()


@pytest.mark.parametrize("path", ["/", "/disclosures/", PAGE, "/departments/653000301/", "/no"])
def test_no_style_or_script_stands_in_a_page(path: str) -> None:
    root = read(path)

    inline = root.xpath(
        "//style | //*[@style] | //@*[starts-with(name(), 'on')]"
        " | //script[not(@src) and not(@type = 'application/ld+json')]"
    )

    assert inline == []


def test_a_page_with_all_it_needs_is_light() -> None:
    html = Client().get(PAGE).content
    root = lxml.html.document_fromstring(html)
    linked = root.xpath(
        "//link[@rel='stylesheet']/@href | //script/@src | //link[@rel='icon']/@href"
    )
    assets = [Path(settings.BASE_DIR) / link.lstrip("/") for link in linked]

    weight = sum(
        len(gzip.compress(content)) for content in (html, *(a.read_bytes() for a in assets))
    )

    assert len(assets) == 7
    assert weight <= 100 * KILOBYTE
    assert sum(a.stat().st_size for a in assets if a.suffix == ".js") <= 8 * KILOBYTE


@pytest.mark.django_db
def test_an_earlier_version_says_that_it_was_corrected_and_which_is_current(
    published: Publication,
) -> None:
    next_version(published)

    earlier = read(f"{PAGE}v1/")
    current = read(PAGE)

    assert texts(earlier, ".notice") == ["本版已被第 2 版更正，现行版本为第 2 版。查看更正内容"]
    assert texts(current, ".notice") == ["本页为第 2 版，更正说明：更正表 3 的说明　查看更正内容"]
    links = [link.get("href") for link in chosen(current, ".notice a")]
    assert links == [f"{PAGE}v2/changes/"]


@pytest.mark.django_db
def test_the_files_of_a_version_are_that_version_s(published: Publication) -> None:
    next_version(published)

    earlier = read(f"{PAGE}v1/")

    links = {link.get("href") for link in chosen(earlier, ".file a, .downloads a")}
    assert f"{PAGE}v1/tables/1.csv" in links
    assert f"{PAGE}v1/disclosure.pdf" in links
    assert f"{PAGE}tables/1.csv" not in links


@pytest.mark.django_db
def test_a_unit_s_document_speaks_of_the_unit(published: Publication) -> None:
    unit_s_own(published, Unit.objects.get(code=UNIT_CODE))

    root = read(f"/departments/{UNIT_CODE}/2026/?kind=unit")

    assert "2026 年单位预算公开" in chosen(root, "h1")[0].text_content()
    assert "2026 年单位概况" in chosen(root, "#part-1 h2")[0].text_content()
    csv_links = [link.get("href") for link in chosen(root, ".file a")]
    assert all(link.endswith("?kind=unit") for link in csv_links)


@pytest.mark.django_db
def test_a_draft_is_marked_and_shows_what_is_owed(published: Publication) -> None:
    Explanation.objects.filter(disclosure=published.disclosure, key="expenditure/basic").delete()
    draft = presented(compose(submission(published.disclosure)), None)

    html = render_to_string("disclosures/disclosure.html", {"disclosure": draft})

    root = lxml.html.document_fromstring(html)
    assert "草稿" in chosen(root, ".ribbon")[0].text_content()
    assert texts(root, "#s3 mark.owed") == ["【待填】"]
    assert not chosen(root, ".downloads, .file")


@pytest.mark.django_db
def test_what_staff_wrote_is_text_and_never_markup(published: Publication) -> None:
    Explanation.objects.update_or_create(
        disclosure=published.disclosure,
        key="expenditure/basic",
        defaults={"wording": "<script>alert(1)</script>人员增加"},
    )
    document = compose(submission(published.disclosure))
    again, imprint = snapshot.read(
        snapshot.write(document, snapshot.Imprint(1, published.published_at.date()))
    )

    html = render_to_string(
        "disclosures/disclosure.html", {"disclosure": presented(again, imprint)}
    )

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script>alert" not in html
