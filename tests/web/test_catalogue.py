"""Finding disclosures: home, list and department."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from disclosures.models import Publication, Unit

from .library import (
    CODE,
    PAGE,
    UNIT_CODE,
    another_department,
    chosen,
    next_version,
    read,
    texts,
    unit_s_own,
)

pytestmark = [pytest.mark.usefixtures("published"), pytest.mark.django_db]


def listed(query: str = "") -> list[str]:
    """The names on the list page."""
    return texts(read(f"/disclosures/{query}"), ".listing tbody th a")


def summary(path: str = "/") -> list[str]:
    return texts(read(path), ".highlights .amount")


def test_the_list_is_narrowed_by_words_year_and_region(published: Publication) -> None:
    another_department(published, "653022001", "阿克陶县财政局", region="653022")
    another_department(published, "653022002", "阿克陶县教育局", region="653022", year=2025)

    assert len(listed()) == 3
    assert listed("?q=阿克陶 财政局") == ["阿克陶县财政局"]
    assert listed("?q=653022002") == ["阿克陶县教育局"]
    assert listed("?year=2025") == ["阿克陶县教育局"]
    assert listed("?region=653022&year=2026") == ["阿克陶县财政局"]
    assert listed("?q=没有这个名称") == []


@pytest.mark.parametrize(
    "query", ["?year=abc", "?year=", "?year=99999999999", "?page=-3", "?page=x"]
)
def test_what_cannot_be_understood_is_left_out(published: Publication, query: str) -> None:
    assert listed(query) == [published.disclosure.name]


@pytest.mark.parametrize("query", ["?q=%00", "?q=%25", "?q=%27", f"?q={'长' * 500}", "?region=%00"])
def test_odd_words_are_answered(query: str) -> None:
    assert Client().get(f"/disclosures/{query}").status_code == 200


def test_the_list_has_twenty_a_page(published: Publication) -> None:
    for number in range(24):
        another_department(published, f"65309{number:04}", f"部门{number:02}")

    assert len(listed()) == 20
    assert len(listed("?page=2")) == 5
    assert not set(listed()) & set(listed("?page=2"))


def test_pages_keep_what_was_looked_for(published: Publication) -> None:
    for number in range(21):
        another_department(published, f"65309{number:04}", f"测试处{number:02}")
    root = read("/disclosures/?q=测试处&year=2026")

    (following,) = chosen(root, "a[rel=next]")

    assert len(listed(following.get("href"))) == 1


def test_only_the_current_version_is_listed(published: Publication) -> None:
    next_version(published)

    assert listed() == [published.disclosure.name]
    assert "第 2 版" in Client().get("/disclosures/").content.decode()


def test_the_total_of_a_year_does_not_count_units_twice(published: Publication) -> None:
    unit_s_own(published, Unit.objects.get(code=UNIT_CODE))

    assert summary() == ["490.16", "1", "1", "0"]


def test_the_total_of_a_year_counts_a_correction_once(published: Publication) -> None:
    next_version(published)

    assert summary() == ["490.16", "1", "0", "1"]


def test_a_department_shows_its_years_and_its_units(published: Publication) -> None:
    unit_s_own(published, Unit.objects.get(code=UNIT_CODE))

    root = read(f"/departments/{CODE}/")

    links = [link.get("href") for link in chosen(root, ".listing tbody th a")]
    assert links == [PAGE, f"/departments/{UNIT_CODE}/2026/?kind=unit"]


def test_a_department_shows_its_key_figures_through_the_years(published: Publication) -> None:
    another_department(published, CODE, published.disclosure.name, year=2025)

    rows = chosen(read(f"/departments/{CODE}/"), ".key-figures tbody tr")

    figures = {texts(row, "th")[0]: texts(row, "td") for row in rows}
    assert figures["公务用车运行费"] == ["20.00", "20.00"]
    assert figures["实有人数"] == ["12", "12"]


def test_a_unit_has_a_page_of_its_own(published: Publication) -> None:
    unit_s_own(published, Unit.objects.get(code=UNIT_CODE))

    root = read(f"/departments/{UNIT_CODE}/")

    links = [link.get("href") for link in chosen(root, ".listing tbody th a")]
    assert links == [f"/departments/{UNIT_CODE}/2026/?kind=unit"]


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/", 4),
        ("/disclosures/", 5),
        ("/disclosures/?q=部门&year=2026&region=653000", 6),
        ("/disclosures/?q=公车&kind=department&nature=administrative&sort=large", 7),
        ("/status/", 7),
        (f"/departments/{CODE}/", 3),
        (PAGE, 3),
        (f"{PAGE}v1/", 3),
        (f"{PAGE}changes/", 3),
        (f"{PAGE}v1/changes/", 3),
        (f"{PAGE}data.json", 2),
        (f"{PAGE}tables/3.csv", 2),
        (f"{PAGE}disclosure.pdf", 2),
    ],
)
def test_no_page_asks_more_of_the_database_when_more_is_published(
    published: Publication,
    django_assert_num_queries: DjangoAssertNumQueries,
    path: str,
    queries: int,
) -> None:
    for number in range(12):
        another_department(published, f"65309{number:04}", f"部门{number:02}")
    unit_s_own(published, Unit.objects.get(code=UNIT_CODE))

    with django_assert_num_queries(queries):
        assert Client().get(path).status_code == 200
