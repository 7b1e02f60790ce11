"""A reader with something in mind, whose clicks are counted."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page


@dataclass
class Reader:
    """Somebody before a page."""

    page: Page
    clicks: int = 0

    def click(self, wanted: Locator) -> None:
        """One click."""
        wanted.click()
        self.clicks += 1

    def taken(self, wanted: Locator) -> bytes:
        """The file that one click downloads."""
        with self.page.expect_download() as download:
            self.click(wanted)
        return download.value.path().read_bytes()
