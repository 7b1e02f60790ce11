"""load_sample and prepare_demo: a whole disclosure, public, with people to log in as."""

from pathlib import Path

import pytest
from django.core.management import CommandError
from pytest_django import DjangoAssertNumQueries, Settings

from disclosures.budget.checks import check
from disclosures.budget.document import compose
from disclosures.ledger import submission
from disclosures.management import accounts
from disclosures.models import (
    Appointment,
    Disclosure,
    Explanation,
    LineItem,
    ProjectIndicator,
    Publication,
    User,
)

from .running import printed

pytestmark = pytest.mark.django_db


def test_the_sample_is_loaded_and_a_second_time_changes_nothing() -> None:
    first = printed("load_sample")
    before = submission(Disclosure.objects.get())
    second = printed("load_sample")

    assert first == second
    assert "收支明细 53 条" in first
    assert (LineItem.objects.count(), ProjectIndicator.objects.count()) == (53, 19)
    after = submission(Disclosure.objects.get())
    assert compose(after) == compose(before)


def test_the_sample_owes_no_reason_and_offends_no_rule() -> None:
    printed("load_sample")
    entered = submission(Disclosure.objects.get())

    document = compose(entered)

    owed = [
        run
        for section in document.sections
        for paragraph in section.paragraphs
        for run in paragraph.owed
    ]
    assert {run.key for run in owed} == set(Explanation.objects.values_list("key", flat=True))
    assert all(run.wording for run in owed)
    assert [one for one in check(entered, document) if one.severity == "error"] == []


@pytest.fixture
def machine(settings: Settings, tmp_path: Path) -> Path:
    """A machine's own folder, and passwords that cost nothing to hash."""
    settings.VAR_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return tmp_path


def test_a_demonstration_is_prepared_once(
    machine: Path, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    first = printed("prepare_demo")
    with django_assert_max_num_queries(6):
        second = printed("prepare_demo")

    assert first == second
    publication = Publication.objects.get()
    assert publication.published_by.username == "fabu"
    file = machine / "accounts.txt"
    assert file.stat().st_mode & 0o777 == 0o600
    listed = [line.split(" / ")[:3] for line in file.read_text(encoding="utf-8").splitlines()]
    assert [role for role, _, _ in listed] == [*Appointment.Role.labels, "超级管理员"]
    for role, username, password in listed:
        assert f"{role} / {username} / {password}\n" in first
        user = User.objects.get(username=username)
        assert user.check_password(password)
        assert user.is_staff
        held = [one.get_role_display() for one in user.appointments.all()]
        assert held == ([] if user.is_superuser else [role])
    assert len({password for _, _, password in listed}) == len(listed)


def test_who_lost_the_file_of_passwords_gets_new_ones(machine: Path) -> None:
    printed("load_sample")
    department = Disclosure.objects.get().department
    file = machine / "accounts.txt"
    before = accounts.prepared(department, file)
    file.unlink()

    after = accounts.prepared(department, file)

    assert all(old.password != new.password for old, new in zip(before, after, strict=True))
    assert all(
        User.objects.get(username=account.username).check_password(account.password)
        for account in after
    )


def test_a_new_database_gets_the_passwords_of_the_file(machine: Path) -> None:
    printed("load_sample")
    department = Disclosure.objects.get().department
    file = machine / "accounts.txt"
    before = accounts.prepared(department, file)
    User.objects.exclude(username="sample").delete()

    assert accounts.prepared(department, file) == before
    assert User.objects.get(username="luru").check_password(before[0].password)


def test_passwords_in_a_file_are_for_one_s_own_machine_only(settings: Settings) -> None:
    settings.IS_LOCAL = False

    with pytest.raises(CommandError, match="只能在本机模式"):
        printed("prepare_demo")

    assert not User.objects.exists()
