"""`python -m tests.manual.screenshots`: every picture of the manual, from a throw-away portal."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import django
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from budget_portal.local import postgres

postgres.join(postgres.throwaway())
os.environ["DJANGO_SETTINGS_MODULE"] = "budget_portal.settings"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
django.setup()

from disclosures import workflow  # noqa: E402 - Django is set up first
from disclosures.bureau.examination import examine  # noqa: E402
from disclosures.login.devices import given, new_key  # noqa: E402
from disclosures.models import Appointment, Budget, Disclosure, Publication, User  # noqa: E402
from tests.browser.conftest import CHROMIUM, QUIET  # noqa: E402
from tests.browser.grid.cells import PASTE, block, cell, saved  # noqa: E402
from tests.manual.staging import PASSWORD, Stage, page, staged  # noqa: E402
from tests.prove.served import serving  # noqa: E402

Role = Appointment.Role
IMAGES = Path(__file__).resolve().parents[2] / "docs" / "操作手册" / "images"
WIDTH = 1280
COLOURS = 64
PATIENCE = 120_000
TO_THE_TOP = "e => window.scrollTo(0, e.getBoundingClientRect().top + scrollY - 16)"
WARNING = "与公开原件一致：原件主要职能第 7 项句末没有句号，示例照录。"
REMARK = "请核对：公积金缴费基数本年是否确有调增？"


@dataclass(frozen=True)
class Camera:
    """A portal with its stage, photographed in the browsers of its staff."""

    browser: Browser
    address: str
    stage: Stage

    @contextmanager
    def someone(self, role: Role | None = None) -> Iterator[Page]:
        """A page of the person who holds a role, or of nobody yet."""
        context = self.browser.new_context(
            viewport={"width": WIDTH, "height": 800},
            base_url=self.address,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
        )
        if role:
            value = self.stage.session_of(role)
            context.add_cookies([{"name": "sessionid", "value": value, "url": self.address}])
        yield context.new_page()
        context.close()


def kept(shown: Page, name: str, height: int, top: str = "") -> None:
    """Keep a picture of so much of the page, from the top or from an element on."""
    shown.set_viewport_size({"width": WIDTH, "height": height})
    if top:
        shown.locator(top).first.evaluate(TO_THE_TOP)
    shown.wait_for_timeout(200)
    picture = Image.open(BytesIO(shown.screenshot(animations="disabled"))).convert("RGB")
    few = picture.quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(IMAGES / f"{name}.png", optimize=True)
    shown.set_viewport_size({"width": WIDTH, "height": 800})


def logging_in(camera: Camera) -> None:
    """The pages between the address and the desk."""
    reviewer = camera.stage.staff[Role.REVIEW]
    with camera.someone() as shown:
        shown.goto("/admin/")
        _logged_in(shown, reviewer)
        shown.get_by_text("启用动态口令").first.wait_for()
        kept(shown, "login-device", 900)
        given(reviewer, new_key())
        shown.goto("/admin/login/")
        _logged_in(shown, reviewer)
        kept(shown, "login-code", 600)


def _logged_in(shown: Page, person: User) -> None:
    shown.get_by_label("用户名").fill(person.username)
    shown.get_by_label("密码").fill(PASSWORD)
    shown.get_by_role("button", name="登录").click()


def entering(camera: Camera) -> None:
    """What a clerk does until the budget is submitted."""
    stage = camera.stage
    with camera.someone(Role.ENTRY) as shown:
        shown.goto("/admin/")
        kept(shown, "index", 640)
        shown.goto(page("disclosure_change", stage.disclosure))
        kept(shown, "disclosure", 620)
        _grid(camera, shown)
        _last_year(camera, shown)
        shown.goto(page("disclosure_explanations", stage.disclosure))
        shown.locator("#next").click()
        shown.wait_for_timeout(500)
        kept(shown, "text-desk", 760)
        shown.goto(page("disclosure_findings", stage.disclosure))
        kept(shown, "findings", 900)
        stage.written()
        shown.goto(page("disclosure_review", stage.disclosure))
        shown.locator("#id_reason").fill(WARNING)
        kept(shown, "submit", 540)
        shown.get_by_role("button", name="送审").click()
        shown.get_by_text("等待审核").first.wait_for()


def _grid(camera: Camera, shown: Page) -> None:
    """A wrong code, and the question for the unit of what is pasted; nothing of it stays."""
    shown.goto(page("budget_grid", camera.stage.budget))
    cell(shown, 3, 1).focus()
    shown.keyboard.type("2019988")
    shown.keyboard.press("Tab")
    shown.locator("#faults li").first.wait_for()
    kept(shown, "grid", 860)
    shown.keyboard.press("Control+z")
    shown.keyboard.press("Control+s")
    saved(shown)
    cell(shown, 1, 1).focus()
    shown.evaluate(PASTE, [block(("2010301", "30101", "一般公共预算（一般财力）", "", "66.0851"))])
    shown.locator("dialog#unit[open]").wait_for()
    kept(shown, "paste-unit", 640)
    shown.get_by_role("button", name="取消").click()


def _last_year(camera: Camera, shown: Page) -> None:
    """Copying last year's budget, and moving an item of it."""
    stage = camera.stage
    following = Budget.objects.get(unit=stage.budget.unit, year=stage.disclosure.year + 1)
    shown.goto(page("budget_copy", following))
    kept(shown, "copy", 900)
    shown.goto(page("budget_reclassify", stage.budget))
    shown.get_by_label("上年科目").select_option(index=2)
    shown.get_by_label("本年科目").select_option(index=3)
    shown.get_by_role("button", name="列出明细").click()
    kept(shown, "reclassify", 640)


def reviewing(camera: Camera) -> None:
    """A comment where it belongs, its answer, and the approval."""
    stage = camera.stage
    with camera.someone(Role.REVIEW) as shown:
        shown.goto(f"{page('disclosure_preview', stage.disclosure)}?comment=1")
        shown.locator("#s2 > p", has_text="比上年预算增加").first.click()
        shown.get_by_label("意见").fill(REMARK)
        kept(shown, "comment", 640)
        shown.get_by_role("button", name="提出意见").click()
        shown.goto(page("disclosure_review", stage.disclosure))
        kept(shown, "review", 860)
        workflow.answer(stage.disclosure.comments.open(), stage.staff[Role.ENTRY], "已核对，无误。")
        shown.reload()
        shown.get_by_role("button", name="审核通过").click()
        shown.get_by_text("等待发布").first.wait_for()


def publishing(camera: Camera) -> None:
    """The first version, and what a correction of it changes."""
    stage = camera.stage
    with camera.someone(Role.PUBLISH) as shown:
        shown.goto(page("disclosure_review", stage.disclosure))
        kept(shown, "publish", 500)
        shown.get_by_role("button", name="发布第 1 版").click(timeout=PATIENCE, no_wait_after=True)
        shown.get_by_text("第 1 版已发布").wait_for(timeout=PATIENCE)
        stage.corrected()
        shown.goto(page("disclosure_changes", stage.disclosure))
        kept(shown, "changes", 760)


def overseeing(camera: Camera) -> None:
    """The board of the finance department, a joint publication, and a withdrawal."""
    stage = camera.stage
    examine(Disclosure.objects.all())
    region, year = stage.disclosure.department.region.code, stage.disclosure.year
    with camera.someone(Role.FINANCE) as shown:
        shown.goto(f"/admin/board/{region}/{year}/")
        kept(shown, "board", 1040)
        shown.goto(f"/admin/board/{region}/{year}/publication/")
        morning = timezone.localtime() + timedelta(1)
        shown.get_by_label("开始时间").fill(f"{morning:%Y-%m-%d}T09:00")
        shown.get_by_role("button", name="安排集中公开").click()
        shown.get_by_text("等待开始").wait_for()
        kept(shown, "joint-publication", 530)
        shown.goto(page("publication_withdraw", Publication.objects.get()))
        kept(shown, "withdraw", 660)


def administering(camera: Camera) -> None:
    """An account, a lost device, and a locked login."""
    clerk, reviewer = camera.stage.staff[Role.ENTRY], camera.stage.staff[Role.REVIEW]
    with camera.someone() as shown:
        for _ in range(5):
            shown.goto("/admin/login/")
            shown.get_by_label("用户名").fill(clerk.username)
            shown.get_by_label("密码").fill("mistyped")
            shown.get_by_role("button", name="登录").click()
            shown.wait_for_load_state()
    with camera.someone(Role.SYSTEM) as shown:
        shown.goto(page("user_change", reviewer))
        kept(shown, "user", 560, top=".inline-group")
        shown.goto("/admin/disclosures/failedlogin/")
        kept(shown, "failed-logins", 480)


def auditing(camera: Camera) -> None:
    """The log of everything that was written."""
    with camera.someone(Role.AUDIT) as shown:
        clerk = camera.stage.staff[Role.ENTRY]
        shown.goto(f"/admin/disclosures/auditentry/?actor__id__exact={clerk.pk}")
        kept(shown, "log", 640)
        shown.goto(page("disclosure_history", camera.stage.disclosure))
        kept(shown, "history", 560)


def main() -> None:
    """Every picture anew, in the order of the work."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    stage = staged()
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder)) as portal,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        camera = Camera(browser, f"http://127.0.0.1:{portal.port}", stage)
        for chapter in (
            logging_in,
            entering,
            reviewing,
            publishing,
            overseeing,
            administering,
            auditing,
        ):
            chapter(camera)
            sys.stdout.write(f"{chapter.__name__}\n")
        browser.close()


if __name__ == "__main__":
    main()
