"""From the password to the desk in a real browser: device, codes, lock."""

import time
from base64 import b32decode
from collections.abc import Iterator

import pytest
from django_otp.oath import totp
from playwright.sync_api import Browser, Page, expect

from tests.browser.accessible import violations
from tests.browser.conftest import Complaints
from tests.login.persons import PASSWORD, STEP

PAUSE = 1_100  # after one wrong code


def give_password(page: Page, gate: str, name: str, password: str = PASSWORD) -> None:
    page.goto(gate)
    page.get_by_label("用户名").fill(name)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()


def give_code(page: Page, code: str) -> None:
    page.locator("[name=code]").fill(code)
    page.locator("[name=code]").press("Enter")


def enrolled(page: Page) -> tuple[bytes, list[str]]:
    """Take the device over: its key, and the recovery codes."""
    page.get_by_text("不能扫描？手工输入密钥").click()
    key = b32decode(page.locator(".secret code").inner_text().replace(" ", ""))
    if time.time() % STEP > STEP - 3:
        time.sleep(3)  # not at the edge between two codes
    give_code(page, f"{totp(key):06}")
    expect(page.get_by_role("heading", name="恢复代码")).to_be_visible()
    return key, page.locator(".codes code").all_inner_texts()


def log_out(page: Page) -> None:
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_role("heading", name="已退出登录")).to_be_visible()


def test_a_reviewer_enrols_and_comes_back_by_code_and_by_recovery_code(
    gate: str, page: Page, complaints: Complaints
) -> None:
    complaints.listen(page)
    give_password(page, gate, "shenhe")
    expect(page.get_by_role("heading", name="启用动态口令")).to_be_visible()
    picture = page.get_by_role("img", name="动态口令二维码")
    assert picture.evaluate("image => image.naturalWidth") > 20
    key, codes = enrolled(page)
    assert len(set(codes)) == 10
    page.get_by_role("link", name="已保存，继续").click()
    expect(page.get_by_text("这是您首次登录")).to_be_visible()
    log_out(page)

    give_password(page, gate, "shenhe")
    give_code(page, "000000")
    expect(page.get_by_role("alert")).to_contain_text("口令不正确或已用过")
    page.goto(f"{gate}disclosures/budget/")
    expect(page.get_by_role("heading", name="登录")).to_be_visible()
    page.goto(f"{gate}login/code/")
    page.wait_for_timeout(PAUSE)
    give_code(page, f"{totp(key, drift=1):06}")
    expect(page.get_by_text("上次登录：")).to_contain_text("地址 127.0.0.1")
    log_out(page)

    give_password(page, gate, "shenhe")
    page.get_by_role("link", name="用恢复代码登录").click()
    give_code(page, codes[0])
    page.get_by_role("link", name="登录安全").click()
    expect(page.get_by_text("恢复代码还剩 9 个")).to_be_visible()
    assert complaints.errors == []
    assert all(url.startswith((gate[:-7], "data:")) for url in complaints.requests)


def test_five_wrong_passwords_lock_and_the_page_says_until_when(gate: str, page: Page) -> None:
    for _ in range(4):
        give_password(page, gate, "suoding", "wrong")
        expect(page.get_by_role("alert")).to_contain_text("用户名或密码不正确")

    give_password(page, gate, "suoding", "wrong")

    expect(page.get_by_role("heading", name="登录已锁定")).to_be_visible()
    expect(page.locator(".until")).to_contain_text("约 15 分钟")
    give_password(page, gate, "suoding")
    expect(page.get_by_role("heading", name="登录已锁定")).to_be_visible()


def test_a_login_is_done_by_keys_alone(gate: str, page: Page) -> None:
    page.goto(gate)
    expect(page.locator("#id_username")).to_be_focused()
    page.keyboard.type("jianpan")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    enrolled(page)

    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "已保存，继续":
            break
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="工作台首页")).to_be_visible()


def test_a_login_needs_no_javascript(gate: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()

    give_password(page, gate, "wuscript")

    expect(page.get_by_role("heading", name="工作台首页")).to_be_visible()
    context.close()


class Examined:
    """A page on which axe may put its own styles, and what is wrong on all that it showed."""

    def __init__(self, browser: Browser, width: int) -> None:
        self.width = width
        self.context = browser.new_context(bypass_csp=True)
        self.page = self.context.new_page()
        self.page.set_viewport_size({"width": width, "height": 900})
        self.found: list[str] = []

    def look(self) -> None:
        """Examine what the page shows now."""
        self.found += violations(self.page)
        if self.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            self.found.append(f"{self.page.url} is wider than the window")


@pytest.fixture(params=[375, 1280])
def examined(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Examined]:
    """A telephone's width, and a desk's."""
    examined = Examined(browser, request.param)
    yield examined
    examined.context.close()


def test_the_login_of_who_has_no_device_is_accessible_and_fits(
    gate: str, examined: Examined
) -> None:
    page = examined.page
    page.goto(gate)
    examined.look()
    give_password(page, gate, "yueduqi", "wrong")
    examined.look()
    give_password(page, gate, "yueduqi")
    give_code(page, "000000")
    examined.look()
    page.get_by_text("不能扫描？手工输入密钥").click()
    examined.look()

    assert examined.found == []


def test_the_rest_of_the_login_and_the_account_is_accessible_and_fits(
    gate: str, examined: Examined
) -> None:
    page, name = examined.page, f"xinren{examined.width}"
    give_password(page, gate, name)
    enrolled(page)
    examined.look()
    for address in ("account/", "account/device/", "account/recovery/", "password_change/", ""):
        page.goto(f"{gate}{address}")
        examined.look()
    log_out(page)
    examined.look()
    give_password(page, gate, name)
    examined.look()
    page.get_by_role("link", name="用恢复代码登录").click()
    examined.look()

    assert examined.found == []


def test_the_lock_is_accessible_and_fits(gate: str, examined: Examined) -> None:
    for _ in range(5):
        give_password(examined.page, gate, f"meiyou{examined.width}", "wrong")
    expect(examined.page.get_by_role("heading", name="登录已锁定")).to_be_visible()

    examined.look()

    assert examined.found == []
