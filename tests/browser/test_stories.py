"""What people come for, from the home page to the end, in clicks, on a screen and on a phone."""

import io
import json
import zipfile
from decimal import Decimal
from pathlib import Path

import frictionless
import pytest
from playwright.sync_api import Page, expect

from tests.web.library import CODE, PAGE

from .conftest import Complaints
from .reader import Reader

NAME = "驻乌鲁木齐办事处"
WIDTHS = pytest.mark.parametrize("width", [375, 1280])


@pytest.fixture
def reader(portal: str, page: Page, width: int) -> Reader:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(portal)
    return Reader(page)


@WIDTHS
def test_a_citizen_learns_in_two_clicks_what_an_office_plans_to_spend_on_cars(
    portal: str, reader: Reader, complaints: Complaints
) -> None:
    page = reader.page

    reader.click(page.get_by_role("link", name="克孜勒苏柯尔克孜自治州各部门公务用车购置及运行费"))
    row = page.get_by_role("row", name=NAME)
    reader.click(row.get_by_role("link", name="20.00"))

    expect(page).to_have_url(f"{portal}{PAGE}#t10-vehicles")
    expect(page.locator("#t10-vehicles")).to_be_in_viewport()
    expect(page.locator("#t10-vehicles")).to_contain_text("20.00")
    assert reader.clicks == 2
    assert complaints.errors == []


@WIDTHS
def test_a_researcher_takes_a_year_of_a_region_in_two_clicks(
    reader: Reader, tmp_path: Path, complaints: Complaints
) -> None:
    page = reader.page

    reader.click(page.get_by_role("navigation").get_by_role("link", name="数据", exact=True))
    content = reader.taken(page.get_by_role("link", name="2026 年 克孜勒苏柯尔克孜自治州 ZIP"))

    assert reader.clicks == 2
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(tmp_path)
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["type", "note"])
    assert complaints.errors == []


@WIDTHS
def test_a_researcher_finds_the_interface_in_two_clicks_and_reads_it_to_the_end(
    portal: str, reader: Reader
) -> None:
    page = reader.page

    reader.click(page.get_by_role("navigation").get_by_role("link", name="数据", exact=True))
    reader.click(page.get_by_role("link", name="数据接口"))

    assert reader.clicks == 2
    expect(page.get_by_role("region", name="curl 示例")).to_contain_text("/api/v1/publications?")
    rows, cursor = [], ""
    while True:
        asked = f"{portal}/api/v1/line-items?department={CODE}&limit=10{cursor}"
        answer = json.loads(page.request.get(asked).body())
        rows += answer["items"]
        if answer["next"] is None:
            break
        cursor = f"&cursor={answer['next']}"
    assert sum(Decimal(row["amount_yuan"]) for row in rows) == Decimal("4901551.00")
    assert answer["licence"]["name"] in page.locator("#licence + div").inner_text()
