"""How the rows of a sheet stand in the grid now, and what changed since somebody read them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from django.db.models import Case, F, TextField, Value, When
from django.db.models.functions import Cast, JSONObject

from disclosures.models import EntrySheet
from disclosures.workbook.values import canonical, tidy

from .rows import Known, Row, row_of
from .sheets import Sheet

ADDED: Final = "added"
CHANGED: Final = "changed"
REMOVED: Final = "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody else did to a row."""

    kind: str
    key: str
    before: Mapping[str, str] | None
    after: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class State:
    """All rows in the order of the grid: those that are right, and the unfinished ones.

    ``stored`` are the keys of the right ones, with their positions where rows have any;
    ``marks`` the grounds of those that are marked secret (涉密), by their keys.
    """

    sheet: Sheet
    owner: Any
    rows: Mapping[str, Row]
    stored: Mapping[str, int]
    known: Known
    kept: EntrySheet | None
    marks: Mapping[str, str]

    @property
    def approved_total(self) -> str:
        """What the amounts are to sum up to, as it stands in a cell."""
        return approved_total(self.sheet, self.owner)

    @property
    def version(self) -> str:
        """The same for the same contents, whoever wrote them and however."""
        return version(self.rows.values(), self.approved_total)

    @property
    def unfinished(self) -> tuple[Row, ...]:
        """The rows that are kept beside the right ones only."""
        return tuple(row for key, row in self.rows.items() if key not in self.stored)

    @property
    def last_saved(self) -> tuple[str, str]:
        """Who saved these contents from the grid and when; nothing where it came otherwise."""
        same = {"pk": self.kept and self.kept.pk, "version": self.version}
        saved = EntrySheet.objects.filter(**same).select_related("saved_by").first()
        if saved is None or not saved.saved_at:
            return "", ""
        return str(saved.saved_by or ""), saved.saved_at.isoformat()


def version(rows: Iterable[Row], approved: str) -> str:
    """The hash of the contents; the order of rows is no content."""
    plain = sorted([row.key, *row.cells.values()] for row in rows)
    written = json.dumps([plain, approved], ensure_ascii=False, separators=(",", ":"))
    return sha256(written.encode()).hexdigest()


def approved_total(sheet: Sheet, owner: object) -> str:
    """What the amounts of an owner are to sum up to; nothing where nothing says so."""
    return canonical(getattr(owner, sheet.approved.field)) if sheet.approved else ""


def standing(sheet: Sheet, owner: Any) -> State:  # noqa: ANN401 - an owner of any sheet
    """How the rows of an owner stand, in two queries; to write, lock it before."""
    known, kept = _referred(sheet, owner)
    rows: dict[str, Row] = {}
    stored: dict[str, int] = {}
    marks: dict[str, str] = {} if kept is None else dict(kept.marks)
    for row, position, ground in _stored(sheet, owner):
        rows[row.key], stored[row.key] = row, position
        if ground is not None:
            marks[row.key] = ground
    for cells in [] if kept is None else kept.unfinished:
        key = cells["key"]
        rows.setdefault(key, Row(key, {one.field: cells[one.field] for one in sheet.columns}))
    order = [key for key in ([] if kept is None else kept.order) if key in rows]
    ordered = {key: rows[key] for key in (*order, *rows)}
    kept_marks = {key: ground for key, ground in marks.items() if key in rows}
    return State(sheet, owner, ordered, stored, known, kept, kept_marks)


def _referred(sheet: Sheet, owner: Any) -> tuple[Known, EntrySheet | None]:  # noqa: ANN401
    """What rows may refer to, and what is kept beside them: short lists in one query.

    The sheet may not come with the locked owner: a join would show it as it was before the lock.
    """
    content = Cast(JSONObject(order="order", unfinished="unfinished", marks="marks"), TextField())
    kept = EntrySheet.objects.filter(**{sheet.link: owner})
    lists = sheet.lists(owner)
    every: Any = kept.values_list(Value(""), content, "pk").union(
        *(rows.values_list(Value(name), field, "pk") for name, (rows, field) in lists.items()),
        all=True,
    )
    found: dict[str, dict[str, int]] = {"": {}, **{name: {} for name in lists}}
    for name, text, pk in every:
        found[name][tidy(text)] = pk
    known = {name: dict(sorted(found[name].items())) for name in lists}
    for text, pk in found[""].items():
        return known, EntrySheet(pk=pk, **{sheet.link: owner}, **json.loads(text))
    return known, None


def _stored(sheet: Sheet, owner: object) -> Iterator[tuple[Row, int, str | None]]:
    """The rows that are right, with their positions and, of secret ones, the grounds."""
    paths = [sheet.paths.get(column.field, column.field) for column in sheet.columns]
    position = F("position") if sheet.is_ordered else Value(0)
    ground: Any = Value(None, TextField())
    if sheet.is_classifiable:
        ground = Case(When(is_secret=True, then="secrecy_ground"), output_field=TextField())
    rows = sheet.rows._default_manager.filter(**{sheet.link: owner})
    ordered = rows.order_by("position", "pk") if sheet.is_ordered else rows.order_by("pk")
    for pk, place, why, *values in ordered.values_list("pk", position, ground, *paths):
        yield row_of(sheet, str(pk), values), place, why


def changes(seen: Mapping[str, Row], state: State) -> tuple[Change, ...]:
    """What others changed since the rows were seen, in the order of the grid."""
    found = []
    for key, row in state.rows.items():
        before = seen.get(key)
        if before is None:
            found.append(Change(ADDED, key, None, row.cells))
        elif before.cells != row.cells:
            found.append(Change(CHANGED, key, before.cells, row.cells))
    gone = (row for key, row in seen.items() if key not in state.rows)
    return (*found, *(Change(REMOVED, row.key, row.cells, None) for row in gone))
