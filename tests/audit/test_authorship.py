"""Whoever writes is named, at the price of one statement, and never in somebody else's place."""

from collections.abc import Iterator
from typing import cast

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from psycopg_pool import ConnectionPool

from budget_portal.authorship import SignedWrites
from budget_portal.database.base import SIGN, DatabaseWrapper
from disclosures.authorship import Author, operator, written_by
from disclosures.models import Appointment, AuditEntry, Region, User
from disclosures.workbook.saving import copy_lines
from tests.admin.people import desk_of, logged_in, page
from tests.models import rows

LURU = Author("", "录入员", "192.0.2.1")
SHENHE = Author("", "审核员", "192.0.2.2")
codes = iter(range(10, 10**6))


def write() -> str:
    """Write something; who the log says it was."""
    Region.objects.create(code=str(code := next(codes)), name=f"州{code}")
    return AuditEntry.objects.latest("pk").name


def written_as(author: Author) -> str:
    with written_by(lambda: author):
        return write()


@pytest.fixture
def signatures(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names that the server was told, in order."""
    told: list[str] = []
    sign = DatabaseWrapper.sign

    def noting(self: DatabaseWrapper) -> None:
        before = self.signed
        sign(self)
        if self.signed and self.signed != before:
            told.append(self.signed.name)

    monkeypatch.setattr(DatabaseWrapper, "sign", noting)
    return told


@pytest.mark.django_db
def test_one_statement_names_the_author_of_all_that_follows(signatures: list[str]) -> None:
    with written_by(lambda: LURU):
        assert [write() for _ in range(3)] == ["录入员"] * 3

    assert signatures == ["录入员"]
    assert SIGN.count("set_config") == 3


@pytest.mark.django_db
def test_reading_names_nobody(signatures: list[str]) -> None:
    rows.an_appointed(Appointment.Role.AUDIT)
    signatures.clear()

    with written_by(lambda: LURU):
        assert list(Region.objects.all()) == []
        assert list(User.objects.iterator()) != []
        list(Region.objects.select_for_update())
        list(Region.objects.filter(code="1").union(Region.objects.filter(code="2")))

        session = SessionStore()
        session["seen"] = 1
        session.save()
        session.delete()

    assert signatures == []


@pytest.mark.django_db
def test_who_writes_after_somebody_else_is_named_themselves() -> None:
    assert [written_as(one) for one in (LURU, SHENHE, LURU)] == ["录入员", "审核员", "录入员"]
    assert write() == operator().name


@pytest.mark.django_db
def test_a_rolled_back_signature_is_given_again() -> None:
    written_as(SHENHE)
    with transaction.atomic():
        written_as(LURU)
        transaction.set_rollback(True)

    assert written_as(LURU) == "录入员"


@pytest.mark.usefixtures("real_transactions")
def test_a_signature_of_a_transaction_that_failed_is_given_again() -> None:
    written_as(SHENHE)
    with transaction.atomic():
        written_as(LURU)
        transaction.set_rollback(True)

    assert written_as(LURU) == "录入员"
    assert Region.objects.count() == 2


@pytest.mark.django_db
def test_what_is_copied_is_its_authors() -> None:
    rows.a_catalogue(2026)
    budget = rows.a_budget(rows.a_unit(rows.a_department()))
    line = rows.a_line(budget)

    with written_by(lambda: LURU):
        copy_lines([(budget.pk, line.functional_id, line.economic_id, "other", None, line.amount)])

    assert AuditEntry.objects.latest("pk").name == "录入员"


@pytest.fixture
def pooled(real_transactions: None) -> Iterator[ConnectionPool]:  # noqa: ARG001 - asked for
    """Sessions of a pool of one, as production has a pool of several."""
    options = settings.DATABASES["default"]["OPTIONS"]
    wrapper = cast(DatabaseWrapper, connection)
    wrapper.close()
    options["pool"] = {"min_size": 1, "max_size": 1}
    try:
        yield wrapper.pool
    finally:
        wrapper.close()
        wrapper.close_pool()
        del options["pool"]


def test_a_pooled_session_passes_no_author_on(pooled: ConnectionPool) -> None:
    names = []
    for author in (LURU, SHENHE, None, LURU):
        names.append(written_as(author) if author else write())
        connection.close()

    assert names == ["录入员", "审核员", operator().name, "录入员"]
    assert pooled.get_stats()["connections_num"] == 1


@pytest.mark.django_db
def test_a_request_is_signed_with_its_person_and_address() -> None:
    client = desk_of(Appointment.Role.SYSTEM)
    client.post(page(Region, "add"), {"code": "6540", "name": "乙州"}, REMOTE_ADDR="192.0.2.9")

    entry = AuditEntry.objects.latest("pk")
    person = User.objects.get(username__startswith="system")
    assert entry.table == "disclosures_region"
    assert (entry.actor, entry.address) == (person, "192.0.2.9")
    assert entry.name == f"{person}（{person.username}）"


@pytest.mark.django_db
def test_a_request_that_writes_pays_for_one_statement(signatures: list[str]) -> None:
    client = desk_of(Appointment.Role.SYSTEM)
    signatures.clear()

    client.get(page(Region, "changelist"))
    assert signatures == []
    client.post(page(Region, "add"), {"code": "6540", "name": "乙州"})
    assert len(signatures) == 1


@pytest.mark.django_db
def test_a_login_is_logged_as_the_persons_own() -> None:
    person = User.objects.create_user("luru", password="workdesk-7731-open", is_staff=True)

    client = Client()
    client.post("/admin/login/", {"username": "luru", "password": "workdesk-7731-open"})

    entries = AuditEntry.objects.filter(table="disclosures_user", action="UPDATE")
    (entry,) = (one for one in entries if "last_login" in one.rows[0]["after"])
    assert entry.actor == person


@pytest.mark.django_db
def test_who_is_not_logged_in_has_an_address_still() -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.9")
    request.user = AnonymousUser()

    def answer(_: HttpRequest) -> HttpResponse:
        return HttpResponse(write())

    assert SignedWrites(answer)(request).content.decode() == "未登录"
    assert AuditEntry.objects.latest("pk").address == "192.0.2.9"
    assert write() == operator().name


@pytest.mark.django_db
def test_the_reader_of_two_requests_on_one_connection_is_each_time_the_right_one() -> None:
    people = [User.objects.create_superuser(f"root{number}") for number in range(2)]

    for number, person in enumerate((*people, *people)):
        logged_in(person).post(page(Region, "add"), {"code": f"77{number}", "name": f"州{number}"})

    entries = AuditEntry.objects.filter(table="disclosures_region").order_by("pk")
    assert [entry.actor for entry in entries] == [*people, *people]
