"""What is spent on a function: sums that agree with the tables, and who spends most."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from disclosures import spending
from disclosures.budget import snapshot
from disclosures.models import FunctionTotal, Publication, Unit

from .library import (
    PAGE,
    UNIT_CODE,
    another_department,
    chosen,
    next_version,
    read,
    texts,
    unit_s_own,
    withdrawn,
)

pytestmark = [pytest.mark.usefixtures("published"), pytest.mark.django_db]


def in_table_3(code: str) -> str:
    """The amount of a code in the third table, as it is displayed."""
    record = Client().get(f"{PAGE}data.json").json()
    (row,) = [row for row in record["tables"][2]["rows"] if row["key"] == code]
    return str(row["cells"][4])


@pytest.mark.parametrize("code", ["201", "20103", "2010301"])
def test_the_sum_of_a_code_is_that_of_table_3(code: str) -> None:
    root = read(f"/functions/{code}/")

    years = texts(root, "section:first-of-type tbody td")
    assert years[0] == in_table_3(code)
    (cell,) = chosen(root, f'.side-by-side td a[href="{PAGE}#t3-{code}"]')
    assert cell.text_content() == in_table_3(code)


def test_the_classes_lead_down_to_their_items() -> None:
    (link,) = chosen(read("/functions/"), 'tbody a[href="/functions/201/"]')
    assert link.text_content() == "201 一般公共服务支出"
    below = texts(read("/functions/201/"), "[aria-labelledby=below] tbody th")
    assert below == ["20103 政府办公厅（室）及相关机构事务"]


def test_units_and_corrected_versions_are_not_counted_again(published: Publication) -> None:
    unit_s_own(published, Unit.objects.get(code=UNIT_CODE))
    next_version(published)

    assert texts(read("/functions/201/"), "section tbody td")[0] == in_table_3("201")


def test_another_year_is_a_choice(published: Publication) -> None:
    another_department(published, "653022001", "阿克陶县财政局", year=2025, region="653022")

    names = texts(read("/functions/201/?year=2025"), "[aria-labelledby=spenders] tbody th a")

    assert names == ["阿克陶县财政局"]


@pytest.mark.parametrize("code", ["999", "1", "abc", "20199", "2010301000"])
def test_a_function_nobody_spends_on_is_not_found(code: str) -> None:
    assert Client().get(f"/functions/{code}/").status_code == 404


def test_what_is_withdrawn_counts_no_more(published: Publication) -> None:
    gone = another_department(published, "653022001", "阿克陶县财政局")
    withdrawn(gone)

    root = read("/functions/201/")
    assert len(chosen(root, "[aria-labelledby=spenders] tbody tr")) == 1
    assert Decimal(texts(root, "section tbody td")[2]) == 1


def test_the_sums_follow_whatever_happens_to_versions(published: Publication) -> None:
    def come_to() -> set[tuple[int, Decimal, int]]:
        assert spending.is_true()
        sums = FunctionTotal.objects.filter(code="2010301")
        return set(sums.values_list("year", "amount", "departments"))

    (once,) = (amount for _, amount, _ in come_to())
    other = another_department(published, "653022001", "阿克陶县财政局")
    assert come_to() == {(2026, 2 * once, 2)}
    document, _ = snapshot.read(other.snapshot)
    less = tuple(line for line in document.line_items if line.functional == "2010301")[1:]
    left = sum(line.amount for line in less)
    next_version(other, document=replace(document, line_items=less))
    assert come_to() == {(2026, once + left, 2)}
    unit_s_own(published, Unit.objects.get(code=UNIT_CODE))
    assert come_to() == {(2026, once + left, 2)}
    other.disclosure.year = 2025
    other.disclosure.save()
    assert come_to() == {(2026, once, 1), (2025, left, 1)}
    withdrawn(*other.disclosure.publications.all())
    assert come_to() == {(2026, once, 1)}


@pytest.mark.parametrize(("path", "queries"), [("/functions/", 4), ("/functions/201/", 8)])
def test_no_page_asks_more_of_the_database_when_more_is_published(
    published: Publication,
    django_assert_num_queries: DjangoAssertNumQueries,
    path: str,
    queries: int,
) -> None:
    for number in range(12):
        another_department(published, f"65309{number:04}", f"部门{number:02}")

    with django_assert_num_queries(queries):
        assert Client().get(path).status_code == 200
