"""How long a session lasts, what ends it, and what a page that was open is told."""

import time

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from pytest_django.fixtures import Settings

from disclosures.login.sessions import TIMES
from disclosures.models import Login, User
from tests.models import rows

from .persons import (
    LOGIN,
    OTHER_PASSWORD,
    PASSWORD,
    administrator,
    at_the_desk,
    clerk,
    is_in,
    password_given,
    reviewer,
)

pytestmark = pytest.mark.django_db
MINUTE = 60
HOUR = 60 * MINUTE


def let_pass(client: Client, *, since_login: int, since_seen: int) -> None:
    """Set the session's times back by so many seconds."""
    session = client.session
    now = int(time.time())
    session[TIMES] = (now - since_login, now - since_seen)
    session.save()


@pytest.mark.parametrize(("minutes", "goes_on"), [(29, True), (31, False)])
def test_a_reviewer_is_out_after_half_an_hour_without_a_sign_of_life(
    minutes: int, *, goes_on: bool
) -> None:
    client = at_the_desk(reviewer())
    let_pass(client, since_login=HOUR, since_seen=minutes * MINUTE)

    response = client.get("/admin/", follow=True)

    assert ("超过 30 分钟没有操作" in response.content.decode()) is not goes_on
    assert is_in(client) is goes_on


def test_a_clerk_may_pause_for_hours() -> None:
    client = at_the_desk(clerk())

    let_pass(client, since_login=7 * HOUR, since_seen=7 * HOUR)

    assert is_in(client)


@pytest.mark.parametrize("whose", [clerk, reviewer])
def test_nobody_stays_longer_than_eight_hours_however_busy(whose: object) -> None:
    assert callable(whose)
    client = at_the_desk(whose())
    let_pass(client, since_login=8 * HOUR + 1, since_seen=0)

    response = client.get("/admin/", follow=True)

    assert "登录已满 8 小时" in response.content.decode()
    assert not is_in(client)
    assert Session.objects.count() <= 1


def test_every_page_counts_as_a_sign_of_life_but_is_noted_once_a_minute() -> None:
    client = at_the_desk(reviewer())
    let_pass(client, since_login=HOUR, since_seen=20 * MINUTE)
    client.get("/admin/")
    noted = client.session[TIMES]

    client.get("/admin/disclosures/budget/")

    assert time.time() - noted[1] < 5
    assert time.time() - noted[0] > HOUR - 5
    assert client.session[TIMES] == noted


def test_the_times_come_from_the_settings(settings: Settings) -> None:
    settings.SESSION_IDLE_MINUTES = 5
    settings.SESSION_COOKIE_AGE = HOUR
    client = at_the_desk(reviewer())
    let_pass(client, since_login=10 * MINUTE, since_seen=6 * MINUTE)

    assert not is_in(client)


def test_the_public_pages_ask_nobody_who_reads_them() -> None:
    client = at_the_desk(reviewer())
    let_pass(client, since_login=9 * HOUR, since_seen=9 * HOUR)

    response = client.get("/disclosures/")

    assert response.status_code == 200
    assert "Cookie" not in response.headers.get("Vary", "")


def test_a_grid_whose_session_ended_is_told_so_and_its_token_is_renewed_by_the_next_login() -> None:
    user = reviewer()
    client = at_the_desk(user)
    grid = f"/admin/disclosures/budget/{rows.a_budget(rows.a_unit(rows.a_department())).pk}/grid/"
    let_pass(client, since_login=9 * HOUR, since_seen=0)

    answer = client.post(grid, "{}", content_type="application/json")

    assert answer.status_code == 401
    assert answer.json() == {"message": "登录已过期，请在新窗口登录后再保存，未保存的内容仍在本页"}
    assert client.get("/admin/session/", headers={"accept": "application/json"}).status_code == 401
    renewed = at_the_desk(user).get("/admin/session/").json()
    assert renewed["person"] == user.pk
    assert len(renewed["token"]) == 64


def test_a_browser_that_asks_for_a_page_is_led_to_the_login() -> None:
    accepted = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

    response = Client().get("/admin/disclosures/budget/", headers={"accept": accepted})

    assert response.status_code == 302


def test_another_password_ends_the_sessions_elsewhere() -> None:
    user = clerk()
    here, elsewhere = at_the_desk(user), at_the_desk(user)
    key = here.cookies["sessionid"].value
    sent = {
        "old_password": PASSWORD,
        "new_password1": OTHER_PASSWORD,
        "new_password2": OTHER_PASSWORD,
    }

    response = here.post("/admin/password_change/", sent, follow=True)

    assert "密码已修改，其他设备上的登录已退出。" in response.content.decode()
    assert is_in(here)
    assert here.cookies["sessionid"].value != key
    assert not is_in(elsewhere)


def test_a_password_that_an_administrator_sets_ends_all_sessions_and_is_replaced() -> None:
    user = clerk()
    client = at_the_desk(user)
    sent = {"password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD}

    at_the_desk(administrator()).post(f"/admin/disclosures/user/{user.pk}/password/", sent)

    assert not is_in(client)
    response = password_given("luru", OTHER_PASSWORD).get("/admin/login/code/")
    assert response.headers["Location"] == "/admin/login/password/"


def test_who_is_dismissed_is_out_at_once() -> None:
    client = at_the_desk(clerk())

    User.objects.update(is_active=False)

    assert not is_in(client)


def test_logging_out_leaves_nothing() -> None:
    client = at_the_desk(reviewer())
    assert Session.objects.count() == 1

    response = client.post("/admin/logout/")

    assert "已退出登录" in response.content.decode()
    assert Session.objects.count() == 0
    assert not client.cookies["sessionid"].value
    assert Login.objects.get().logout_time is not None
    assert client.get("/admin/").headers["Location"].startswith(LOGIN)


def test_the_index_says_when_and_from_where_the_person_logged_in_before() -> None:
    user = clerk()
    first = at_the_desk(user, address="10.1.2.3")
    assert "这是您首次登录" in first.get("/admin/").content.decode()
    User.objects.update(last_login="2026-01-31T02:03:00Z")

    second = at_the_desk(user, address="10.9.9.9")

    text = second.get("/admin/").content.decode()
    assert "上次登录：2026-01-31 10:03，地址 10.1.2.3。" in text
    user.refresh_from_db()
    assert user.last_login_address == "10.9.9.9"


def test_cookies_are_out_of_reach_of_scripts_and_end_with_the_browser() -> None:
    clerk()
    client = password_given("luru")
    client.get(LOGIN)

    cookie = client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", "")
    client.get("/admin/account/")
    assert client.cookies["csrftoken"]["httponly"] is True
    assert client.cookies["csrftoken"]["samesite"] == "Lax"
