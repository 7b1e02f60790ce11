"""S3: 10,000 broken imports to real workers: no server error, no worker lost, no row by halves."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.db.models import F, Model

from disclosures.budget.classification import SOURCE_BY_KEY
from disclosures.entry.sheets import LEDGER as LEDGER_SHEET
from disclosures.entry.state import standing
from disclosures.management import sample
from disclosures.management.ownership import as_owner
from disclosures.models import (
    Acknowledgement,
    Appointment,
    Assets,
    Budget,
    Disclosure,
    EntrySheet,
    Explanation,
    GlossaryEntry,
    LineItem,
    OverallIndicator,
    Procurement,
    Project,
    ProjectIndicator,
    Reclassification,
    Staffing,
    VehicleHolding,
)
from disclosures.workbook.writing import export
from tests.admin.people import desk_of, page

from .mutations import Table, a_body, a_csv, a_workbook
from .served import FORM, Answer, Portal, as_form, serving

WORKBOOKS, LEDGERS, BODIES = 1_000, 4_500, 4_500
# In the order in which rows are written anew: what others rest on first.
KEPT: tuple[type[Model], ...] = (
    *(Budget, Project, LineItem, Reclassification, ProjectIndicator, Staffing, Procurement),
    *(Assets, VehicleHolding),
    *(EntrySheet, Disclosure, OverallIndicator, Explanation, GlossaryEntry, Acknowledgement),
)
TOKEN = re.compile(r'name="token" value="([^"]+)"')
FINGERPRINT = re.compile(r'name="fingerprint" value="([^"]+)"')


@dataclass
class Ledger:
    """The sample's budget, to which everything is imported, and how it stood at first."""

    budget: Budget
    session: str
    rows: dict[type[Model], list[Model]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rows = {model: list(model._default_manager.order_by("pk")) for model in KEPT}
        self.first = state()

    def exported(self) -> bytes:
        """A workbook that changes something: every amount, and what is told of the projects."""
        LineItem.objects.filter(budget=self.budget).update(amount=F("amount") + 1)
        Project.objects.filter(budget=self.budget).update(goal="另一个目标。")
        content = export(self.budget)
        self.restore()
        return content

    def restore(self) -> None:
        """Everything as it was before an import that was right to be taken in."""
        tables = ", ".join(model._meta.db_table for model in KEPT[1:] if model is not Disclosure)
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {tables}")
        for model, found in self.rows.items():
            if model in {Budget, Disclosure}:
                for one in found:
                    one.save(force_update=True)
            else:
                model._default_manager.bulk_create(found)
        assert state() == self.first


def state() -> tuple[object, ...]:
    """What an import could write, as one number a table."""
    sums = "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM"
    parts = " UNION ALL ".join(f"{sums} {model._meta.db_table} t" for model in KEPT)
    with connection.cursor() as cursor:
        cursor.execute(parts)
        return tuple(cursor.fetchall())


@pytest.fixture
def ledger(real_transactions: None) -> Ledger:  # noqa: ARG001 - seen by the server
    sample.load()
    budget = Budget.objects.get(year=2026, role=Budget.Role.BUDGET)
    client = desk_of(Appointment.Role.ENTRY, department=budget.unit.department)
    return Ledger(budget, client.cookies["sessionid"].value)


@pytest.fixture
def portal(ledger: Ledger, tmp_path: Path) -> Iterator[Portal]:  # noqa: ARG001 - before it is served
    with serving(tmp_path) as portal:
        yield portal


@dataclass
class Tally:
    """What came of the imports of one kind."""

    name: str
    counts: Counter[str] = field(default_factory=Counter)

    def note(self, what: str, portal: Portal, ledger: Ledger, answers: list[Answer]) -> None:
        """Count one import, and put back what was taken in."""
        self.counts[what] += 1
        self.counts["errors"] += sum(answer.status >= 500 for answer in answers)
        if what == "taken in":
            ledger.restore()
        elif state() != ledger.first:
            self.counts["written on rejection"] += 1
            ledger.restore()
        self.counts["worker deaths"] = portal.deaths

    def told(self) -> str:
        """The figures in a line."""
        names = ("taken in", "refused", "errors", "written on rejection", "worker deaths")
        return f"S3: {self.name}: " + ", ".join(f"{self.counts[one]:,} {one}" for one in names)

    def assert_sound(self, count: int) -> None:
        """No server error, no worker lost, no row written by what was refused."""
        assert self.counts["taken in"] + self.counts["refused"] == count
        bad = ("errors", "written on rejection", "worker deaths")
        assert [self.counts[one] for one in bad] == [0, 0, 0]
        assert self.counts["refused"] > count // 10


def uploaded(portal: Portal, ledger: Ledger, filename: str, content: bytes) -> list[Answer]:
    """Upload, and confirm what is shown if it may be confirmed; uploading alone writes nothing."""
    target = page(Budget, "workbook", ledger.budget.pk)
    shown = portal.post(target, ledger.session, as_form({}, filename, content), FORM)
    assert state() == ledger.first
    token, fingerprint = TOKEN.search(shown.text), FINGERPRINT.search(shown.text)
    if not (token and fingerprint):
        return [shown]
    fields = {"token": token[1], "fingerprint": fingerprint[1]}
    return [shown, portal.post(target, ledger.session, as_form(fields), FORM)]


def fuzzed(
    tally: Tally, portal: Portal, ledger: Ledger, count: int, make: Callable[[], tuple[str, bytes]]
) -> None:
    for _ in range(count):
        answers = uploaded(portal, ledger, *make())
        is_taken = len(answers) == 2 and answers[1].status == 302
        tally.note("taken in" if is_taken else "refused", portal, ledger, answers)
    print(tally.told())
    tally.assert_sound(count)


def test_workbooks(portal: Portal, ledger: Ledger) -> None:
    random, good = Random(3), ledger.exported()

    fuzzed(Tally("workbooks"), portal, ledger, WORKBOOKS, lambda: a_workbook(random, good))


def flat(ledger: Ledger) -> Table:
    """The ledger as a budget system exports it, each amount a yuan higher."""
    lines = LineItem.objects.filter(budget=ledger.budget).order_by("pk")
    header = ["功能科目编码", "经济科目编码", "资金来源", "项目名称", "金额（元）"]
    values = lines.values_list(
        "functional__code", "economic__code", "source", "project__name", "amount"
    )
    return [header] + [
        [item, section, SOURCE_BY_KEY[source].name, project or "", str(amount + 1)]
        for item, section, source, project, amount in values
    ]


def test_flat_ledgers(portal: Portal, ledger: Ledger) -> None:
    random, good = Random(33), flat(ledger)

    fuzzed(Tally("CSV ledgers"), portal, ledger, LEDGERS, lambda: a_csv(random, good))


def body(ledger: Ledger) -> dict[str, Any]:
    """What a grid sends: two rows changed, one new, one removed, everything else as seen."""
    state = standing(LEDGER_SHEET, ledger.budget)
    rows = [[row.key, *row.cells.values()] for row in state.rows.values()]
    changed = [[*row[:5], "8.00"] for row in rows[:2]]
    new = ["n1", "2010302", "30201", "其他收入", "工作经费", "5.00"]
    return {
        "version": state.version,
        "seen": rows,
        "rows": [*changed, new],
        "removed": [rows[3][0]],
        "order": [*(row[0] for row in rows), "n1"],
        "approved_total": "100.00",
        "new_projects": ["新项目"],
    }


def test_requests_of_the_grid(portal: Portal, ledger: Ledger) -> None:
    random, tally = Random(333), Tally("requests of the grid")
    target, good = page(Budget, "grid", ledger.budget.pk), body(ledger)
    for _ in range(BODIES):
        content = a_body(random, good)
        kind = "application/json" if random.random() < 0.95 else random.choice((FORM, "text/plain"))
        answer = portal.post(target, ledger.session, content, kind)
        is_taken = answer.status in {200, 302} and kind != "text/plain"
        tally.note("taken in" if is_taken else "refused", portal, ledger, [answer])
    print(tally.told())
    tally.assert_sound(BODIES)
