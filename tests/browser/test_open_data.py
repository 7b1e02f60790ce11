"""Open data and verification in a browser: read by everybody, and nothing that it complains of."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.web.library import CODE, PAGE

from .accessible import violations
from .conftest import Complaints

ADDRESSES = ("/data/", "/verify/", f"/verify/{'0' * 64}/", f"/departments/{CODE}/", PAGE)


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize("width", [1280, 375])
def test_everybody_can_read_it_and_the_browser_has_nothing_to_complain_of(
    portal: str, page: Page, complaints: Complaints, path: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})

    page.goto(portal + path)

    assert complaints.errors == []
    assert all(one.startswith(portal) for one in complaints.requests)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if path != PAGE:
        assert violations(page) == []


def test_a_file_is_verified_by_its_reader(portal: str, page: Page, tmp_path: Path) -> None:
    file = tmp_path / "disclosure.pdf"
    file.write_bytes(page.request.get(f"{portal}{PAGE}disclosure.pdf").body())
    page.goto(f"{portal}/verify/")

    page.get_by_label("PDF、XLSX、JSON 或 CSV 文件").set_input_files(file)
    page.get_by_role("button", name="核验文件").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("是本平台公开的文件")
    expect(page.get_by_text("现行版本", exact=True)).to_be_visible()
    assert violations(page) == []
