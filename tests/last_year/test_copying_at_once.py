"""Several people confirm the same copy at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from disclosures.last_year.copying import copied
from disclosures.last_year.plan import Choice, planned
from disclosures.models import EntrySheet
from disclosures.workbook.refusal import RefusedError

from .years import filled, years

PEOPLE = 4


@pytest.mark.usefixtures("real_transactions")
def test_of_copies_at_once_one_is_made_and_the_others_are_told() -> None:
    both = years()
    filled(both.last())
    plan = planned(both.this, Choice())
    start = Barrier(PEOPLE)

    def copy_one(_: int) -> bool:
        start.wait()
        try:
            copied(plan)
        except RefusedError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(PEOPLE) as people:
        made = list(people.map(copy_one, range(PEOPLE)))

    assert sorted(made) == [False, False, False, True]
    assert (both.this.line_items.count(), both.this.projects.count()) == (2, 1)
    assert len(EntrySheet.objects.get(budget=both.this).unfinished) == 1
