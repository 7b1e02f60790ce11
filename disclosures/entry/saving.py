"""Saving a grid: the right rows into their table, the wrong ones kept, all in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone

from disclosures.budget.amounts import ZERO, total
from disclosures.models import EntrySheet, Project, User
from disclosures.workbook.values import UnfitError, read, typed

from .rows import Fault, Judgement, Known, Row, judged
from .secrecy import marked
from .sent import Sent
from .sheets import LEDGER, Sheet
from .state import Change, State, changes, standing, version
from .waiting import new_key

PROJECT: Final = "project"
NAME_LENGTH: Final = 120


@dataclass(frozen=True, slots=True)
class Stale:
    """Nothing was saved: others changed the rows since they were read."""

    state: State
    changes: tuple[Change, ...]
    message: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of a save; ``rows`` are those sent or newly right, by the keys before."""

    version: str
    rows: Mapping[str, Row]
    faults: tuple[Fault, ...]
    approved_total: str
    right: int
    unfinished: int
    sum: Decimal


@transaction.atomic
def save(sheet: Sheet, owners: QuerySet[Any], key: int, sent: Sent, by: User) -> Saved | Stale:
    """Save what a clerk sent, unless others were faster.

    ``owners`` are those the clerk may write to. Raises ``DoesNotExist`` for another,
    ``IntegrityError`` where somebody writes to the same rows at this very moment.
    """
    # Two writers of one sheet wait for each other here, and read only then.
    owner = owners.select_related(*sheet.joined).select_for_update(of=sheet.locked).get(pk=key)
    state = standing(sheet, owner)
    if state.version != sent.version:
        return Stale(state, changes(sent.seen, state))
    faults = _approved(state, sent)
    known = _with_new_projects(state, sent)
    keys = {key: key if key in state.rows else new_key() for key in sent.rows}
    rows = _merged(state, sent, keys)
    settled = frozenset(key for key in state.stored if rows.get(key) == state.rows[key])
    places = {key: place for place, key in enumerate(rows, 1)}
    found = judged(sheet, rows.values(), known, settled, places)
    final = _written(state, found, settled, places)
    kept = _kept(state, [final[key] for key in rows], found, by)
    return _saved(state, kept, keys, final, found, (*faults, *_faults(found, keys)))


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
    return {key: row for key, row in ordered.items() if not row.is_blank}


def _written(
    state: State,
    found: Mapping[str, Judgement],
    settled: frozenset[str],
    places: Mapping[str, int],
) -> dict[str, Row]:
    """Write what does not stand as it should already; the final rows by their keys."""
    sheet = state.sheet
    if sheet.is_ordered:
        settled = frozenset(key for key in settled if state.stored[key] == places[key])
    gone = [int(key) for key in state.stored if key not in settled]
    of_owner = {sheet.link: state.owner}
    rows = sheet.rows._default_manager
    if gone:
        rows.filter(pk__in=gone, **of_owner).delete()
    made: dict[str, Model] = {}
    marks = _marks(state, found)
    for key, one in found.items():
        if one.fields is not None and key not in settled:
            place = {"position": places[key]} if sheet.is_ordered else {}
            mark = {"is_secret": True, "secrecy_ground": marks[key]} if key in marks else {}
            # A row that was right before keeps its id.
            pk = int(key) if key.isdigit() else None
            made[key] = sheet.rows(pk=pk, **of_owner, **place, **mark, **one.fields)
    rows.bulk_create(made.values())
    return {
        key: replace(one.row, key=str(made[key].pk)) if key in made else one.row
        for key, one in found.items()
    }


def _kept(state: State, rows: list[Row], found: Mapping[str, Judgement], by: User) -> EntrySheet:
    """Keep the order of all rows, and those that are unfinished."""
    kept = state.kept or EntrySheet(**{state.sheet.link: state.owner})
    unfinished = (one.row for one in found.values() if one.fields is None)
    kept.order = [row.key for row in rows]
    kept.unfinished = [{"key": row.key, **row.cells} for row in unfinished]
    marks = _marks(state, found)
    kept.marks = {key: ground for key, ground in marks.items() if found[key].fields is None}
    kept.version = version(rows, state.approved_total)
    kept.saved_at, kept.saved_by = timezone.now(), by
    kept.save()
    return kept


def _marks(state: State, found: Mapping[str, Judgement]) -> Mapping[str, str]:
    return marked(state, {key: one.row for key, one in found.items()})


def _saved(
    state: State,
    kept: EntrySheet,
    keys: Mapping[str, str],
    final: Mapping[str, Row],
    found: Mapping[str, Judgement],
    faults: tuple[Fault, ...],
) -> Saved:
    right = [one.fields for one in found.values() if one.fields is not None]
    moved = {key: row for key, row in final.items() if row.key != key}
    told = {key: final[new] for key, new in keys.items() if new in final}
    return Saved(
        kept.version,
        told | {key: row for key, row in moved.items() if key not in keys.values()},
        faults,
        state.approved_total,
        len(right),
        len(kept.unfinished),
        total(fields[state.sheet.summed] or ZERO for fields in right),
    )


def _with_new_projects(state: State, sent: Sent) -> Known:
    """What rows may refer to, with the projects that the clerk asked to be made."""
    names = state.known.get(PROJECT, {})
    wanted = {name.strip() for name in sent.new_projects} - {"", *names}
    if state.sheet is not LEDGER or not wanted:
        return state.known
    made = Project.objects.bulk_create(
        Project(budget=state.owner, name=name)
        for name in sorted(wanted)
        if len(name) <= NAME_LENGTH
    )
    return {**state.known, PROJECT: {**names, **{one.name: one.pk for one in made}}}


def _approved(state: State, sent: Sent) -> tuple[Fault, ...]:
    """Keep the approved total if it was changed; a wrong one is told and not kept."""
    column, owner = state.sheet.approved, state.owner
    if column is None or sent.approved_total is None:
        return ()
    try:
        text = read(column, sent.approved_total)
    except UnfitError as error:
        return (Fault("", column.field, f"{error.reason}。请{error.remedy}。"),)
    if text != state.approved_total:
        setattr(owner, column.field, typed(column, text))
        owner.save(update_fields=[column.field])
    return ()
