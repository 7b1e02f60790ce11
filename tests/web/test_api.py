"""The open interface: what a program reads, page by page, and how it is told of mistakes."""

from decimal import Decimal
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from disclosures.models import Department, Publication, Region, Unit

from .library import (
    CODE,
    PAGE,
    UNIT_CODE,
    another_department,
    next_version,
    unit_s_own,
    withdrawn,
)

pytestmark = [pytest.mark.usefixtures("published"), pytest.mark.django_db]
ROOT = "/api/v1"


def told(path: str) -> dict[str, Any]:
    found: dict[str, Any] = Client().get(f"{ROOT}/{path}").json()
    return found


def everything(path: str, limit: int = 2) -> list[Any]:
    """All rows, page after page."""
    rows, cursor = [], ""
    while True:
        page = told(f"{path}{'&' if '?' in path else '?'}limit={limit}{cursor}")
        rows += page["items"]
        if page["next"] is None:
            return rows
        cursor = f"&cursor={page['next']}"


def test_a_version_is_told_with_its_hash_and_files_that_are_there(published: Publication) -> None:
    (row,) = told("publications?current=true")["items"]

    assert row["sha256"] == published.sha256
    assert row["total_yuan"] == f"{published.total:.2f}"
    assert row["page"] == f"{PAGE}v1/"
    assert Client().get(row["data"]).status_code == 200
    for file in row["files"]:
        content = Client().get(file["address"]).content
        assert sha256(content).hexdigest() == file["sha256"]


def test_pages_lead_through_everything_once(published: Publication) -> None:
    for number in range(6):
        another_department(published, f"65309{number:04}", f"部门{number:02}")

    codes = [row["code"] for row in everything("departments")]

    assert sorted(codes) == sorted(Department.objects.values_list("code", flat=True))
    assert len(everything("publications", 3)) == 7


def test_versions_are_narrowed_by_whose_when_and_which(published: Publication) -> None:
    another_department(published, "653022001", "阿克陶县财政局", year=2025, region="653022")
    unit_s_own(published, Unit.objects.get(code=UNIT_CODE))
    next_version(published)

    def found(query: str) -> int:
        return len(told(f"publications?{query}")["items"])

    assert found("year=2025") == found("region=653022") == found("department=653022001") == 1
    assert found("kind=unit") == found(f"unit={UNIT_CODE}") == 1
    assert found(f"department={CODE}&kind=department") == 2
    assert found(f"department={CODE}&kind=department&current=true") == 1


def test_a_table_is_told_as_the_record_has_it(published: Publication) -> None:
    record = Client().get(f"{PAGE}data.json").json()

    titles = told(f"publications/{published.sha256}/tables")["items"]
    table = told(f"publications/{published.sha256}/tables/3")["item"]

    assert [one["title"] for one in titles] == [one["title"] for one in record["tables"]]
    assert table == record["tables"][2]


def test_codes_are_told_of_years_with_something_published() -> None:
    (code,) = told("codes/functional?year=2026&code=2010301")["items"]

    assert code == {"year": 2026, "code": "2010301", "name": "行政运行"}
    assert told("codes/economic?year=2025")["items"] == []


def test_what_is_withdrawn_or_never_published_is_not_there(published: Publication) -> None:
    gone = another_department(published, "653022001", "阿克陶县财政局")
    withdrawn(gone)
    region = Region.objects.get(code="653000")
    Department.objects.create(code="653000999", name="尚未公开的部门", region=region)

    assert [row["code"] for row in told("departments")["items"]] == [CODE]
    assert len(told("publications")["items"]) == 1
    for rest in ("", "/tables", "/tables/3"):
        response = Client().get(f"{ROOT}/publications/{gone.sha256}{rest}")
        unknown = Client().get(f"{ROOT}/publications/{'0' * 64}{rest}")
        assert response.status_code == 404
        assert response.content == unknown.content


def test_what_is_known_already_is_not_sent_again() -> None:
    first = Client().get(f"{ROOT}/departments")

    second = Client().get(f"{ROOT}/departments", headers={"If-None-Match": first.headers["ETag"]})

    assert (second.status_code, second.content) == (304, b"")
    assert second.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("departments?year=2026", "year"),
        ("publications?year=abc", "year"),
        ("publications?year=1999", "year"),
        ("publications?kind=none", "kind"),
        ("publications?year=2026&year=2025", "year"),
        ("publications?limit=1001", "limit"),
        ("publications?cursor=%00", "cursor"),
    ],
)
def test_a_parameter_that_cannot_be_understood_is_named(path: str, parameter: str) -> None:
    response = Client().get(f"{ROOT}/{path}")

    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["parameter"] == parameter


@pytest.mark.parametrize("path", ["nowhere", "v1", "v1/", "v1/departments/", "v2/departments"])
def test_an_unknown_address_is_a_problem_not_a_page(path: str) -> None:
    response = Client().get(f"/api/{path}")

    assert response.status_code == 404
    assert response.json()["status"] == 404


def test_the_interface_only_reads_and_any_origin_may() -> None:
    asked = Client().options(f"{ROOT}/publications", headers={"Origin": "https://other.example"})
    written = Client().post(f"{ROOT}/publications", {"year": 2026})
    head = Client().head(f"{ROOT}/publications")

    assert asked.status_code == 204
    assert asked.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert (written.status_code, written.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert (head.status_code, head.content) == (200, b"")
    for response in (asked, written, head):
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/api/", 0),
        (f"{ROOT}/openapi.json", 0),
        (f"{ROOT}/departments", 1),
        (f"{ROOT}/publications", 2),
        (f"{ROOT}/codes/functional", 1),
        (f"{ROOT}/line-items", 1),
        (f"{ROOT}/figures?year=2026", 1),
        (f"{ROOT}/measures", 0),
    ],
)
def test_no_answer_asks_more_of_the_database_when_more_is_published(
    published: Publication,
    django_assert_num_queries: DjangoAssertNumQueries,
    path: str,
    queries: int,
) -> None:
    for number in range(12):
        another_department(published, f"65309{number:04}", f"部门{number:02}")

    with django_assert_num_queries(queries):
        assert Client().get(path).status_code == 200


@pytest.mark.parametrize("code", ["2010301", "20103", "208"])
def test_line_items_add_up_to_the_table_of_the_page(published: Publication, code: str) -> None:
    another_department(published, "653022001", "阿克陶县财政局")
    next_version(published)
    table = told(f"publications/{published.sha256}/tables/3")["item"]
    (row,) = [row for row in table["rows"] if row["key"] == code]

    lines = everything(f"line-items?department={CODE}&function={code}")

    assert sum(Decimal(line["amount_yuan"]) for line in lines) == Decimal(row["yuan"][4])


def test_figures_are_told_of_the_current_version(published: Publication) -> None:
    next_version(published)
    (figure,) = told("figures?measure=total")["items"]
    (old,) = told(f"figures?measure=total&publication={published.sha256}")["items"]

    assert figure["publication"] != published.sha256
    assert old["publication"] == published.sha256
    assert figure["value"] == old["value"]


def test_line_items_and_figures_of_what_is_withdrawn_are_gone(published: Publication) -> None:
    gone = another_department(published, "653022001", "阿克陶县财政局")
    withdrawn(gone)

    for kind in ("line-items", "figures"):
        assert told(f"{kind}?publication={gone.sha256}")["items"] == []
        assert told(f"{kind}?department=653022001")["items"] == []
