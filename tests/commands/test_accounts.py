"""Accounts of a machine with their devices, and the commands about one account."""

import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import Settings

from disclosures.login import devices, recovery
from disclosures.management import accounts
from disclosures.management.accounts import Account
from disclosures.models import Department, User
from tests.models import rows

from .running import printed

pytestmark = pytest.mark.django_db


@pytest.fixture
def department(settings: Settings) -> Department:
    """Whose staff the accounts are for; their passwords cost nothing to hash."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return rows.a_department()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the accounts are kept."""
    return tmp_path / "accounts.txt"


def logs_in(account: Account) -> bool:
    """Whether the desk opens to what is kept and to the code that is printed."""
    client = Client()
    sent = {"username": account.username, "password": account.password}
    client.post("/admin/login/", sent)
    if account.secret:
        code = printed("totp_code", account.username)[:6]
        client.post("/admin/login/code/", {"code": code})
    return client.get("/admin/").status_code == 200


def test_every_account_logs_in_with_what_is_kept(department: Department, file: Path) -> None:
    prepared = accounts.prepared(department, file)

    assert all(logs_in(account) for account in prepared)
    assert [one.username for one in prepared if not one.secret] == ["luru"]
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_file_of_an_earlier_version_is_taken_over(department: Department, file: Path) -> None:
    before = accounts.prepared(department, file)
    file.write_text("".join(f"{account}\n" for account in before), encoding="utf-8")
    TOTPDevice.objects.all().delete()

    after = accounts.prepared(department, file)

    assert [one.password for one in after] == [one.password for one in before]
    assert all(logs_in(account) for account in after)
    assert accounts.prepared(department, file) == after


def test_a_password_or_device_that_the_person_changed_stays(
    department: Department, file: Path
) -> None:
    accounts.prepared(department, file)
    user = User.objects.get(username="fabu")
    user.set_password("Changed-since-1")
    user.save()
    renewed = devices.given(user, devices.new_key())

    accounts.prepared(department, file)

    user.refresh_from_db()
    assert user.check_password("Changed-since-1")
    assert devices.device_of(user) == renewed


def test_a_new_database_gets_the_devices_of_the_file(department: Department, file: Path) -> None:
    before = accounts.prepared(department, file)
    User.objects.all().delete()

    accounts.prepared(department, file)

    kept = devices.device_of(User.objects.get(username="admin"))
    assert kept is not None
    assert devices.secret(kept.key) == before[-1].secret


def test_a_code_is_printed_with_how_long_it_lasts_and_a_new_one_once_it_is_used(
    department: Department, file: Path
) -> None:
    accounts.prepared(department, file)
    user = User.objects.get(username="shenhe")

    first = printed("totp_code", "shenhe")
    assert devices.judged(user, first[:6]).is_right
    second = printed("totp_code", "shenhe")

    assert re.fullmatch(r"\d{6}（\d{1,2} 秒内有效，只能用一次）\n", first)
    assert second[:6] != first[:6]
    assert devices.judged(user, second[:6]).is_right


def test_codes_are_printed_on_one_s_own_machine_only(settings: Settings) -> None:
    devices.given(User.objects.create_user("fabu"), devices.new_key())
    settings.IS_LOCAL = False

    with pytest.raises(CommandError, match="只能在本机模式"):
        printed("totp_code", "fabu")


@pytest.mark.parametrize("command", ["totp_code", "reset_totp"])
def test_a_name_that_does_not_exist_is_said(command: str) -> None:
    with pytest.raises(CommandError, match="没有用户名为 meiyou 的账号"):
        printed(command, "meiyou")


def test_who_has_no_device_needs_no_code() -> None:
    User.objects.create_user("luru")

    with pytest.raises(CommandError, match="凭密码即可登录"):
        printed("totp_code", "luru")


def test_a_lost_device_is_reset_on_the_command_line(settings: Settings) -> None:
    settings.IS_LOCAL = False
    user = User.objects.create_user("xitong")
    devices.given(user, devices.new_key())
    recovery.issue(user)

    assert "已重置 xitong 的动态口令" in printed("reset_totp", "xitong")

    user.refresh_from_db()
    assert devices.device_of(user) is None
    assert not user.recovery_codes.exists()
    assert user.times_signed_out == 1


def test_the_first_administrator_is_made_on_the_command_line_and_enrols_at_the_first_login(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    password = "Di-yi-ge-2026"
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", password)
    given = {"username": "diyige", "email": "", "interactive": False}
    call_command("createsuperuser", verbosity=0, **given)

    response = Client().post("/admin/login/", {"username": "diyige", "password": password})

    assert response.headers["Location"] == "/admin/login/device/"
