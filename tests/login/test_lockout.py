"""Failed logins lock the name at the address, and keep nobody out from afar."""

import re
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from disclosures.login.lockout import ADDRESS_LIMIT, NAME_LIMIT
from disclosures.models import FailedLogin, User

from .persons import (
    CODE,
    LOGIN,
    PASSWORD,
    administrator,
    at_the_desk,
    clerk,
    code_of,
    device_of,
    is_in,
    password_given,
    reviewer,
    unthrottled,
)

pytestmark = pytest.mark.django_db
LIMIT = 5
ROTATIONS = 50
WRONG = "wrong"
AWAY = "198.51.100.7"


def attempt(name: str, password: str = WRONG, forwarded: str = "", address: str = AWAY) -> int:
    """The status that a login is answered with."""
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    sent = {"username": name, "password": password}
    return Client(REMOTE_ADDR=address).post(LOGIN, sent, headers=headers).status_code


def age(minutes: int) -> None:
    """Let so many minutes pass."""
    for one in AccessAttempt.objects.all():
        at = one.attempt_time - timedelta(minutes=minutes)
        AccessAttempt.objects.filter(pk=one.pk).update(attempt_time=at)


@pytest.mark.parametrize("is_behind_proxy", [False, True])
def test_fifty_claimed_addresses_do_not_escape_the_lock(
    settings: Settings, *, is_behind_proxy: bool
) -> None:
    settings.BEHIND_PROXY = is_behind_proxy
    clerk()

    answers = [
        attempt("luru", forwarded=f"203.0.113.{turn}, 192.0.2.{turn}, {AWAY}")
        if is_behind_proxy
        else attempt("luru", forwarded=f"203.0.113.{turn}")
        for turn in range(ROTATIONS)
    ]

    assert answers == [200] * (LIMIT - 1) + [429] * (ROTATIONS - LIMIT + 1)
    assert attempt("luru", PASSWORD, forwarded=f"203.0.113.99, {AWAY}") == 429
    assert FailedLogin.objects.get().failures_since_start == LIMIT


def test_other_browsers_do_not_escape_the_lock() -> None:
    clerk()
    sent = {"username": "luru", "password": "wrong"}

    answers = [
        Client().post(LOGIN, sent, headers={"user-agent": f"browser {turn}"}).status_code
        for turn in range(LIMIT)
    ]

    assert answers[-1] == 429


@pytest.mark.parametrize("claimed", ["", "unknown", "203.0.113.9, ", "10.0.0.1:4711", "' OR 1=1"])
def test_what_is_no_address_counts_for_the_proxy_itself(settings: Settings, claimed: str) -> None:
    settings.BEHIND_PROXY = True

    assert attempt("luru", forwarded=claimed) == 200

    assert FailedLogin.objects.get().ip_address == AWAY


def test_a_name_that_does_not_exist_is_answered_alike() -> None:
    clerk()
    User.objects.create_user("tingyong", password=PASSWORD, is_active=False, is_staff=True)
    token = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
    pages = []
    for name in ("luru", "meiyou", "tingyong"):
        client = Client(REMOTE_ADDR=AWAY)
        for _ in range(LIMIT + 1):
            sent = {"username": name, "password": "wrong"}
            response = client.post(LOGIN, sent)
            text = token.sub("", response.content.decode()).replace(name, "")
            pages.append((response.status_code, text))

    assert pages[: LIMIT + 1] == pages[LIMIT + 1 : 2 * LIMIT + 2] == pages[2 * LIMIT + 2 :]


class Counting(MD5PasswordHasher):
    """Counts how often a password is hashed, which is what takes the time of a login."""

    count = 0

    def encode(self, password: str, salt: str) -> str:
        Counting.count += 1
        return str(super().encode(password, salt))


def test_a_name_that_does_not_exist_takes_as_long(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = [f"{__name__}.Counting"]
    clerk()
    counts = []
    for name in ("luru", "meiyou"):
        Counting.count = 0
        attempt(name)
        counts.append(Counting.count)

    assert counts == [1, 1]


def test_the_lock_is_said_in_words_and_ends_when_it_says() -> None:
    clerk()
    for _ in range(LIMIT):
        response = Client().post(LOGIN, {"username": "luru", "password": "wrong"})

    text = response.content.decode()
    until = timezone.localtime(FailedLogin.objects.get().attempt_time + timedelta(minutes=15))
    assert f"<strong>{until:%H:%M}</strong>" in text
    assert 890 < int(response.headers["Retry-After"]) <= 900
    age(14)
    assert attempt("luru", PASSWORD, address="127.0.0.1") == 429
    age(1)
    assert attempt("luru", PASSWORD, address="127.0.0.1") == 302


def test_who_goes_on_trying_does_not_keep_the_lock_up() -> None:
    clerk()
    for _ in range(LIMIT):
        attempt("luru")
    age(14)

    for _ in range(3):
        attempt("luru")
    age(1)

    assert attempt("luru", PASSWORD) == 302


def test_a_name_tried_from_many_addresses_is_locked_where_the_person_is_new() -> None:
    clerk()

    answers = [attempt("luru", address=f"203.0.113.{turn}") for turn in range(NAME_LIMIT + 5)]

    assert answers == [200] * (NAME_LIMIT - 1) + [429] * 6
    assert attempt("luru", PASSWORD) == 429


def test_nobody_is_kept_out_of_where_they_work() -> None:
    user = clerk()
    at_the_desk(user, address="10.1.2.3")

    for turn in range(NAME_LIMIT + 5):
        attempt("luru", address=f"203.0.113.{turn}")

    assert attempt("luru", PASSWORD, address="10.1.2.3") == 302
    assert [attempt("luru", address="10.1.2.3") for _ in range(LIMIT)][-1] == 429


def test_many_names_tried_from_one_address_lock_it_for_who_is_new_there() -> None:
    clerk()
    at_the_desk(clerk("tongshi"), address=AWAY)

    answers = [attempt(f"name{turn}") for turn in range(ADDRESS_LIMIT + 2)]

    assert answers == [200] * (ADDRESS_LIMIT - 1) + [429] * 3
    assert attempt("luru", PASSWORD) == 429
    assert attempt("tongshi", PASSWORD) == 302


def test_wrong_codes_lock_like_wrong_passwords_and_the_password_forgives_none() -> None:
    user = reviewer()
    attempt("shenhe", address="127.0.0.1")
    for _ in range(LIMIT - 1):
        unthrottled(user)
        client = password_given("shenhe")
        response = client.post(CODE, {"code": "000000"})

    assert response.status_code == 429
    unthrottled(user)
    assert client.post(CODE, {"code": code_of(user)}).status_code == 429
    assert not is_in(client)
    assert attempt("shenhe", PASSWORD, address="127.0.0.1") == 429


def test_what_was_typed_wrongly_is_not_kept() -> None:
    reviewer()
    password_given("shenhe").post(CODE, {"code": "123789"})
    attempt("shenhe", "nearly-right", address="127.0.0.1")

    kept = str(list(FailedLogin.objects.values()))

    assert "123789" not in kept
    assert "nearly-right" not in kept


def test_the_administrator_sees_locks_and_lifts_them() -> None:
    user = reviewer()
    for turn in range(2 * LIMIT):
        attempt("shenhe", address=f"203.0.113.{turn % 2}")
    unthrottled(user)
    password_given("shenhe").post(CODE, {"code": "000000"})
    client = at_the_desk(administrator())
    register = "/admin/disclosures/failedlogin/"

    shown = client.get(register).content.decode()
    chosen = FailedLogin.objects.filter(ip_address="203.0.113.0").get().pk
    done = client.post(register, {"action": "release", "_selected_action": [chosen]}, follow=True)

    assert shown.count("已锁定（该用户在该地址）") == 2
    assert "未锁定" in shown
    assert "已解除登录锁定：shenhe。" in done.content.decode()
    assert attempt("shenhe", PASSWORD, address="203.0.113.0") == 302
    assert device_of(user).throttling_failure_count == 0


def test_a_reviewer_neither_sees_nor_lifts_locks() -> None:
    attempt("luru")
    client = at_the_desk(reviewer())
    register = "/admin/disclosures/failedlogin/"
    chosen = FailedLogin.objects.get().pk

    assert client.get(register).status_code == 403
    assert (
        client.post(register, {"action": "release", "_selected_action": [chosen]}).status_code
        == 403
    )
    assert FailedLogin.objects.exists()
