"""A new clerk's year: pasted, found out, mended, returned, approved, published, corrected."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from disclosures.models import Appointment
from tests.browser.conftest import Complaints
from tests.browser.grid.workbook import with_three_hundred_lines

from . import entry, public, review
from .department import NAME, Department

Role = Appointment.Role
WORDS, REASON, NOTE = "与批复数不符，请核对", "见审核意见", "更正行政运行基本工资"


@pytest.fixture
def people(desk: Department, browser: Browser, complaints: Complaints) -> list[Page]:
    """The screens of the clerk, the reviewer, the publisher and somebody of the public."""
    contexts = [desk.browser_of(browser, one) for one in (Role.ENTRY, Role.REVIEW, Role.PUBLISH)]
    contexts.append(browser.new_context())
    for context in contexts:
        context.on("page", complaints.listen)
    return [context.new_page() for context in contexts]


def test_a_workbook_becomes_a_publication_and_its_correction(
    desk: Department, people: list[Page], complaints: Complaints, tmp_path: Path
) -> None:
    clerk, reviewer, publisher, anybody = people
    entry.pasted_and_found_out(clerk, desk, with_three_hundred_lines(tmp_path))
    entry.mended(clerk)
    entry.resources_entered(clerk, desk)
    entry.written(clerk, desk)
    entry.answered_for(clerk, desk)
    review.submitted(clerk, desk)
    returned_and_mended(desk, clerk, reviewer)
    review.submitted(clerk, desk)
    review.approved(reviewer, desk)
    review.published(publisher, desk, 1)
    first = public.read(anybody, desk, "", NAME, "第 1 版", "4,527.56")
    kept = public.pdf(anybody, desk, 1)

    entry.line_changed(clerk, desk, 1, "126,000.50")
    assert public.read(anybody, desk, "") == first
    review.submitted(clerk, desk, NOTE)
    review.approved(reviewer, desk)
    review.published(publisher, desk, 2)

    public.read(anybody, desk, "", "第 2 版", NOTE, "4,537.56")
    public.corrected(anybody, desk, "#t3-2010301", "160.05", "170.05", "+100,000.00")
    assert "4,527.56" in public.read(anybody, desk, "v1/", "本版已被第 2 版更正", "4,527.56")
    assert public.pdf(anybody, desk, 1) == kept
    assert public.pdf(anybody, desk, 2) != kept
    assert complaints.errors == []
    assert all(url.startswith(desk.address) for url in complaints.requests)


def returned_and_mended(desk: Department, clerk: Page, reviewer: Page) -> None:
    """The reviewer finds a cell wrong; the clerk mends its line and says so."""
    review.commented_on(reviewer, desk, "2010301", WORDS)
    review.comment_sent(reviewer, WORDS)
    review.returned(reviewer, desk, REASON)
    entry.comment_read(clerk, desk, WORDS)
    entry.line_changed(clerk, desk, 1, "26,000.50")
    review.comment_answered(clerk, desk, "已按批复改正")
