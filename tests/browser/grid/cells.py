"""The grid as a clerk uses it: cells by their numbers, blocks on the clipboard."""

from re import Pattern

from axe_playwright_python.sync_playwright import Axe
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Locator, Page, expect

GENERAL = "一般公共预算（一般财力）"
PASTE = """([text]) => {
  const data = new DataTransfer();
  data.setData('text/plain', text);
  const paste = new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true});
  document.activeElement.dispatchEvent(paste);
}"""
COPY = """() => {
  const data = new DataTransfer();
  document.activeElement.dispatchEvent(
    new ClipboardEvent('copy', {clipboardData: data, bubbles: true, cancelable: true}));
  return data.getData('text/plain');
}"""


def opened(page: Page, address: str) -> Page:
    """The grid at an address, ready for keys."""
    page.goto(address)
    expect(page.locator("#grid")).to_be_visible()
    return page


def cell(page: Page, row: int, column: int) -> Locator:
    """A cell by its numbers, both from 1."""
    return page.locator(f"#grid tbody tr:nth-child({row}) td:nth-child({column + 1})")


def pasted(page: Page, text: str, unit: str = "元") -> None:
    """Paste a block at the cell in use, its amounts being in the unit."""
    page.locator(f"#grid [name=unit][value={unit}]").check()
    cell(page, 1, 1).focus()
    page.evaluate(PASTE, [text])


def copied(sheet: Worksheet) -> str:
    """A worksheet as Excel and WPS put all of it on the clipboard: what cells show, quoted."""
    lines = []
    for row in sheet.iter_rows():
        texts = []
        for one in row:
            is_amount = isinstance(one.value, int | float) and "#" in one.number_format
            text = f"{one.value:,.2f}" if is_amount else str(one.value or "")
            quoted = text.replace('"', '""')
            texts.append(f'"{quoted}"' if set(text) & set('\n\t"') else text)
        lines.append("\t".join(texts))
    return "\r\n".join(lines) + "\r\n"


def checked(page: Page, summary: str | Pattern[str]) -> None:
    """The findings on what is saved are there, and this is how many."""
    expect(page.locator("#findings [data-summary]")).to_have_text(summary, timeout=10_000)


def block(*rows: tuple[str, ...]) -> str:
    return "\r\n".join("\t".join(row) for row in rows) + "\r\n"


def saved(page: Page) -> None:
    expect(page.locator("#state")).to_have_text("已保存", timeout=10_000)


def mend(page: Page, row: int, column: int, text: str) -> None:
    """Type over a cell."""
    cell(page, row, column).focus()
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def many(count: int) -> list[tuple[str, ...]]:
    """Rows that all differ: items, sections and sources of the sample's catalogue."""
    functional = ["2010301", "2010302", "2010303", "2080505", "2101101", "2210201"]
    economic = ["30101", "30102", "30103", "30201", "30202", "30205", "30206", "30207", "30208"]
    sources = [
        GENERAL,
        "上级一般公共预算安排转移支付",
        "事业收入",
        "其他收入",
        "上级补助收入",
        "单位资金结转结余",
    ]
    every = [(f, e, s) for f in functional for e in economic for s in sources]
    return [(*codes, "", f"{number},000.50") for number, codes in enumerate(every[:count], 1)]


def with_faults(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The rows with three wrong codes, and with one amount in full-width digits."""
    rows[0] = (*rows[0][:4], "１２，３４５．６７")
    rows[9] = ("2019988", *rows[9][1:])
    rows[99] = (rows[99][0], "39988", *rows[99][2:])
    rows[199] = ("201", *rows[199][1:])
    return rows


def violations(page: Page) -> list[str]:
    """What breaks WCAG 2.1, levels A and AA, on the page as it stands."""
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
    found = Axe().run(page, options=rules).response
    assert found["passes"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found["violations"]]
