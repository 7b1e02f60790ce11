"""A new clerk's year: pasted, found out, mended, returned, approved, published, corrected."""

from pathlib import Path

from playwright.sync_api import Browser, Page

from disclosures.models import Appointment
from tests.browser.grid.workbook import with_three_hundred_lines

from . import entry, public, review
from .department import Department

Role = Appointment.Role


def test_a_workbook_becomes_a_publication_and_its_correction(
    desk: Department, browser: Browser, tmp_path: Path
) -> None:
    people = (Role.ENTRY, Role.REVIEW, Role.PUBLISH)
    clerk, reviewer, publisher = (desk.browser_of(browser, one).new_page() for one in people)
    anybody = browser.new_page()

    entry.pasted_and_found_out(clerk, desk, with_three_hundred_lines(tmp_path))
    entry.mended(clerk)
    entry.resources_entered(clerk, desk)
    entry.written(clerk, desk)
    entry.answered_for(clerk, desk)
    review.submitted(clerk, desk)
    review.commented_on(reviewer, desk, "2010301", "与批复数不符，请核对")
    review.comment_sent(reviewer, "与批复数不符，请核对")
    review.returned(reviewer, desk, "见审核意见")
    entry.line_changed(clerk, desk, 1, "26,000.50")
    review.comment_answered(clerk, desk, "已按批复改正")
    review.submitted(clerk, desk)
    review.approved(reviewer, desk)
    review.published(publisher, desk, 1)
    public.read(anybody, desk, "", "临江县乡村振兴局")
    entry.line_changed(clerk, desk, 1, "126,000.50")
    review.submitted(clerk, desk, "更正行政运行基本工资")
    review.approved(reviewer, desk)
    review.published(publisher, desk, 2)
    public.read(anybody, desk, "changes/")
