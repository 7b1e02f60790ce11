"""Departments side by side: what is shown, what is missing, and what can be taken away."""

import csv
from decimal import Decimal
from io import BytesIO, StringIO
from time import sleep

import lxml.html
import openpyxl
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from disclosures.budget.amounts import total, wan
from disclosures.comparing.choice import Choice
from disclosures.comparing.facts import Fact
from disclosures.comparing.table import shown
from disclosures.models import Department, Publication

from .library import CODE, PAGE, another_department, chosen, read, texts, withdrawn

pytestmark = [pytest.mark.usefixtures("region"), pytest.mark.django_db]
HERE = "653022"
FIRST, SECOND = "653022001", "653022002"


@pytest.fixture
def region(published: Publication) -> Publication:
    """Two departments of a county: one with three years, one with the last only."""
    for year in (2024, 2025, 2026):
        another_department(published, FIRST, "阿克陶县财政局", year=year, region=HERE)
    another_department(published, SECOND, "=阿克陶县教育局", region=HERE)
    return published


def cells(query: str) -> list[list[str]]:
    """The rows of the table, their names first."""
    content = Client().get(f"/compare/?{query}", follow=True).content
    rows = chosen(lxml.html.document_fromstring(content), ".side-by-side tbody tr")
    return [[cell.text_content() for cell in row] for row in rows]


def told(query: str) -> list[list[str]]:
    """The rows of the CSV."""
    content = Client().get(f"/compare/table.csv?{query}").content.decode()
    return list(csv.reader(StringIO(content)))


ALL = f"region={HERE}&year=2024&year=2025&year=2026"


def test_what_nobody_published_is_said_and_is_not_zero(region: Publication) -> None:
    whole = f"{wan(region.total):,.2f}"
    assert cells(ALL) == [
        ["阿克陶县财政局", whole, whole, whole],
        ["=阿克陶县教育局", "未公开", "未公开", whole],
    ]
    nothing = cells(f"{ALL}&measure=government_fund")
    assert nothing[1] == ["=阿克陶县教育局", "未公开", "未公开", "0.00"]


def test_a_change_is_told_only_where_the_year_before_is_public() -> None:
    assert cells(f"region={HERE}&way=change&year=2025&year=2026") == [
        ["阿克陶县财政局", "+0.00+0.00%", "+0.00+0.00%"],
        ["=阿克陶县教育局", "未公开", "上年未公开"],
    ]


@pytest.mark.parametrize(
    ("way", "fact", "expected"),
    [
        ("share", Fact(Decimal(25), Decimal(100)), (Decimal("25.00"), "")),
        ("share", Fact(Decimal(0), Decimal(0)), (None, "总额为零")),
        ("per_head", Fact(Decimal(90_000), Decimal(1), Decimal(3)), (Decimal("3.00"), "")),
        ("per_head", Fact(Decimal(90_000), Decimal(1), Decimal(0)), (None, "未列人数")),
        ("per_head", Fact(Decimal(90_000), Decimal(1)), (None, "未列人数")),
        ("amount", Fact(None, Decimal(1)), (None, "未列")),
    ],
)
def test_nothing_is_divided_by_nothing(
    way: str, fact: Fact, expected: tuple[Decimal | None, str]
) -> None:
    assert shown(Choice(way=way), fact) == expected


@pytest.mark.parametrize("measure", ["function-201", "function-2010301", "economic-301"])
def test_a_code_is_compared_by_its_line_items(measure: str) -> None:
    record = Client().get(f"{PAGE}data.json").json()
    kind, code = measure.split("-")
    field = {"function": "functional_code", "economic": "economic_code"}[kind]
    spent = total(
        Decimal(line["amount_yuan"])
        for line in record["line_items"]
        if line[field].startswith(code)
    )

    assert cells(f"department={CODE}&measure={measure}&year=2026")[0][1] == f"{wan(spent):,.2f}"
    (link,) = chosen(
        read(f"/compare/?measure={measure}&department={CODE}&year=2026"), ".side-by-side td a"
    )[:1]
    assert link.get("href").startswith(f"{PAGE}#t")


@pytest.mark.parametrize(
    ("given", "canonical"),
    [
        (
            "year=2026&q=&measure=total&department=B&way=amount&department=A&year=2025",
            "department=A&department=B&year=2025&year=2026",
        ),
        ("region=653022&year=2026&page=x&sort=nothing&way=none", "region=653022&year=2026"),
        (
            "region=653022&year=2026&code=20103&classification=function",
            "region=653022&measure=function-20103&year=2026",
        ),
        ("region=653022", "region=653022&year=2024&year=2025&year=2026"),
    ],
)
def test_one_choice_has_one_address(given: str, canonical: str) -> None:
    response = Client().get(f"/compare/?{given}")

    assert response.headers["Location"] == f"/compare/?{canonical}"
    assert Client().get(response.headers["Location"]).status_code == 200


def test_a_comparison_is_read_in_large_type_and_high_contrast() -> None:
    asked = Client().get(f"/compare/?region={HERE}&year=2026&size=large&contrast=high")

    assert asked.status_code == 200


def test_rows_are_sorted_by_any_year_what_is_missing_last() -> None:
    for falling in ("", "-"):
        names = [row[0] for row in cells(f"region={HERE}&sort={falling}2025&year=2025")]
        assert names[-1] == "=阿克陶县教育局"
    names = [row[0] for row in cells(f"region={HERE}&sort=-name&year=2025")]
    assert names == sorted(names, reverse=True)


def test_the_files_hold_what_is_shown_and_no_formula(region: Publication) -> None:
    rows = told(ALL)
    file = Client().get(f"/compare/table.xlsx?{ALL}").content
    sheet = openpyxl.load_workbook(BytesIO(file)).worksheets[0]

    assert [row[1] for row in rows[1:]] == ["阿克陶县财政局", "'=阿克陶县教育局", "合计"]
    assert rows[2][3:5] == ["未公开", "未公开"]
    assert Decimal(rows[1][3]) == wan(region.total)
    assert sheet["B3"].data_type == "s"
    assert sheet["B3"].value == "=阿克陶县教育局"
    assert sheet["D2"].value == pytest.approx(float(wan(region.total)))


def test_the_same_rows_are_the_same_workbook_at_any_time() -> None:
    first = Client().get(f"/compare/table.xlsx?{ALL}").content
    sleep(1.1)  # what a workbook tells of its making has seconds

    assert Client().get(f"/compare/table.xlsx?{ALL}").content == first


def test_what_is_withdrawn_or_only_registered_is_not_compared() -> None:
    place = Department.objects.get(code=FIRST).region
    Department.objects.create(code="653022099", name="尚未公开的部门", region=place)
    withdrawn(*Publication.objects.filter(disclosure__department__code=SECOND))

    assert [row[0] for row in cells(ALL)] == ["阿克陶县财政局"]
    assert texts(read("/compare/?q=阿克陶"), "#matches label") == [
        " 阿克陶县财政局653022　653022001".replace("653022　", "地区653022　")
    ]


@pytest.mark.parametrize(
    "query", ["", "q=%00", "region=%00", "department=%27", "year=9999&region=653022", "page=99999"]
)
def test_odd_questions_are_answered(query: str) -> None:
    assert Client().get(f"/compare/?{query}", follow=True).status_code == 200


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        (f"/compare/?{ALL}", 8),
        (f"/compare/?region={HERE}&measure=function-201&way=per_head&year=2026", 10),
        (f"/compare/table.csv?{ALL}", 5),
    ],
)
def test_no_comparison_asks_more_when_there_are_more_departments(
    region: Publication,
    django_assert_num_queries: DjangoAssertNumQueries,
    path: str,
    queries: int,
) -> None:
    for number in range(12):
        another_department(region, f"6530229{number:02}", f"部门{number:02}", region=HERE)

    with django_assert_num_queries(queries):
        assert Client().get(path).status_code == 200
