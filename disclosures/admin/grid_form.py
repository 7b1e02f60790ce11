"""The entry grid where no JavaScript runs: a plain form, some rows to a page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponseRedirect, QueryDict

from disclosures.entry.rows import Fault, Row
from disclosures.entry.saving import Saved
from disclosures.entry.sent import UNREADABLE, Sent, UnreadableError, rows_of
from disclosures.entry.sheets import Sheet
from disclosures.entry.state import Change, State, changes
from disclosures.workbook.columns import Column

from .grid_sheet import Codes

ROWS: Final = 20
EMPTY_ROWS: Final = 3
SAVED: Final = "已保存：入账 {right} 行，{name}合计 {sum:,.2f}。"
UNFINISHED: Final = "另有 {count} 行有误，已保留但未入账，请改正。"


@dataclass(frozen=True, slots=True)
class Cell:
    """A field of the plain form."""

    name: str
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
    codes: Codes,
    sent: Sent | None,
) -> dict[str, Any]:
    """What the plain form shows: a page of rows, empty rows, and what others changed."""
    page = Paginator(list(state.rows.values()), ROWS).get_page(request.GET.get("page"))
    told = {(fault.key, fault.column): fault.message for fault in faults}
    names = {name: dict(rows) for name, rows in codes.items()}
    first = page.start_index() or 1
    return {
        "page": page,
        "form_rows": [
            FormRow(first + place, row.key, tuple(_cells(place, row, told, names, state)))
            for place, row in enumerate(_shown(page, state.sheet, sent))
        ],
        "version": state.version,
        "seen": json.dumps([[row.key, *row.cells.values()] for row in page], ensure_ascii=False),
        "approved_total": state.approved_total
        if sent is None or sent.approved_total is None
        else sent.approved_total,
        "unfinished": len(state.unfinished),
        "changes": _changes(sent, state) if sent else (),
        "is_stale": sent is not None,
    }


def _shown(page: Page[Row], sheet: Sheet, sent: Sent | None) -> list[Row]:
    """The rows of the page, with what was typed and not saved; new rows stay new."""
    blank = dict.fromkeys((column.field for column in sheet.columns), "")
    empty = [Row(f"new{place}", blank) for place in range(EMPTY_ROWS)]
    rows = {row.key: row for row in (*page, *empty)}
    return list((rows | dict(sent.rows) if sent else rows).values())


def _changes(sent: Sent, state: State) -> list[tuple[Change, str, str]]:
    """What others changed in the rows that the clerk had on the page, before and after."""
    return [
        (one, " ".join((one.before or {}).values()), " ".join((one.after or {}).values()))
        for one in changes(sent.seen, state)
        if one.key in sent.seen
    ]


def _cells(
    place: int,
    row: Row,
    told: Mapping[tuple[str, str], str],
    names: Mapping[str, Mapping[str, str]],
    state: State,
) -> Iterator[Cell]:
    for column in state.sheet.columns:
        name = column.field
        value = row.cells[name]
        hint = names.get(name, {}).get(value, "")
        fault = told.get((row.key, name), "")
        choices = _choices(column, value, state)
        yield Cell(f"row-{place}-{name}", column.header, value, hint, fault, choices)


def _choices(column: Column, value: str, state: State) -> tuple[str, ...]:
    """What a list offers, with what stands in the cell although it may not."""
    names = () if column.digits else state.known.get(column.field, ())
    offered = tuple(column.choices or names)
    return (value, *offered) if offered and value and value not in offered else offered


def form_sent(sheet: Sheet, form: QueryDict) -> Sent:
    """What the plain form sends: the rows of its page; raises ``UnreadableError``."""
    try:
        seen = rows_of(sheet, json.loads(form.get("seen", "")))
    except ValueError as error:
        raise UnreadableError(UNREADABLE) from error
    rows: dict[str, Row] = {}
    removed = set()
    place = 0
    while key := _clean(form.get(f"row-{place}-key", "")):
        names = (column.field for column in sheet.columns)
        row = Row(key, {name: _clean(form.get(f"row-{place}-{name}", "")) for name in names})
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


def saved_from_form(request: HttpRequest, sheet: Sheet, saved: Saved) -> HttpResponseRedirect:
    """Back to the page, with what came of it."""
    name = next(column.header for column in sheet.columns if column.field == sheet.summed)
    messages.success(request, SAVED.format(right=saved.right, name=name, sum=saved.sum))
    if saved.unfinished:
        messages.warning(request, UNFINISHED.format(count=saved.unfinished))
    for fault in saved.faults:
        if not fault.key:
            messages.error(request, fault.message)
    return HttpResponseRedirect(request.get_full_path())
