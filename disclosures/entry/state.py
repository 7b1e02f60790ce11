"""How a ledger stands in the grid now, and what changed since somebody read it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any, Final

from django.db.models import TextField, Value
from django.db.models.functions import Cast, JSONObject

from disclosures.budget.classification import SOURCE_BY_KEY
from disclosures.models import Budget, EconomicCode, EntrySheet, FunctionalCode, LineItem, Project
from disclosures.workbook.values import tidy

from .rows import COLUMNS, Known, Row

ADDED: Final = "added"
CHANGED: Final = "changed"
REMOVED: Final = "removed"
APPROVED_TOTAL: Final = "approved_total"


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody else did to a row."""

    kind: str
    key: str
    before: Mapping[str, str] | None
    after: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class State:
    """All rows in the order of the grid: those of the ledger, and the unfinished ones.

    ``marks`` are the grounds of those that are marked secret (涉密), by their keys.
    """

    rows: Mapping[str, Row]
    ledger: frozenset[str]
    approved_total: str
    known: Known
    sheet: EntrySheet | None
    marks: Mapping[str, str]

    @property
    def version(self) -> str:
        """The same for the same contents, whoever wrote them and however."""
        return version(self.rows.values(), self.approved_total)

    @property
    def unfinished(self) -> tuple[Row, ...]:
        """The rows that are in no ledger yet."""
        return tuple(row for key, row in self.rows.items() if key not in self.ledger)

    @property
    def last_saved(self) -> tuple[str, str]:
        """Who saved these contents from the grid and when; nothing where it came otherwise."""
        same = {"pk": self.sheet and self.sheet.pk, "version": self.version}
        saved = EntrySheet.objects.filter(**same).select_related("saved_by").first()
        if saved is None or not saved.saved_at:
            return "", ""
        return str(saved.saved_by or ""), saved.saved_at.isoformat()


def version(rows: Iterable[Row], approved_total: str) -> str:
    """The hash of the contents; the order of rows is no content."""
    plain = sorted([row.key, *row.values.values()] for row in rows)
    written = json.dumps([plain, approved_total], ensure_ascii=False, separators=(",", ":"))
    return sha256(written.encode()).hexdigest()


def standing(budget: Budget) -> State:
    """How the ledger stands, in two queries; to write, lock the budget before."""
    known, sheet = _referred(budget)
    marks: dict[str, str] = {} if sheet is None else dict(sheet.marks)
    ledger = {row.key: row for row in _ledger(budget, known, marks)}
    kept = [] if sheet is None else sheet.unfinished
    unfinished = {one["key"]: Row(**one) for one in kept if one["key"] not in ledger}
    rows = ledger | unfinished
    order = [key for key in ([] if sheet is None else sheet.order) if key in rows]
    ordered = {key: rows[key] for key in (*order, *rows)}
    total = amount_text(budget.approved_total)
    kept_marks = {key: ground for key, ground in marks.items() if key in rows}
    return State(ordered, frozenset(ledger), total, known, sheet, kept_marks)


def amount_text(amount: Decimal | None) -> str:
    """An amount as it stands in a cell."""
    return "" if amount is None else f"{amount:.2f}"


def _referred(budget: Budget) -> tuple[Known, EntrySheet | None]:
    """Codes of the year, projects of the budget and its sheet: four short lists in one query.

    The sheet may not come with the locked budget: a join would show it as it was before the lock.
    """
    year = budget.year
    functional = FunctionalCode.objects.items(year).values_list(Value("f"), "code", "pk")
    economic = EconomicCode.objects.items(year).values_list(Value("e"), "code", "pk")
    projects = Project.objects.filter(budget=budget).values_list(Value("p"), "name", "pk")
    content = Cast(JSONObject(order="order", unfinished="unfinished", marks="marks"), TextField())
    sheets = EntrySheet.objects.filter(budget=budget).values_list(Value("s"), content, "pk")
    lists: dict[str, dict[str, int]] = {"f": {}, "e": {}, "p": {}, "s": {}}
    every: Any = functional.union(economic, projects, sheets, all=True)
    for kind, name, pk in every:
        lists[kind][tidy(name)] = pk
    known = Known(year, *(dict(sorted(lists[kind].items())) for kind in "fep"))
    found = (
        EntrySheet(pk=pk, budget=budget, **json.loads(text)) for text, pk in lists["s"].items()
    )
    return known, next(found, None)


def _ledger(budget: Budget, known: Known, marks: dict[str, str]) -> Iterator[Row]:
    """The line items as rows; what is marked secret among them is noted in ``marks``."""
    names = [{pk: name for name, pk in one.items()} for one in _lists(known)]
    rows = LineItem.objects.filter(budget=budget).order_by("pk")
    names_of_columns = ("functional_id", "economic_id", "source", "project_id", "amount")
    for pk, functional, economic, source, project, amount, is_secret, ground in rows.values_list(
        "pk", *names_of_columns, "is_secret", "secrecy_ground"
    ):
        if is_secret:
            marks[str(pk)] = ground
        yield Row(
            str(pk),
            names[0][functional],
            names[1][economic],
            SOURCE_BY_KEY[source].name,
            names[2].get(project, ""),
            amount_text(amount),
        )


def _lists(known: Known) -> tuple[Mapping[str, int], ...]:
    return known.functional, known.economic, known.projects


def changes(seen: Mapping[str, Row], state: State) -> tuple[Change, ...]:
    """What others changed since the rows were seen, in the order of the grid."""
    found = []
    for key, row in state.rows.items():
        before = seen.get(key)
        if before is None:
            found.append(Change(ADDED, key, None, row.values))
        elif before.values != row.values:
            found.append(Change(CHANGED, key, before.values, row.values))
    gone = (row for key, row in seen.items() if key not in state.rows)
    return (*found, *(Change(REMOVED, row.key, row.values, None) for row in gone))


def is_blank(row: Row) -> bool:
    """Whether nothing stands in the row."""
    return not any(getattr(row, name).strip() for name in COLUMNS)
