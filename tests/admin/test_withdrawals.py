"""Withdrawing by law at the desk: for the region's finance department only, and not by accident."""

from typing import Any

import pytest
from django.test import Client

from disclosures.models import Appointment, AuditEntry, Disclosure, Publication, Withdrawal
from disclosures.publication import drafted
from tests.models import rows
from tests.publishing import publish

from .people import SAMPLE, SECRET, Entered, desk_of, page, superuser
from .test_lists import AGAINST_THE_POLICY

pytestmark = pytest.mark.django_db
PUBLIC = f"/departments/{SAMPLE}/2026/"
GROUND = "《中华人民共和国保守国家秘密法》第二十四条"
GIVEN = {"ground": GROUND, "note": "内部备注", "extent": "version", "is_confirmed": "on"}
Role = Appointment.Role


@pytest.fixture
def publication(ours: Entered) -> Publication:
    """The sample's first version, published at the desk."""
    publish(ours.disclosure)
    return ours.disclosure.publications.get()


@pytest.fixture
def officer(ours: Entered) -> Client:
    """Somebody of the region's finance department."""
    return desk_of(Role.FINANCE, region=ours.disclosure.department.region)


def withdraw_page(publication: Publication) -> str:
    return page(Publication, "withdraw", publication.pk)


def test_the_finance_department_withdraws_and_the_public_finds_nothing(
    publication: Publication, officer: Client
) -> None:
    shown = officer.get(page(Publication, "change", publication.pk)).content.decode()
    assert f'href="{withdraw_page(publication)}"' in shown

    response = officer.post(withdraw_page(publication), GIVEN, follow=True)

    assert "第 1 版已依法撤下" in response.content.decode()
    made = Withdrawal.objects.get()
    assert (made.publication, made.ground, made.note) == (publication, GROUND, "内部备注")
    assert Client().get(PUBLIC).status_code == 404
    assert GROUND in Client().get(f"/departments/{SAMPLE}/").content.decode()
    entry = AuditEntry.objects.filter(table="disclosures_withdrawal").latest("pk")
    assert entry.rows[0]["after"]["ground"] == GROUND


def test_the_desk_shows_by_what_law_and_offers_it_no_second_time(
    publication: Publication, officer: Client
) -> None:
    officer.post(withdraw_page(publication), GIVEN)

    shown = officer.get(page(Publication, "change", publication.pk)).content.decode()
    listed = officer.get(page(Publication, "changelist")).content.decode()
    again = officer.post(withdraw_page(publication), GIVEN)

    assert GROUND in shown
    assert "内部备注" in shown
    assert withdraw_page(publication) not in shown
    assert f'href="{PUBLIC}v1/"' not in shown + listed
    assert "已依法撤下" in listed
    assert "此前已依法撤下" in again.content.decode()
    assert Withdrawal.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"ground": ""}, "ground"),
        ({"ground": "　"}, "ground"),
        ({"ground": "长" * 301}, "ground"),
        ({"is_confirmed": ""}, "is_confirmed"),
        ({"extent": "some"}, "extent"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_withdrawn(
    publication: Publication, officer: Client, changed: dict[str, str], said: str
) -> None:
    response = officer.post(withdraw_page(publication), {**GIVEN, **changed})

    assert said in response.context["form"].errors
    assert "内部备注" in response.content.decode()
    assert not Withdrawal.objects.exists()
    assert Client().get(PUBLIC).status_code == 200


def test_opening_the_page_withdraws_nothing(publication: Publication, officer: Client) -> None:
    response = officer.get(withdraw_page(publication))

    assert response.status_code == 200
    assert "下一年度" in response.content.decode()
    assert AGAINST_THE_POLICY.findall(response.content.decode()) == []
    assert not Withdrawal.objects.exists()


def test_all_versions_go_in_one_step(
    ours: Entered, publication: Publication, officer: Client
) -> None:
    second = a_second_version(ours.disclosure, publication)

    response = officer.post(withdraw_page(second), {**GIVEN, "extent": "all"}, follow=True)

    assert "第 1 版、第 2 版已依法撤下" in response.content.decode()
    assert Client().get(f"{PUBLIC}v1/").status_code == 404
    assert Client().get(f"{PUBLIC}v2/").status_code == 404


def a_second_version(disclosure: Disclosure, first: Publication) -> Publication:
    """The same content once more."""
    return rows.a_publication(
        disclosure, 2, first.snapshot, note="第二版", sha256_of_previous=first.sha256
    )


@pytest.mark.parametrize("role", [Role.ENTRY, Role.REVIEW, Role.PUBLISH])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_of_the_department_may(
    ours: Entered, publication: Publication, role: Appointment.Role, method: str
) -> None:
    client = ours.somebody(role)

    response: Any = getattr(client, method)(withdraw_page(publication), GIVEN)

    assert response.status_code == 403
    assert not Withdrawal.objects.exists()
    shown = client.get(page(Publication, "change", publication.pk)).content.decode()
    assert withdraw_page(publication) not in shown


@pytest.mark.parametrize("role", [Role.AUDIT, Role.SYSTEM])
def test_nor_who_only_oversees(publication: Publication, role: Appointment.Role) -> None:
    assert desk_of(role).post(withdraw_page(publication), GIVEN).status_code in {403, 404}
    assert not Withdrawal.objects.exists()


def test_another_region_s_version_is_not_even_found(
    theirs: Entered, publication: Publication, officer: Client
) -> None:
    other = theirs.disclosure.publications.get()

    for method in ("get", "post"):
        response: Any = getattr(officer, method)(withdraw_page(other), GIVEN)
        assert response.status_code == 404
        assert SECRET not in response.content.decode()
    assert superuser().get(withdraw_page(other)).status_code == 200
    assert publication.version == 1
    assert not Withdrawal.objects.exists()


def test_the_disclosure_says_so_and_a_new_version_can_be_prepared(
    ours: Entered, publication: Publication, officer: Client
) -> None:
    officer.post(withdraw_page(publication), GIVEN)
    publisher = ours.publisher()

    shown = publisher.get(page(Disclosure, "change", ours.disclosure.pk)).content.decode()
    listed = publisher.get(page(Disclosure, "changelist")).content.decode()
    asked = publisher.get(page(Disclosure, "review", ours.disclosure.pk)).content.decode()
    compared = publisher.get(page(Disclosure, "changes", ours.disclosure.pk)).content.decode()

    assert "第 1 版已依法撤下" in shown
    assert "第 1 版已依法撤下" in listed
    assert "没有可以比较的现行版本" in compared
    assert f'href="{PUBLIC}v1/"' not in shown + listed + asked + compared
    assert drafted(ours.disclosure).errors == ()
