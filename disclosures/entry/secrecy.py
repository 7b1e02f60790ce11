"""What is marked secret (涉密) under a grid that does not show it: no save loses a mark."""

from __future__ import annotations

from collections.abc import Mapping

from .rows import Row
from .state import State


def marked(state: State, rows: Mapping[str, Row]) -> dict[str, str]:
    """The grounds of the rows that are marked after a save, by their keys.

    A mark goes with what the row stood for: where a pasted block put that into another row, to
    that one; else the row keeps it, whatever was typed into it.
    """
    by_identity = {_identity(state, row): key for key, row in rows.items()}
    found: dict[str, str] = {}
    for key, ground in state.marks.items():
        before = _identity(state, state.rows[key])
        stays = key in rows and _identity(state, rows[key]) == before
        target = key if stays else by_identity.get(before, key)
        if target in rows:
            found[target] = ground
    return found


def _identity(state: State, row: Row) -> tuple[str, ...]:
    """What a row stands for, whatever its amount."""
    return tuple(row.cells[name] for name in state.sheet.identity)
