"""Several clerks save the same grid at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from itertools import zip_longest
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from disclosures.entry.rows import Row
from disclosures.entry.saving import Saved, Stale, save
from disclosures.entry.sent import Sent
from disclosures.entry.sheets import LEDGER, PROJECT, Sheet
from disclosures.entry.state import standing
from disclosures.models import Budget, EntrySheet, LineItem, Project, ProjectIndicator, User
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


def at_once(sheet: Sheet, owner: Any, clerk: User, *texts: str) -> list[Saved | Stale]:  # noqa: ANN401
    """What came of it where every clerk read the grid first, and then all save a row."""
    version, start = standing(sheet, owner).version, Barrier(CLERKS)
    names = [column.field for column in sheet.columns]
    cells = dict(zip_longest(names, texts, fillvalue=""))

    def save_one(number: int) -> Saved | Stale:
        start.wait()
        row = Row(f"n{number}", {**cells, sheet.summed: f"{number + 1}.00"})
        sent = Sent(version, {}, {row.key: row}, frozenset(), (row.key,))
        try:
            return save(sheet, sheet.owner._default_manager.all(), owner.pk, sent, clerk)
        finally:
            connection.close()

    with ThreadPoolExecutor(CLERKS) as people:
        return list(people.map(save_one, range(CLERKS)))


def one_is_kept(came: list[Saved | Stale]) -> None:
    """Whether one save was kept, and all the others are told of it."""
    saved = [one for one in came if isinstance(one, Saved)]
    stale = [one for one in came if isinstance(one, Stale)]
    assert (len(saved), len(stale)) == (1, CLERKS - 1)
    kept = next(iter(saved[0].rows.values()))
    assert {one.changes[0].key for one in stale} == {kept.key}
    assert {one.state.version for one in stale} == {saved[0].version}


@pytest.mark.usefixtures("real_transactions")
@pytest.mark.parametrize("code", ["2010301", "9999999"], ids=["right", "wrong"])
def test_of_several_saves_at_once_one_is_kept_and_the_others_are_told(
    code: str, budget: Budget, clerk: User
) -> None:
    one_is_kept(at_once(LEDGER, budget, clerk, code, "30101", "其他收入"))

    unfinished = EntrySheet.objects.get(budget=budget).unfinished
    assert LineItem.objects.count() + len(unfinished) == 1


@pytest.mark.usefixtures("real_transactions")
@pytest.mark.parametrize("target", [">=1", ""], ids=["right", "wrong"])
def test_of_several_saves_of_indicators_one_is_kept_too(
    target: str, budget: Budget, clerk: User
) -> None:
    project = Project.objects.create(budget=budget, name="修缮")

    one_is_kept(at_once(PROJECT, project, clerk, "产出指标", "数量指标", "面积", target))

    unfinished = EntrySheet.objects.get(project=project).unfinished
    assert ProjectIndicator.objects.count() + len(unfinished) == 1
