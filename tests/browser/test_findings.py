"""Working findings off in a browser: without JavaScript, on any screen, for everybody."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django import DjangoDbBlocker

from disclosures.management import code_list, sample
from disclosures.models import Appointment
from tests.admin.people import desk_of
from tests.models import rows

from .grid.workdesk import Workdesk

# Nobody else's year and department, as for the desk of the grid.
YEAR, DEPARTMENT = 2034, "890000001"
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
WHY = "与公开原件一致，原件如此，照录。"


class Checkdesk(Workdesk):
    """A desk with one disclosure in which the rules find something of every kind."""

    page = ""

    def _prepare(self) -> None:
        for path in sample.CODE_LISTS:
            for year in (YEAR - 1, YEAR):
                code_list.load(path, year)
        department = rows.a_department(DEPARTMENT, rows.a_region(DEPARTMENT[:6]))
        self.cookies.append(
            desk_of(Appointment.Role.ENTRY, department=department).cookies["sessionid"].value
        )
        rows.a_line(rows.a_budget(rows.a_unit(department, 1), YEAR), "1000000.00")
        rows.a_unit(department, 2)
        disclosure = rows.a_disclosure(
            department,
            year=YEAR,
            duties="第一项职能\n第二项职能\n第三项职能，",
            target_telephone="13800138000",
        )
        clerk = rows.a_user("answering")
        rows.an_acknowledgement(disclosure, clerk, place="duties/3", message="原来的发现")
        rows.an_acknowledgement(disclosure, clerk, place="duties/9", message="已没有的发现")
        self.page = self.address + reverse(
            "admin:disclosures_disclosure_findings", args=[disclosure.pk]
        )


@pytest.fixture(scope="module")
def desk(
    django_db_setup: None,  # noqa: ARG001 - asked for
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Checkdesk]:
    """The desk with a clerk."""
    desk = Checkdesk()
    with django_db_blocker.unblock():
        desk.start()
        desk.is_ready.wait()
        if desk.failure:
            raise desk.failure
        yield desk
        desk.server.shutdown()
        desk.join()


@pytest.fixture
def plain(browser: Browser, desk: Checkdesk) -> Iterator[BrowserContext]:
    """A small screen without JavaScript."""
    context = browser.new_context(viewport={"width": 375, "height": 800}, java_script_enabled=False)
    desk.log_in(context)
    yield context
    context.close()


@pytest.fixture
def scanned(browser: Browser, desk: Checkdesk) -> Iterator[BrowserContext]:
    """Pages on which axe may put its own styles, which the policy rightly forbids."""
    context = browser.new_context(bypass_csp=True)
    desk.log_in(context)
    yield context
    context.close()


@pytest.mark.parametrize("width", [375, 1280])
def test_axe_finds_nothing_against_the_page(
    width: int, desk: Checkdesk, scanned: BrowserContext
) -> None:
    page = scanned.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(desk.page)
    expect(page.locator(".group")).to_have_count(5)

    response = Axe().run(page, options=WCAG).response

    assert [
        (one["id"], [node["html"] for node in one["nodes"]]) for one in response["violations"]
    ] == []
    assert response["passes"]


@pytest.mark.parametrize("width", [320, 375, 768, 1280])
def test_the_page_is_not_wider_than_the_screen(
    width: int, desk: Checkdesk, context: BrowserContext
) -> None:
    desk.log_in(context)
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 900})

    page.goto(desk.page)

    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_several_findings_are_answered_for_by_keyboard_without_javascript(
    desk: Checkdesk, plain: BrowserContext
) -> None:
    page = plain.new_page()
    page.goto(f"{desk.page}?rule=N7")
    before = open_ones(page)
    assert before == 2

    choices = page.get_by_label("勾选，用共同理由")
    for at in range(before):
        choices.nth(at).press("Space")
    page.get_by_label("所勾选的 N7 用同一理由").fill(WHY)
    page.get_by_role("button", name="保存理由").press("Enter")

    expect(page.get_by_text("已保存 2 处理由。")).to_be_visible()
    assert open_ones(page) == 0
    expect(page.locator(".finding .reason", has_text=WHY)).to_have_count(2)
    expect(page.get_by_text("确认后数字有变")).to_be_visible()
    assert page.url.endswith("?rule=N7")


def open_ones(page: Page) -> int:
    """How many warnings still wait."""
    return page.locator(".group.open .finding").count()
