"""The text desk as its writers use it: fields by their places, and what the page says of them."""

import re

from playwright.sync_api import Locator, Page, expect

MISSING = re.compile("还有 ([0-9]+) 处未填写")


def field(page: Page, key: str) -> Locator:
    """The field at a place."""
    return page.locator(f'textarea[data-key="{key}"]')


def beside(page: Page, key: str) -> Locator:
    """What is said of the last save of a place."""
    return page.locator(f'[id="at-{key}"]')


def missing(page: Page) -> int:
    """How many places the page says are missing."""
    found = MISSING.search(page.locator("#missing").inner_text())
    return int(found[1]) if found else 0


def saved(page: Page) -> None:
    expect(page.locator("#state")).to_have_text("已保存", timeout=10_000)


def written(page: Page) -> dict[str, str]:
    """What stands in the fields after the page was opened anew."""
    page.reload()
    return {
        one.get_attribute("data-key") or "": one.input_value()
        for one in page.locator("textarea").all()
    }
