"""The grid shows no marks of secrecy, and no save from it loses one."""

from dataclasses import replace

import pytest

from disclosures.entry.rows import Row
from disclosures.entry.saving import Saved, save
from disclosures.entry.sent import Sent
from disclosures.entry.sheets import LEDGER
from disclosures.entry.state import standing
from disclosures.models import Budget, LineItem, Project, User
from tests.models import rows

pytestmark = pytest.mark.django_db
GROUND = "国家秘密范围第 3 条"


@pytest.fixture
def budget() -> Budget:
    """A budget with one secret line among others."""
    rows.a_catalogue(2026)
    budget = rows.a_budget(rows.a_unit(rows.a_department()))
    rows.a_line(budget, "1.00", functional="2010301")
    rows.a_line(budget, "2.00", functional="2010302", is_secret=True, secrecy_ground=GROUND)
    Project.objects.create(budget=budget, name="专项", is_secret=True, secrecy_ground=GROUND)
    return budget


@pytest.fixture
def clerk() -> User:
    return rows.a_user("clerk")


def secret_row(budget: Budget) -> Row:
    (row,) = (
        row
        for row in standing(LEDGER, budget).rows.values()
        if row.cells["functional"] == "2010302"
    )
    return row


def typed(row: Row, **texts: str) -> Row:
    """The row with other words in some of its cells."""
    return replace(row, cells={**row.cells, **texts})


def saved(budget: Budget, clerk: User, *changed: Row, removed: tuple[str, ...] = ()) -> None:
    state = standing(LEDGER, budget)
    sent = Sent(
        state.version, state.rows, {row.key: row for row in changed}, frozenset(removed), ()
    )
    assert isinstance(save(LEDGER, Budget.objects.all(), budget.pk, sent, clerk), Saved)


def secret(budget: Budget) -> dict[str, str]:
    """The grounds of the lines that are marked, by functional code."""
    lines = LineItem.objects.filter(budget=budget, is_secret=True)
    return dict(lines.values_list("functional__code", "secrecy_ground"))


@pytest.mark.parametrize(
    "change",
    [{"amount": "3.50"}, {"economic": "30201"}, {"project": "专项"}, {"functional": "2080505"}],
    ids=str,
)
def test_a_mark_survives_whatever_is_typed_into_its_row(
    change: dict[str, str], budget: Budget, clerk: User
) -> None:
    saved(budget, clerk, typed(secret_row(budget), **change))

    assert list(secret(budget).values()) == [GROUND]
    assert LineItem.objects.filter(budget=budget).count() == 2


def test_a_mark_survives_the_time_in_which_its_row_is_wrong(budget: Budget, clerk: User) -> None:
    row = secret_row(budget)
    saved(budget, clerk, typed(row, amount="十元"))
    assert secret(budget) == {}
    other = next(one for one in standing(LEDGER, budget).rows.values() if one.key != row.key)
    saved(budget, clerk, typed(other, amount="7.00"))

    saved(budget, clerk, typed(row, amount="10.00"))

    assert secret(budget) == {"2010302": GROUND}


def test_a_mark_goes_with_a_line_that_is_pasted_into_another_row(
    budget: Budget, clerk: User
) -> None:
    first, second = standing(LEDGER, budget).rows.values()

    saved(budget, clerk, replace(second, cells=first.cells), replace(first, cells=second.cells))

    assert secret(budget) == {"2010302": GROUND}


def test_a_line_that_is_deleted_and_typed_again_keeps_its_mark(budget: Budget, clerk: User) -> None:
    row = secret_row(budget)

    saved(budget, clerk, replace(typed(row, amount="9.00"), key="n1"), removed=(row.key,))

    assert secret(budget) == {"2010302": GROUND}


def test_a_new_line_is_not_secret_and_a_deleted_one_leaves_no_mark(
    budget: Budget, clerk: User
) -> None:
    row = secret_row(budget)
    saved(budget, clerk, removed=(row.key,))
    assert secret(budget) == {}

    saved(budget, clerk, replace(row, key="n1"))

    assert secret(budget) == {}
