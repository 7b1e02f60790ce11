"""Many who commit at once: one chain, no gap, no fork, and nobody waits for somebody who waits."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from django.db import connection, transaction

from disclosures import audit
from disclosures.models import AuditEntry, AuditLink, Budget, Project, Region
from tests.models import rows

pytestmark = pytest.mark.usefixtures("real_transactions")
WRITERS = 8
COMMITS = 25
SECONDS = 20


@pytest.fixture
def people(real_transactions: None) -> Iterator[ThreadPoolExecutor]:  # noqa: ARG001 - first the database
    """As many people as write at once; their sessions end with them."""
    start = Barrier(WRITERS)

    def leave(_: int) -> None:
        start.wait()
        connection.close()

    with ThreadPoolExecutor(WRITERS) as threads:
        yield threads
        list(threads.map(leave, range(WRITERS)))


def test_many_commits_at_once_make_one_chain(people: ThreadPoolExecutor) -> None:
    budgets = [rows.a_budget(rows.a_unit(rows.a_department(str(one)))) for one in range(3)]
    start = Barrier(WRITERS)

    def write(writer: int) -> None:
        start.wait()
        for number in range(COMMITS):
            with transaction.atomic():
                name = f"{writer}-{number}"
                budget = budgets[(writer + number) % 3]
                if number % 2:
                    Budget.objects.select_for_update().get(pk=budget.pk)
                Region.objects.create(code=f"{writer + 10}{number + 100}", name=name)
                Project.objects.create(budget=budget, name=name)
                transaction.set_rollback(number % 7 == 6)

    list(people.map(write, range(WRITERS)))

    before = 3 * 3 + 1
    committed = WRITERS * sum(number % 7 != 6 for number in range(COMMITS))
    places = list(AuditLink.objects.order_by("position").values_list("position", "entry_id"))
    assert [place for place, _ in places] == list(range(1, before + 2 * committed + 1))
    assert len({entry for _, entry in places}) == len(places) == AuditEntry.objects.count()
    assert list(audit.faults()) == []
    transactions = list(
        AuditLink.objects.filter(position__gt=before)
        .order_by("position")
        .values_list("entry__transaction", flat=True)
    )
    assert transactions[::2] == transactions[1::2]


def test_a_commit_that_waits_for_somebodys_row_does_not_hold_the_chain(
    people: ThreadPoolExecutor,
) -> None:
    """The foreign key is checked at commit and waits for the row; the row's holder commits first.

    Were the head of the chain taken by then, each would wait for the other.
    """
    budget = rows.a_budget(rows.a_unit(rows.a_department()))
    is_held, is_added = Event(), Event()

    def hold() -> None:
        with transaction.atomic():
            Budget.objects.select_for_update().get(pk=budget.pk)
            is_held.set()
            assert is_added.wait(SECONDS)
            await_a_waiting_commit()
            Region.objects.create(code="6540", name="乙州")

    def add() -> None:
        assert is_held.wait(SECONDS)
        with transaction.atomic():
            Region.objects.create(code="6530", name="甲州")
            Project.objects.create(budget=budget, name="项目")
            is_added.set()

    done: list[Future[None]] = [people.submit(hold), people.submit(add)]
    for one in done:
        one.result(SECONDS)

    order = AuditLink.objects.order_by("-position").values_list("entry__table", flat=True)
    assert list(order[:3]) == ["disclosures_project", "disclosures_region", "disclosures_region"]
    assert list(audit.faults()) == []


def await_a_waiting_commit() -> None:
    """Wait until somebody's commit waits for us."""
    with connection.cursor() as cursor:
        for _ in range(SECONDS * 100):
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity, pg_sleep(0.01)"
                " WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid))"
            )
            if cursor.fetchone() == (1,):
                return
    pytest.fail("nobody waits")
