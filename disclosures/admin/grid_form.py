"""The entry grid where no JavaScript runs: a plain form, some rows to a page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponseRedirect, QueryDict

from disclosures.budget.classification import FUNDING_SOURCES
from disclosures.entry.rows import COLUMNS, Fault, Row
from disclosures.entry.saving import Saved
from disclosures.entry.sent import UNREADABLE, Sent, UnreadableError, rows_of
from disclosures.entry.state import Change, State, changes

ROWS: Final = 20
EMPTY_ROWS: Final = 3
SAVED: Final = "已保存：入账 {lines} 行，合计 {amount:,.2f} 元。"
UNFINISHED: Final = "另有 {count} 行有误，已保留但未入账，请改正。"


@dataclass(frozen=True, slots=True)
class Cell:
    """A field of the plain form."""

    name: str
    column: str
    label: str
    value: str
    hint: str
    fault: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row of the plain form."""

    number: int
    key: str
    cells: tuple[Cell, ...]


def form_context(
    request: HttpRequest,
    state: State,
    faults: Sequence[Fault],
    names: Mapping[str, str],
    sent: Sent | None,
) -> dict[str, Any]:
    """What the plain form shows: a page of rows, empty rows, and what others changed."""
    page = Paginator(list(state.rows.values()), ROWS).get_page(request.GET.get("page"))
    shown = _shown(page, sent)
    told = {(fault.key, fault.column): fault.message for fault in faults}
    first = page.start_index() or 1
    return {
        "page": page,
        "form_rows": [
            FormRow(first + place, row.key, tuple(_cells(place, row, told, names, state)))
            for place, row in enumerate(shown)
        ],
        "version": state.version,
        "seen": json.dumps([[row.key, *row.values.values()] for row in page], ensure_ascii=False),
        "approved_total": state.approved_total
        if sent is None or sent.approved_total is None
        else sent.approved_total,
        "unfinished": len(state.unfinished),
        "changes": _changes(sent, state) if sent else (),
        "is_stale": sent is not None,
    }


def _shown(page: Page[Row], sent: Sent | None) -> list[Row]:
    """The rows of the page, with what was typed and not saved; new rows stay new."""
    if sent is None:
        return [*page, *(Row(f"new{place}") for place in range(EMPTY_ROWS))]
    rows = {row.key: row for row in page} | dict(sent.rows)
    empty = (Row(f"new{place}") for place in range(EMPTY_ROWS))
    return [*rows.values(), *(row for row in empty if row.key not in rows)]


def _changes(sent: Sent, state: State) -> tuple[Change, ...]:
    """What others changed in the rows that the clerk had on the page."""
    return tuple(one for one in changes(sent.seen, state) if one.key in sent.seen)


def _cells(
    place: int,
    row: Row,
    told: Mapping[tuple[str, str], str],
    names: Mapping[str, str],
    state: State,
) -> Iterator[Cell]:
    choices = {
        "source": tuple(source.name for source in FUNDING_SOURCES),
        "project": tuple(state.known.projects),
    }
    for name, column in COLUMNS.items():
        value = getattr(row, name)
        offered = choices.get(name, ())
        if offered and value and value not in offered:
            offered = (value, *offered)
        fault = told.get((row.key, name), "")
        hint = names.get(value, "") if name in {"functional", "economic"} else ""
        yield Cell(f"row-{place}-{name}", name, column.header, value, hint, fault, offered)


def form_sent(form: QueryDict) -> Sent:
    """What the plain form sends: the rows of its page; raises ``UnreadableError``."""
    try:
        seen = rows_of(json.loads(form.get("seen", "")))
    except ValueError as error:
        raise UnreadableError(UNREADABLE) from error
    rows: dict[str, Row] = {}
    removed = set()
    place = 0
    while key := _clean(form.get(f"row-{place}-key", "")):
        row = Row(key, **{name: _clean(form.get(f"row-{place}-{name}", "")) for name in COLUMNS})
        if form.get(f"row-{place}-remove"):
            removed.add(key)
        elif row != seen.get(key):
            rows[key] = row
        place += 1
    return Sent(
        form.get("version", ""),
        seen,
        rows,
        frozenset(removed),
        (),
        _clean(form.get("approved_total", "")),
    )


def _clean(text: str) -> str:
    return text.replace("\0", "")


def saved_from_form(request: HttpRequest, saved: Saved) -> HttpResponseRedirect:
    """Back to the page, with what came of it."""
    messages.success(request, SAVED.format(lines=saved.lines, amount=saved.amount))
    if saved.unfinished:
        messages.warning(request, UNFINISHED.format(count=saved.unfinished))
    for fault in saved.faults:
        if not fault.key:
            messages.error(request, fault.message)
    return HttpResponseRedirect(request.get_full_path())
