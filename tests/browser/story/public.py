"""What anybody reads: the page, its versions, its PDF, what was corrected."""

from playwright.sync_api import Page, expect

from .department import Department


def read(page: Page, desk: Department, path: str, *figures: str) -> str:
    """A public page answers, with these figures on it."""
    answer = page.goto(f"{desk.public}{path}")
    assert answer is not None
    assert answer.status == 200
    for figure in figures:
        expect(page.locator("main")).to_contain_text(figure)
    return page.locator("main").inner_text()


def corrected(page: Page, desk: Department, cell: str, *figures: str) -> None:
    """The public difference names a cell with what stood there, what stands and by how much."""
    read(page, desk, "changes/", "第 2 版更正第 1 版")
    change = page.locator("tbody tr").filter(has=page.locator(f'a[href$="{cell}"]')).first
    for figure in figures:
        expect(change).to_contain_text(figure)


def pdf(page: Page, desk: Department, version: int) -> bytes:
    """The official PDF of a version."""
    answer = page.request.get(f"{desk.public}v{version}/disclosure.pdf")
    assert answer.status == 200
    assert answer.body().startswith(b"%PDF-")
    return answer.body()
