"""The way in: password, code, a new password, a new device; nobody is in before its end."""

import re
import time
from base64 import b32decode
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django.fixtures import Settings

from disclosures.login import waiting
from disclosures.models import Appointment, User

from .persons import (
    CHANGE,
    CODE,
    DEVICE,
    LOGIN,
    OTHER_PASSWORD,
    PASSWORD,
    clerk,
    code_of,
    device_of,
    is_in,
    last_entry,
    password_given,
    reviewer,
    unthrottled,
)

pytestmark = pytest.mark.django_db
SECRET = re.compile(r"<code>([A-Z2-7 ]+)</code>")
RECOVERY = re.compile(r"<code>([0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4})</code>")


def first_code(page: str) -> str:
    """What an app shows that took over the secret of the page."""
    found = SECRET.search(page)
    assert found
    return f"{totp(b32decode(found[1].replace(' ', ''))):06}"


def test_a_clerk_enters_with_the_password_alone() -> None:
    clerk()

    assert is_in(password_given("luru"))


def test_a_reviewer_enters_with_password_and_code_where_they_wanted_to_go() -> None:
    user = reviewer()
    client = password_given("shenhe", next_page="/admin/disclosures/disclosure/?year=2026")
    assert not is_in(client)

    response = client.post(CODE, {"code": code_of(user)})

    assert response.headers["Location"] == "/admin/disclosures/disclosure/?year=2026"
    assert is_in(client)


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", r"/\evil.example"]
)
def test_nobody_is_led_elsewhere(target: str) -> None:
    user = reviewer()

    response = password_given("shenhe", next_page=target).post(CODE, {"code": code_of(user)})

    assert response.headers["Location"] == "/admin/"


def test_the_session_belongs_to_nobody_until_the_code_is_given_and_changes_its_key() -> None:
    user = reviewer()
    client = Client()
    client.get(LOGIN)
    assert "sessionid" not in client.cookies

    client.post(LOGIN, {"username": "shenhe", "password": PASSWORD})
    waited_under = client.cookies["sessionid"].value
    assert SESSION_KEY not in client.session
    client.post(CODE, {"code": code_of(user)})

    assert client.session[SESSION_KEY] == str(user.pk)
    assert client.cookies["sessionid"].value != waited_under
    assert waiting.KEY not in client.session


def test_a_code_may_be_one_step_early_or_late_and_no_more() -> None:
    for steps, is_right in ((-2, False), (-1, True), (0, True), (1, True), (2, False)):
        user = reviewer(f"shenhe{steps + 2}")
        client = password_given(user.username)

        client.post(CODE, {"code": code_of(user, steps)})

        assert is_in(client) is is_right, steps


def test_a_clock_is_not_followed_step_by_step() -> None:
    user = reviewer()
    for _ in range(2):
        TOTPDevice.objects.update(last_t=-1)
        password_given("shenhe").post(CODE, {"code": code_of(user, 1)})

    assert device_of(user).drift == 0


def test_a_code_counts_once_and_never_one_of_before() -> None:
    user = reviewer()
    used, earlier = code_of(user), code_of(user, -1)
    password_given("shenhe").post(CODE, {"code": used})

    for code in (used, earlier):
        unthrottled(user)
        again = password_given("shenhe")
        response = again.post(CODE, {"code": code})
        assert "口令不正确或已用过" in response.content.decode()
        assert not is_in(again)


def test_a_code_is_read_however_its_digits_are_typed() -> None:
    user = reviewer()
    client = password_given("shenhe")
    code = code_of(user)
    full_width = f"{code[:3]} {code[3:]}".translate({48 + n: 0xFF10 + n for n in range(10)})

    client.post(CODE, {"code": full_width})

    assert is_in(client)


@pytest.mark.parametrize("typed", ["", "12345", "+12345", "1_2345", "-00001", "²²²²²²", "x" * 500])
def test_what_is_no_code_is_refused(typed: str) -> None:
    reviewer()
    client = password_given("shenhe")

    assert client.post(CODE, {"code": typed}).status_code == 200
    assert not is_in(client)


def test_after_a_wrong_code_even_the_right_one_waits() -> None:
    user = reviewer()
    client = password_given("shenhe")
    # Half a second apart, however busy the machine is.
    with patch("django.utils.timezone.now", return_value=timezone.now()) as now:
        client.post(CODE, {"code": "000000"})
        now.return_value += timedelta(seconds=0.5)
        response = client.post(CODE, {"code": code_of(user)})

    assert "请等待 1 秒后再试" in response.content.decode()
    assert not is_in(client)
    assert device_of(user).throttling_failure_count == 1


def test_who_waits_too_long_starts_again() -> None:
    user = reviewer()
    client = password_given("shenhe")
    session = client.session
    session[waiting.KEY] |= {"since": time.time() - waiting.SECONDS - 1}
    session.save()

    response = client.post(CODE, {"code": code_of(user)}, follow=True)

    assert "登录已超时" in response.content.decode()
    assert not is_in(client)


@pytest.mark.parametrize("change", ["password", "is_active", "signed out"])
def test_who_waits_while_the_account_changes_starts_again(change: str) -> None:
    user = reviewer()
    client = password_given("shenhe")
    code = code_of(user)
    if change == "password":
        user.set_password(OTHER_PASSWORD)
    elif change == "is_active":
        user.is_active = False
    else:
        user.times_signed_out += 1
    user.save()

    client.post(CODE, {"code": code})

    assert not is_in(client)


def test_a_password_that_somebody_else_set_is_replaced_before_anything_else() -> None:
    user = clerk()
    User.objects.update(password_chosen_at=None)
    client = password_given("luru")
    assert not is_in(client)
    same = {"new_password1": PASSWORD, "new_password2": PASSWORD}
    other = {"new_password1": OTHER_PASSWORD, "new_password2": OTHER_PASSWORD}

    refused = client.post(CHANGE, same)
    client.post(CHANGE, other)

    assert "新密码不能与原密码相同" in refused.content.decode()
    assert is_in(client)
    user.refresh_from_db()
    assert user.check_password(OTHER_PASSWORD)
    assert is_in(password_given("luru", OTHER_PASSWORD))


def test_a_password_of_three_months_is_replaced(settings: Settings) -> None:
    clerk()
    settings.PASSWORD_DAYS = 0
    User.objects.update(password_chosen_at="2020-01-01T00:00:00Z")
    assert is_in(password_given("luru"))

    settings.PASSWORD_DAYS = 90

    response = password_given("luru").get("/admin/login/code/", follow=True)
    assert "设置新密码" in response.content.decode()


def test_the_code_is_asked_before_the_new_password() -> None:
    user = reviewer()
    User.objects.update(password_chosen_at=None)
    client = password_given("shenhe")
    other = {"new_password1": OTHER_PASSWORD, "new_password2": OTHER_PASSWORD}

    early = client.post(CHANGE, other)
    client.post(CODE, {"code": code_of(user)})
    assert not is_in(client)
    client.post(CHANGE, other)

    assert early.headers["Location"] == CODE
    assert is_in(client)


def test_a_reviewer_enrols_a_device_at_the_first_login() -> None:
    user = reviewer(has_device=False)
    client = password_given("shenhe", next_page="/admin/disclosures/budget/")
    page = client.get(DEVICE).content.decode()
    assert 'src="data:image/svg+xml' in page
    wrong = client.post(DEVICE, {"code": "000000"}).content.decode()
    assert SECRET.findall(wrong) == SECRET.findall(page)
    assert not is_in(client)

    done = client.post(DEVICE, {"code": first_code(page)})

    codes = RECOVERY.findall(done.content.decode())
    assert len(set(codes)) == 10
    assert 'href="/admin/disclosures/budget/"' in done.content.decode()
    assert "no-store" in done.headers["Cache-Control"]
    assert is_in(client)
    assert user.recovery_codes.count() == 10
    assert last_entry(TOTPDevice).action == "INSERT"
    assert not any(
        code.replace("-", "") in str(list(user.recovery_codes.values())) for code in codes
    )


def test_the_first_code_of_a_device_does_not_log_in_again() -> None:
    user = reviewer(has_device=False)
    client = password_given("shenhe")
    code = first_code(client.get(DEVICE).content.decode())
    client.post(DEVICE, {"code": code})

    again = password_given("shenhe")
    again.post(CODE, {"code": code})

    assert not is_in(again)
    assert device_of(user).confirmed


def test_a_device_that_exists_is_not_replaced_by_who_knows_the_password_alone() -> None:
    user = reviewer()
    before = device_of(user).key
    client = password_given("shenhe")

    response = client.get(DEVICE)

    assert response.headers["Location"] == CODE
    assert device_of(user).key == before


def test_a_recovery_code_lets_in_once() -> None:
    user = reviewer(has_device=False)
    client = password_given("shenhe")
    done = client.post(DEVICE, {"code": first_code(client.get(DEVICE).content.decode())})
    code = RECOVERY.findall(done.content.decode())[3]

    for typed, is_right in ((code.upper().replace("-", " "), True), (code, False)):
        unthrottled(user)
        again = password_given("shenhe")
        again.post(f"{CODE}?recovery", {"code": typed})
        assert is_in(again) is is_right

    assert user.recovery_codes.count() == 9


def test_who_becomes_a_reviewer_while_logged_in_is_out_until_enrolled() -> None:
    user = clerk()
    client = password_given("luru")
    assert is_in(client)
    department = user.appointments.get().department

    Appointment.objects.create(user=user, role=Appointment.Role.PUBLISH, department=department)

    assert not is_in(client)
    again = client.post(LOGIN, {"username": "luru", "password": PASSWORD})
    assert again.headers["Location"] == DEVICE


def test_a_clerk_with_a_device_is_asked_for_its_code_too() -> None:
    user = clerk()
    client = password_given("luru")
    client.post("/admin/account/device/", {"password": PASSWORD})
    page = client.get("/admin/account/device/").content.decode()
    client.post("/admin/account/device/", {"code": first_code(page)})

    again = password_given("luru")

    assert not is_in(again)
    again.post(CODE, {"code": code_of(user, 1)})
    assert is_in(again)


def test_an_open_session_ends_when_somebody_else_gives_a_password_in_it() -> None:
    clerk()
    reviewer()
    client = password_given("luru")
    key = client.cookies["sessionid"].value

    client.post(LOGIN, {"username": "shenhe", "password": PASSWORD})

    assert not is_in(client)
    assert client.cookies["sessionid"].value != key


def test_an_open_session_is_replaced_by_who_logs_in_next() -> None:
    clerk()
    clerk("linglei")
    client = password_given("luru")

    client.post(LOGIN, {"username": "linglei", "password": PASSWORD})

    assert "姓linglei" in client.get("/admin/").content.decode()
    assert client.get(LOGIN).headers["Location"] == "/admin/"
