"""Who has published: counted from what is public."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from disclosures.models import Department, Publication

from .library import another_department, next_version, read, texts

pytestmark = [pytest.mark.usefixtures("published"), pytest.mark.django_db]


def states(query: str = "") -> list[str]:
    return texts(read(f"/status/{query}"), "tbody td[data-label=状态]")


def test_who_has_not_published_stands_first_without_a_link(published: Publication) -> None:
    region = published.disclosure.department.region
    Department.objects.create(region=region, code="653000999", name="尚未公开的部门")

    root = read("/status/?year=2026")

    assert texts(root, "tbody th")[0].startswith("尚未公开的部门")
    assert states("?year=2026") == ["尚未公开", "已公开"]
    assert texts(root, "tbody th a") == [published.disclosure.name]
    assert texts(root, ".tally dd")[0] == "1 / 2 个部门"


def test_a_correction_is_told(published: Publication) -> None:
    next_version(published)

    assert states()[0].startswith("已更正（第 2 版）")


def test_days_after_the_approval_are_those_of_the_record() -> None:
    days = texts(read("/status/"), "tbody td[data-label=批复后天数]")

    assert days[0].split(" ")[0].isdigit()


def test_the_number_of_questions_is_constant(
    published: Publication, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(4):
        Client().get("/status/")
    for number in range(8):
        another_department(published, f"65300{number:04}", f"部门{number:02}", region="653000")
    with django_assert_num_queries(4):
        Client().get("/status/")


@pytest.mark.parametrize("query", ["?year=x", "?year=1", "?region=%00", "?region=999"])
def test_what_cannot_be_understood_is_left_out(query: str) -> None:
    assert Client().get(f"/status/{query}").status_code == 200
