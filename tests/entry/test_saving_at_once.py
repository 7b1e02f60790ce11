"""Several clerks save the same grid at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from disclosures.entry.rows import Row
from disclosures.entry.saving import Saved, Stale, save
from disclosures.entry.sent import Sent
from disclosures.entry.sheets import LEDGER
from disclosures.entry.state import standing
from disclosures.models import Budget, EntrySheet, LineItem, User
from tests.models import rows

CLERKS = 6


@pytest.fixture
def budget() -> Budget:
    """A budget without lines, seen by every connection."""
    rows.a_catalogue(2026)
    return rows.a_budget(rows.a_unit(rows.a_department()))


@pytest.fixture
def clerk() -> User:
    """Somebody who saves."""
    return rows.a_user("clerk")


def at_once(budget: Budget, clerk: User, *, code: str) -> list[Saved | Stale]:
    """What came of it where every clerk read the grid first, and then all save a row."""
    version, start = standing(LEDGER, budget).version, Barrier(CLERKS)

    def save_one(number: int) -> Saved | Stale:
        start.wait()
        cells = (code, "30101", "其他收入", "", f"{number + 1}.00")
        names = (column.field for column in LEDGER.columns)
        row = Row(f"n{number}", dict(zip(names, cells, strict=True)))
        sent = Sent(version, {}, {row.key: row}, frozenset(), (row.key,))
        try:
            return save(LEDGER, Budget.objects.all(), budget.pk, sent, clerk)
        finally:
            connection.close()

    with ThreadPoolExecutor(CLERKS) as people:
        return list(people.map(save_one, range(CLERKS)))


@pytest.mark.usefixtures("real_transactions")
@pytest.mark.parametrize("code", ["2010301", "9999999"], ids=["right", "wrong"])
def test_of_several_saves_at_once_one_is_kept_and_the_others_are_told(
    code: str, budget: Budget, clerk: User
) -> None:
    came = at_once(budget, clerk, code=code)

    saved = [one for one in came if isinstance(one, Saved)]
    stale = [one for one in came if isinstance(one, Stale)]
    assert (len(saved), len(stale)) == (1, CLERKS - 1)
    kept = next(iter(saved[0].rows.values()))
    assert {one.changes[0].key for one in stale} == {kept.key}
    assert {one.state.version for one in stale} == {saved[0].version}
    unfinished = EntrySheet.objects.get(budget=budget).unfinished
    assert LineItem.objects.count() + len(unfinished) == 1
