"""Withdrawing by law: who may, how far it reaches, and what stays."""

import pytest

from disclosures.models import Appointment, Disclosure, Publication, User, Withdrawal
from disclosures.publication import PublicationRefused, faults
from disclosures.withdrawal import WithdrawalRefused, withdraw
from tests.publishing import publish

GROUND = "《中华人民共和国保守国家秘密法》第二十四条"


@pytest.fixture
def officer(disclosure: Disclosure) -> User:
    """Somebody of the region's finance department."""
    user = User.objects.create_user("finance")
    region = disclosure.department.region
    Appointment.objects.create(user=user, role=Appointment.Role.FINANCE, region=region)
    return user


@pytest.fixture
def first(disclosure: Disclosure, publisher: User) -> Publication:
    return publish(disclosure, publisher)


def corrected(disclosure: Disclosure, publisher: User, matters: str) -> Publication:
    disclosure.other_matters = matters
    disclosure.save()
    return publish(disclosure, publisher, matters)


def test_a_version_is_withdrawn_with_its_public_ground(first: Publication, officer: User) -> None:
    (made,) = withdraw(first, officer, f" {GROUND} ", "内部备注")

    assert (made.publication, made.ground, made.note) == (first, GROUND, "内部备注")
    assert made.withdrawn_by == officer
    assert not Publication.objects.published().exists()


def test_all_versions_are_withdrawn_in_one_step(
    disclosure: Disclosure, first: Publication, publisher: User, officer: User
) -> None:
    second = corrected(disclosure, publisher, "补充说明。")
    withdraw(second, officer, GROUND)
    third = corrected(disclosure, publisher, "再次补充说明。")

    done = withdraw(third, officer, GROUND, all_versions=True)

    assert [one.publication.version for one in done] == [1, 3]
    assert len({one.withdrawn_at for one in done}) == 1
    assert Withdrawal.objects.count() == 3
    assert first.version == 1


@pytest.mark.parametrize("role", ["publish", "review", "entry"])
def test_nobody_of_the_department_withdraws(first: Publication, role: str) -> None:
    person = User.objects.create_user("person")
    Appointment.objects.create(user=person, role=role, department=first.disclosure.department)

    with pytest.raises(WithdrawalRefused, match="没有依法撤下"):
        withdraw(first, person, GROUND)

    assert not Withdrawal.objects.exists()


@pytest.mark.parametrize("ground", ["", " ", "\u3000\n"])
def test_a_withdrawal_without_a_ground_is_refused(
    first: Publication, officer: User, ground: str
) -> None:
    with pytest.raises(WithdrawalRefused, match="法律依据"):
        withdraw(first, officer, ground)

    assert not Withdrawal.objects.exists()


def test_what_is_withdrawn_is_not_withdrawn_again(first: Publication, officer: User) -> None:
    withdraw(first, officer, GROUND)

    for all_versions in (False, True):
        with pytest.raises(WithdrawalRefused, match="此前已依法撤下"):
            withdraw(first, officer, GROUND, all_versions=all_versions)

    assert Withdrawal.objects.count() == 1


def test_the_same_content_is_not_published_again_and_another_is(
    disclosure: Disclosure, first: Publication, publisher: User, officer: User
) -> None:
    withdraw(first, officer, GROUND)

    with pytest.raises(PublicationRefused, match="相同"):
        publish(disclosure, publisher, "原样再次公开")
    second = corrected(disclosure, publisher, "删去不宜公开的内容。")

    assert second.sha256_of_previous == first.sha256
    assert list(Publication.objects.published().current()) == [second]


def test_what_is_withdrawn_stays_stored_and_sound(first: Publication, officer: User) -> None:
    withdraw(first, officer, GROUND)

    assert list(faults()) == []
    assert Publication.objects.get().is_withdrawn
