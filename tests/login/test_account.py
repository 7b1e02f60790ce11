"""One's own account, and what an administrator may do for others."""

import re
from base64 import b32decode

import pytest
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from disclosures.login import recovery
from disclosures.models import User

from .persons import (
    CODE,
    DEVICE,
    PASSWORD,
    administrator,
    at_the_desk,
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
RENEW = "/admin/account/device/"
CODES = "/admin/account/recovery/"
SECRET = re.compile(r"<code>([A-Z2-7 ]+)</code>")
RECOVERY = re.compile(r"<code>([0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4})</code>")


def renewed(client: Client, **confirmation: str) -> str:
    """The page after another device was enrolled in the browser."""
    client.post(RENEW, confirmation)
    found = SECRET.search(client.get(RENEW).content.decode())
    assert found
    key = b32decode(found[1].replace(" ", ""))
    return client.post(RENEW, {"code": f"{totp(key):06}"}).content.decode()


def test_a_device_is_replaced_with_its_own_code_and_ends_the_sessions_elsewhere() -> None:
    user = reviewer()
    here = at_the_desk(user)
    elsewhere = at_the_desk(user)
    old = device_of(user)
    recovery.issue(user)
    TOTPDevice.objects.update(last_t=-1)

    page = renewed(here, code=code_of(user, 1))

    assert len(RECOVERY.findall(page)) == 10
    assert device_of(user).key != old.key
    assert is_in(here)
    assert not is_in(elsewhere)
    assert user.recovery_codes.count() == 10
    assert last_entry(TOTPDevice).owners == [user.pk]


def test_a_device_is_not_replaced_without_its_code() -> None:
    user = reviewer()
    client = at_the_desk(user)
    before = device_of(user).key

    for sent in ({"code": "000000"}, {"password": PASSWORD}):
        page = client.post(RENEW, sent).content.decode()
        assert "确认是您本人" in page
        assert SECRET.findall(page) == []

    assert device_of(user).key == before


def test_a_clerk_enrols_a_device_with_the_password_and_guessing_it_locks() -> None:
    user = clerk()
    client = at_the_desk(user)

    answers = [client.post(RENEW, {"password": "wrong"}).status_code for _ in range(5)]

    assert answers == [200, 200, 200, 200, 429]
    assert client.post(RENEW, {"password": PASSWORD}).status_code == 429
    assert not TOTPDevice.objects.filter(user=user).exists()


def test_a_clerk_who_enrols_a_device_ends_the_sessions_that_gave_no_code() -> None:
    user = clerk()
    here, elsewhere = at_the_desk(user), at_the_desk(user)

    renewed(here, password=PASSWORD)

    assert device_of(user)
    assert is_in(here)
    assert not is_in(elsewhere)


def test_new_recovery_codes_replace_the_old() -> None:
    user = reviewer()
    old = recovery.issue(user)[0]
    client = at_the_desk(user)

    page = client.post(CODES, {"code": code_of(user, 1)}).content.decode()

    new = RECOVERY.findall(page)[0]
    for typed, is_right in ((old, False), (new, True)):
        unthrottled(user)
        other = password_given("shenhe")
        other.post(CODE, {"code": typed})
        assert is_in(other) is is_right


def test_the_account_shows_the_device_the_codes_and_the_logins_of_its_owner_alone() -> None:
    user = reviewer()
    at_the_desk(clerk(), address="10.7.7.7")
    recovery.issue(user)
    client = at_the_desk(user, address="10.1.2.3")

    text = client.get("/admin/account/").content.decode()

    assert "恢复代码还剩 <strong>10</strong> 个" in text
    assert "10.1.2.3" in text
    assert "10.7.7.7" not in text


def test_an_administrator_takes_a_lost_device_away_and_ends_the_persons_sessions() -> None:
    user = reviewer()
    recovery.issue(user)
    theirs = at_the_desk(user)
    client = at_the_desk(administrator())
    target = f"/admin/disclosures/user/{user.pk}/device/"
    assert target in client.get(target.replace("device", "change")).content.decode()
    assert client.get(target).status_code == 200
    assert is_in(theirs)

    client.post(target)

    assert not is_in(theirs)
    assert not user.recovery_codes.exists()
    assert password_given("shenhe").get(CODE).headers["Location"] == DEVICE
    entry = last_entry(TOTPDevice)
    assert (entry.action, entry.owners) == ("DELETE", [user.pk])


def test_a_clerks_sessions_end_too_when_their_device_is_taken_away() -> None:
    user = clerk()
    theirs = at_the_desk(user)

    at_the_desk(administrator()).post(f"/admin/disclosures/user/{user.pk}/device/")

    assert not is_in(theirs)


def test_an_administrator_takes_neither_a_superusers_device_nor_the_own() -> None:
    root = reviewer("root")
    User.objects.filter(pk=root.pk).update(is_superuser=True)
    own = administrator()
    client = at_the_desk(own)

    for user in (root, own):
        target = f"/admin/disclosures/user/{user.pk}/device/"
        assert client.get(target).status_code == client.post(target).status_code == 403

    assert TOTPDevice.objects.count() == 2


@pytest.mark.parametrize("whose", [clerk, reviewer])
def test_nobody_else_takes_a_device_away(whose: object) -> None:
    assert callable(whose)
    client = at_the_desk(whose("moumou"))
    user = reviewer()

    response = client.post(f"/admin/disclosures/user/{user.pk}/device/")

    assert response.status_code in {403, 404}
    assert device_of(user)


def test_an_account_that_is_made_asks_for_another_password() -> None:
    client = at_the_desk(administrator())
    password = "Chu-shi-mi-ma-1"
    sent = {"username": "xinren", "password1": password, "password2": password}

    client.post("/admin/disclosures/user/add/", sent)

    response = password_given("xinren", password).get(CODE)
    assert response.headers["Location"] == "/admin/login/password/"
