"""A year beside the one before it: from its publication, or from what the text says."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from disclosures.models import Publication

from .library import PAGE, another_department, chosen, read, texts

pytestmark = pytest.mark.usefixtures("published")
CODE = "653000556"
YEARS = f"/departments/{CODE}/2026/compare-years/"


def test_without_last_year_s_publication_the_page_says_so_and_shows_what_the_text_says() -> None:
    root = read(f"{PAGE}compare-years/")

    assert "2025 年的预算公开不在本平台" in texts(root, ".facts")[0]
    rows = {row[0].text_content(): row for row in chosen(root, ".stated tbody tr")}
    basic = [cell.text_content() for cell in rows["支出预算，基本支出"]]
    assert basic[1:5] == ["270.16", "256.99", "+13.17", "+5.12%"]
    assert chosen(rows["支出预算，基本支出"], "a")[0].get("href") == f"{PAGE}#s3-2"


@pytest.mark.django_db
def test_with_last_year_s_publication_every_table_is_shown_side_by_side(
    published: Publication,
) -> None:
    another_department(published, CODE, "某局", year=2025)
    another_department(published, CODE, "某局", year=2026)

    root = read(YEARS)

    assert len(chosen(root, ".compared")) == 13  # two tables have two sides
    (total,) = chosen(chosen(root, ".compared")[3], "tr.l0")
    shown = [cell.text_content() for cell in total]
    assert shown[:5] == ["总计", "490.16", "490.16", "0.00", "0.00%"]
    assert texts(root, ".empty") == ["两年均无此项收支。"] * 3


@pytest.mark.django_db
def test_the_comparison_costs_few_queries(
    published: Publication, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    another_department(published, CODE, "某局", year=2025)
    another_department(published, CODE, "某局", year=2026)

    with django_assert_max_num_queries(4):
        assert Client().get(YEARS).status_code == 200
