"""Every figure has an address that says how it came about, without a script."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from disclosures.budget.provenance import places
from disclosures.models import Publication, Unit

from .library import (
    CODE,
    PAGE,
    UNIT_CODE,
    Html,
    another_department,
    chosen,
    document_of,
    next_version,
    read,
    texts,
    unit_s_own,
)

pytestmark = pytest.mark.usefixtures("published")
FIGURE = f"{PAGE}figures/t3-2010301-2/"


def words(root: Html) -> str:
    return " ".join(chosen(root, "article.figure")[0].text_content().split())


def test_every_amount_of_a_table_has_its_address_on_the_page(
    html: Html, published: Publication
) -> None:
    cells = {cell.get("id") for cell in chosen(html, ".budget td[id]")}

    assert cells == {place.address for place in places(document_of(published))}


def test_a_figure_says_what_it_sums_and_lists_the_line_items() -> None:
    root = read(FIGURE)

    assert texts(root, "article.figure .amount strong") == ["192.26"]
    assert texts(root, ".conditions li") == [
        "基本支出（没有项目的明细）",
        "功能分类科目 2010301 行政运行",
    ]
    assert len(chosen(root, ".lines tbody tr")) > 3
    assert texts(root, ".lines tfoot td") == ["1,922,574.00"]
    assert "表内数不一致" not in words(root)


def test_a_figure_quotes_the_text_and_the_reason_for_its_change() -> None:
    root = read(f"{PAGE}figures/t3-total-2/")

    assert "正文说明：比上年增加 13.17 万元，增长 5.12%" in words(root)
    assert "推算上年为 256.99 万元" in words(root)
    (quotation,) = chosen(root, "blockquote a")
    assert quotation.get("href") == f"{PAGE}#s3-2"


def test_a_figure_is_cited_with_all_that_finds_it_again(published: Publication) -> None:
    (citation,) = texts(read(FIGURE), ".citation")

    assert published.disclosure.name in citation
    assert "2026 年部门预算公开（第 1 版，" in citation
    assert (
        "表 3《部门支出总体情况表》，2010301 行政运行，支出预算 › 基本支出：192.26 万元" in citation
    )
    assert published.sha256 in citation
    assert citation.endswith(f"http://testserver{PAGE}v1/figures/t3-2010301-2/")


@pytest.mark.parametrize("place", ["t3", "t1", "t11"])
def test_a_table_offers_its_figures_to_choose_from(place: str, published: Publication) -> None:
    root = read(f"{PAGE}figures/{place}/")

    links = [link.get("href") for link in chosen(root, ".budget td a")]

    number = int(place[1:])
    wanted = [one for one in places(document_of(published)) if one.table == number]
    assert links == [f"../{one.address}/" for one in wanted]


@pytest.mark.parametrize("place", ["t0", "t12", "t3-total-9", "t3-nothing-1", "t8-total-1", "x"])
def test_what_is_no_figure_is_not_found(place: str) -> None:
    unknown = Client().get("/departments/1/2026/")

    answer = Client().get(f"{PAGE}figures/{place}/")

    assert answer.status_code == 404
    assert answer.content == unknown.content


@pytest.mark.django_db
def test_last_year_s_figure_is_that_of_the_publication_of_the_year_before(
    published: Publication,
) -> None:
    department = another_department(published, "653000555", "某局", year=2025).disclosure.department
    this = another_department(published, "653000555", "某局", year=2026)

    root = read("/departments/653000555/2026/figures/t3-total-1/")

    assert this.disclosure.department == department
    assert "上年（2025 年）490.16 万元，本年与上年相同" in words(root)


@pytest.mark.django_db
def test_the_figures_of_a_unit_stay_those_of_the_unit(published: Publication) -> None:
    unit_s_own(published, Unit.objects.get(code=UNIT_CODE))

    root = read(f"/departments/{UNIT_CODE}/2026/figures/t3/?kind=unit")

    links = {link.get("href") for link in chosen(root, ".budget td a")}
    assert links
    assert all(link.endswith("/?kind=unit") for link in links)


@pytest.mark.django_db
def test_the_page_of_a_correction_marks_the_figures_that_it_changed(published: Publication) -> None:
    document = document_of(published)
    table = document.statements[2]
    total = table.rows[0]
    cells = (*total.cells[:-1], Decimal("2300000.00"))
    changed = replace(table, rows=(replace(total, cells=cells), *table.rows[1:]))
    statements = (*document.statements[:2], changed, *document.statements[3:])
    next_version(published, document=replace(document, statements=statements))

    root = read(PAGE)

    assert [cell.get("id") for cell in chosen(root, "td.changed")] == ["t3-total-3"]
    assert "更正的 1 个数" in texts(root, ".notice")[0]
    assert not chosen(read(f"{PAGE}v1/"), "td.changed")
    assert "以表内数为准" in words(read(f"{PAGE}figures/t3-total-3/"))


@pytest.mark.parametrize("place", ["t3", "t3-total-1"])
def test_a_figure_costs_few_queries(
    place: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(3):
        assert Client().get(f"{PAGE}figures/{place}/").status_code == 200


def test_the_summary_leads_each_figure_to_its_place(html: Html) -> None:
    links = {link.text: link.get("href") for link in chosen(html, ".summary dd a")}

    assert links["490.16 万元"] == "#t3-total-1"
    assert links["增加 13.17 万元，增长 5.12%"] == "#s3-2"
    assert links["115.00 万元"].startswith(f"#t7-{UNIT_CODE}-2010301-")
    assert links["14"] == "#o2-2"
    assert CODE
