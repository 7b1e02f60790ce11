"""A journalist compares forty departments over three years, and takes the table away."""

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django import DjangoDbBlocker

from disclosures.models import Publication
from tests.browser.accessible import violations
from tests.browser.conftest import Complaints, Portal, served
from tests.browser.reader import Reader
from tests.web.library import another_department

HERE = "653023"
DEPARTMENTS = 40
YEARS = (2024, 2025, 2026)
PATHS = (
    *("/", "/compare/", f"/compare/?region={HERE}", "/functions/", "/functions/201/", "/api/"),
    *("/data/", f"/departments/{HERE}001/", f"/compare/?region={HERE}&way=share&contrast=high"),
)


def forty_departments(publication: Publication) -> None:
    """A county whose departments published three years, one of them only the last."""
    for number in range(DEPARTMENTS):
        for year in YEARS if number else YEARS[-1:]:
            another_department(
                publication, f"{HERE}{number:03}", f"部门{number:02}", year=year, region=HERE
            )


@pytest.fixture(scope="module")
def county(
    django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of a portal with forty departments."""
    artefacts: Path = tmp_path_factory.mktemp("artefacts")
    yield from served(Portal(artefacts, forty_departments), django_db_blocker)


@pytest.mark.parametrize("width", [375, 1280])
def test_forty_departments_over_three_years_take_three_clicks(
    county: str, complaints: Complaints, page: Page, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(county)
    reader = Reader(page)

    reader.click(page.get_by_role("navigation").get_by_role("link", name="比较"))
    reader.click(page.get_by_role("link", name=f"地区{HERE} 全部部门，收支总预算"))
    expect(page.locator(".side-by-side tbody tr")).to_have_count(DEPARTMENTS)
    content = reader.taken(page.get_by_role("link", name="下载 CSV"))

    assert reader.clicks == 3
    rows = list(csv.reader(StringIO(content.decode())))
    assert len(rows) == 1 + DEPARTMENTS + 1
    assert rows[1][3:5] == ["未公开", "未公开"]
    assert rows[0][3:] == [f"{year} 年（万元）" for year in YEARS]
    assert complaints.errors == []


def test_the_heading_and_the_names_stay_while_a_reader_scrolls(county: str, page: Page) -> None:
    page.set_viewport_size({"width": 375, "height": 700})
    page.goto(f"{county}/compare/?region={HERE}")
    frame = page.locator(".tall")

    frame.evaluate("frame => frame.scrollTo(60, 900)")

    held = page.locator(".side-by-side thead th").first.bounding_box()
    around = frame.bounding_box()
    assert held is not None
    assert around is not None
    assert abs(held["x"] - around["x"]) < 2
    assert abs(held["y"] - around["y"]) < 2


def test_a_heading_sorts_and_the_address_says_so(county: str, page: Page) -> None:
    page.goto(f"{county}/compare/?region={HERE}")

    page.get_by_role("link", name="2025").click()

    expect(page.locator("th[aria-sort=descending]")).to_contain_text("2025")
    expect(page.locator(".side-by-side tbody th").last).to_have_text("部门00")
    assert "sort=-2025" in page.url


def test_departments_are_found_while_a_reader_types(county: str, page: Page) -> None:
    page.goto(f"{county}/compare/")

    page.locator("input[name=q]").press_sequentially("部门07")
    page.get_by_label("部门07").check()
    page.locator("input[name=q]").fill("部门08")
    page.get_by_label("部门08").check()
    page.get_by_role("button", name="比较", exact=True).click()

    expect(page.locator(".side-by-side tbody th")).to_have_text(["部门07", "部门08"])


def test_departments_are_found_without_javascript(county: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{county}/compare/")

    page.locator("input[name=q]").fill("部门07")
    page.get_by_role("button", name="查找部门").click()
    page.get_by_label("部门07").check()
    page.get_by_role("button", name="比较", exact=True).click()

    expect(page.locator(".side-by-side tbody th")).to_have_text(["部门07"])
    context.close()


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("path", PATHS)
def test_every_page_is_accessible_and_no_wider_than_the_screen(
    county: str, browser: Browser, path: str, width: int
) -> None:
    context = browser.new_context(bypass_csp=True, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(county + path)

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
