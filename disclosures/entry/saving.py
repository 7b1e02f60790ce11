"""Saving a grid: the right rows into the ledger, the wrong ones kept, all in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from disclosures.budget.amounts import total
from disclosures.models import Budget, EntrySheet, LineItem, Project, User
from disclosures.workbook.sheets import Column, Kind
from disclosures.workbook.values import UnfitError, read

from .rows import Fault, Judgement, Row, judged
from .secrecy import marked
from .sent import Sent
from .state import APPROVED_TOTAL, Change, State, amount_text, changes, is_blank, standing, version
from .waiting import new_key

APPROVED: Final = Column(APPROVED_TOTAL, "批复数", Kind.AMOUNT)
NAME_LENGTH: Final = 120


@dataclass(frozen=True, slots=True)
class Stale:
    """Nothing was saved: others changed the ledger since it was read."""

    state: State
    changes: tuple[Change, ...]
    message: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of a save; ``rows`` are those sent or newly in the ledger, by the keys before."""

    version: str
    rows: Mapping[str, Row]
    faults: tuple[Fault, ...]
    approved_total: str
    lines: int
    unfinished: int
    amount: Decimal


@transaction.atomic
def save(budgets: QuerySet[Budget], budget_id: int, sent: Sent, by: User) -> Saved | Stale:
    """Save what a clerk sent, unless others were faster.

    ``budgets`` are those the clerk may write to. Raises ``Budget.DoesNotExist`` for another,
    ``IntegrityError`` where somebody writes to the ledger at this very moment.
    """
    # Two writers of one budget wait for each other here, and read only then.
    budget = budgets.select_for_update(of=("self",)).get(pk=budget_id)
    state = standing(budget)
    if state.version != sent.version:
        return Stale(state, changes(sent.seen, state))
    faults = _approved(budget, sent)
    known = replace(state.known, projects=_projects(budget, state, sent))
    keys = {key: key if key in state.rows else new_key() for key in sent.rows}
    rows = _merged(state, sent, keys)
    settled = frozenset(key for key in state.ledger if rows.get(key) == state.rows[key])
    places = {key: place for place, key in enumerate(rows)}
    found = judged(rows.values(), known, settled, places)
    final = _written(budget, state, found, settled)
    sheet = _kept(budget, state, [final[key] for key in rows], found, by)
    return _saved(budget, sheet, keys, final, (*faults, *_faults(found, keys)), found)


def _faults(found: Mapping[str, Judgement], keys: Mapping[str, str]) -> Iterable[Fault]:
    """What is wrong, by the keys that were sent, from top to bottom as judged."""
    sent = {kept: key for key, kept in keys.items()}
    for one in found.values():
        for fault in one.faults:
            yield replace(fault, key=sent.get(fault.key, fault.key))


def _merged(state: State, sent: Sent, keys: Mapping[str, str]) -> dict[str, Row]:
    """All rows as the clerk wants them, in the clerk's order; an empty row is none."""
    rows = {key: row for key, row in state.rows.items() if key not in sent.removed}
    rows |= {keys[key]: replace(row, key=keys[key]) for key, row in sent.rows.items()}
    order = (keys.get(key, key) for key in sent.order)
    ordered = {key: rows[key] for key in order if key in rows} | rows
    return {key: row for key, row in ordered.items() if not is_blank(row)}


def _written(
    budget: Budget, state: State, found: Mapping[str, Judgement], settled: frozenset[str]
) -> dict[str, Row]:
    """Write what is not in the ledger as it stands; the final rows by their keys."""
    gone = [int(key) for key in state.ledger if key not in settled]
    if gone:
        LineItem.objects.filter(pk__in=gone, budget=budget).delete()
    marks = _marks(state, found)
    lines = {
        key: LineItem(
            # A row that was in the ledger before keeps its id.
            pk=int(key) if key.isdigit() else None,
            budget=budget,
            functional_id=one.entry.functional,
            economic_id=one.entry.economic,
            source=one.entry.source,
            project_id=one.entry.project,
            amount=one.entry.amount,
            is_secret=key in marks,
            secrecy_ground=marks.get(key, ""),
        )
        for key, one in found.items()
        if one.entry and key not in settled
    }
    LineItem.objects.bulk_create(lines.values())
    return {
        key: replace(one.row, key=str(lines[key].pk)) if key in lines else one.row
        for key, one in found.items()
    }


def _kept(
    budget: Budget,
    state: State,
    rows: list[Row],
    found: Mapping[str, Judgement],
    by: User,
) -> EntrySheet:
    """Keep the order of all rows, and those that are unfinished."""
    sheet = state.sheet or EntrySheet(budget=budget)
    sheet.order = [row.key for row in rows]
    sheet.unfinished = [asdict(one.row) for one in found.values() if one.entry is None]
    marks = _marks(state, found)
    sheet.marks = {key: ground for key, ground in marks.items() if found[key].entry is None}
    sheet.version = version(rows, amount_text(budget.approved_total))
    sheet.saved_at, sheet.saved_by = timezone.now(), by
    sheet.save()
    return sheet


def _marks(state: State, found: Mapping[str, Judgement]) -> Mapping[str, str]:
    return marked(state, {key: one.row for key, one in found.items()})


def _saved(
    budget: Budget,
    sheet: EntrySheet,
    keys: Mapping[str, str],
    final: Mapping[str, Row],
    faults: tuple[Fault, ...],
    found: Mapping[str, Judgement],
) -> Saved:
    amounts = [one.entry.amount for one in found.values() if one.entry]
    moved = {key: row for key, row in final.items() if row.key != key}
    told = {key: final[kept] for key, kept in keys.items() if kept in final}
    return Saved(
        sheet.version,
        told | {key: row for key, row in moved.items() if key not in keys.values()},
        faults,
        amount_text(budget.approved_total),
        len(amounts),
        len(sheet.unfinished),
        total(amounts),
    )


def _projects(budget: Budget, state: State, sent: Sent) -> Mapping[str, int]:
    """The projects by name, with those that the clerk asked to be made."""
    known = state.known.projects
    wanted = {name.strip() for name in sent.new_projects} - {"", *known}
    made = Project.objects.bulk_create(
        Project(budget=budget, name=name) for name in sorted(wanted) if len(name) <= NAME_LENGTH
    )
    return {**known, **{project.name: project.pk for project in made}}


def _approved(budget: Budget, sent: Sent) -> tuple[Fault, ...]:
    """Keep the approved total if it was changed; a wrong one is told and not kept."""
    if sent.approved_total is None:
        return ()
    try:
        text = read(APPROVED, sent.approved_total)
    except UnfitError as error:
        return (Fault("", APPROVED_TOTAL, f"{error.reason}。请{error.remedy}。"),)
    if text != amount_text(budget.approved_total):
        budget.approved_total = Decimal(text) if text else None
        budget.save(update_fields=[APPROVED_TOTAL])
    return ()
