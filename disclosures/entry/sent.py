"""What a grid sends when it saves: read from JSON, refused where it is no such thing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .rows import Row
from .sheets import Sheet

UNREADABLE = "保存的内容不完整，没有写入。请刷新页面后重试。"


class UnreadableError(ValueError):
    """A request that no grid sends."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What to save: rows that are new or changed, rows removed, and what the clerk had seen.

    ``seen`` are the rows as they stood when the clerk read version ``version``; ``order`` are
    the keys of all rows from top to bottom.
    """

    version: str
    seen: Mapping[str, Row]
    rows: Mapping[str, Row]
    removed: frozenset[str]
    order: tuple[str, ...]
    approved_total: str | None = None
    new_projects: tuple[str, ...] = ()


def parsed(sheet: Sheet, body: bytes) -> Sent:
    """The request; raises ``UnreadableError``."""
    try:
        plain = json.loads(body)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise UnreadableError(UNREADABLE) from error
    if not isinstance(plain, dict):
        raise UnreadableError(UNREADABLE)
    total = plain.get("approved_total")
    return Sent(
        _text(plain.get("version")),
        rows_of(sheet, plain.get("seen")),
        rows_of(sheet, plain.get("rows")),
        frozenset(_texts(plain.get("removed"))),
        _texts(plain.get("order")),
        None if total is None else _text(total),
        _texts(plain.get("new_projects", [])),
    )


def _text(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    """A text that the database can keep."""
    if not isinstance(value, str):
        raise UnreadableError(UNREADABLE)
    return value.encode("utf-8", "replace").decode().replace("\0", "")


def _texts(value: Any) -> tuple[str, ...]:  # noqa: ANN401
    if not isinstance(value, list):
        raise UnreadableError(UNREADABLE)
    return tuple(map(_text, value))


def rows_of(sheet: Sheet, value: Any) -> dict[str, Row]:  # noqa: ANN401
    """Rows from lists: the key, then the cells in the order of the columns."""
    if not isinstance(value, list):
        raise UnreadableError(UNREADABLE)
    rows = [_texts(one) for one in value]
    if any(len(one) != len(sheet.columns) + 1 or not one[0] for one in rows):
        raise UnreadableError(UNREADABLE)
    names = [column.field for column in sheet.columns]
    return {key: Row(key, dict(zip(names, cells, strict=True))) for key, *cells in rows}
