"""What the audit log tells, in the words of the forms: fields, choices and rows by their names."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any, Final

from django.apps import apps
from django.db import models
from django.utils.formats import date_format
from django.utils.timezone import localtime

from disclosures.models import AuditEntry

from .columns import yuan

Row = dict[str, Any]
Names = Mapping[type[models.Model], Mapping[Any, models.Model]]
# Whether a row of an entry is the reader's.
Concerns = Callable[[AuditEntry, Row], bool]
YES_OR_NO: Final = {True: "是", False: "否"}
# What other packages keep of logins, and of their columns those that say something to a reader.
OF_LOGINS: Final = {
    "otp_totp_totpdevice": "动态口令设备",
    "axes_accesslog": "登录记录",
    "axes_accessattempt": "登录失败与锁定",
}
LOGIN_COLUMNS: Final = {
    "user_id": "用户",
    "username": "用户名",
    "ip_address": "地址",
    "failures_since_start": "失败次数",
    "attempt_time": "时间",
    "logout_time": "退出时间",
}


@dataclass(frozen=True, slots=True)
class Value:
    """A field of a row before and after; empty where there was or is nothing."""

    field: str
    before: str
    after: str

    @property
    def is_address(self) -> bool:
        """Whether it is the place of a finding, comment or wording, as the system writes it."""
        return self.field == "位置"


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one row."""

    row: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """An entry of the log as it is read; ``more`` rows are left out."""

    entry: AuditEntry
    table: str
    changes: tuple[Change, ...]
    count: int

    @property
    def more(self) -> int:
        """How many rows are not shown."""
        return self.count - len(self.changes)


@cache
def _models() -> Mapping[str, type[models.Model]]:
    known = apps.get_models(include_auto_created=True)
    return {model._meta.db_table: model for model in known}


def table_name(table: str) -> str:
    """What the rows of a table are called at the desk."""
    model = _models().get(table)
    return OF_LOGINS.get(table) or (str(model._meta.verbose_name) if model else table)


def told(entries: Iterable[AuditEntry], concerns: Concerns, shown: slice) -> list[Told]:
    """The entries in words: of each the rows that concern the reader, as many as are shown."""
    picked = []
    for entry in entries:
        rows = [row for row in entry.rows if concerns(entry, row)]
        picked.append((entry, len(rows), rows[shown]))
    names = _names((entry.table, rows) for entry, _, rows in picked)
    return [
        Told(entry, table_name(entry.table), tuple(_changes(entry.table, rows, names)), count)
        for entry, count, rows in picked
    ]


def _fields(table: str) -> Mapping[str, models.Field[Any, Any]]:
    model = _models().get(table)
    return {str(field.column): field for field in model._meta.concrete_fields} if model else {}


def _field_name(table: str, column: str) -> str:
    if table in OF_LOGINS:
        return LOGIN_COLUMNS[column]
    fields = _fields(table)
    return str(fields[column].verbose_name) if column in fields else column


def _changes(table: str, rows: Iterable[Row], names: Names) -> Iterator[Change]:
    model, fields = _models().get(table), _fields(table)
    for row in rows:
        before, after = row["before"] or {}, row["after"] or {}
        known = names[model].get(row["key"]) if model else None
        values = (
            Value(
                _field_name(table, column),
                _said(fields.get(column), before.get(column), names),
                _said(fields.get(column), after.get(column), names),
            )
            for column in dict.fromkeys((*fields, *before, *after))
            if column != "id" and (table not in OF_LOGINS or column in LOGIN_COLUMNS)
        )
        title = f"{known}（编号 {row['key']}）" if known else f"编号 {row['key']}"
        yield Change(title, tuple(one for one in values if one.before or one.after))


def _said(field: models.Field[Any, Any] | None, value: Any, names: Names) -> str:
    """A value as a form shows it."""
    if value is None or value == "":
        return ""
    if field is not None and isinstance(field.related_model, type):
        related = names[field.related_model].get(value)
        return str(related) if related else f"编号 {value}"
    if isinstance(field, models.DateTimeField):
        return date_format(localtime(datetime.fromisoformat(value)), "Y-m-d H:i:s")
    if field is not None and field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return YES_OR_NO[value]
    if isinstance(value, Decimal):
        return yuan(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)


def _names(picked: Iterable[tuple[str, Sequence[Row]]]) -> Names:
    """The rows that are named, as they are now: one query for each table."""
    wanted: dict[type[models.Model], set[int]] = defaultdict(set)
    for table, rows in picked:
        if model := _models().get(table):
            wanted[model].update(row["key"] for row in rows)
        for column, field in _fields(table).items():
            if isinstance(related := field.related_model, type):
                values = (side[column] for side in _sides(rows) if column in side)
                wanted[related].update(value for value in values if value is not None)
    return defaultdict(dict, {model: _rows_of(model, keys) for model, keys in wanted.items()})


def _sides(rows: Iterable[Row]) -> Iterator[Row]:
    for row in rows:
        yield from (side for side in (row["before"], row["after"]) if side)


def _rows_of(model: type[models.Model], keys: set[int]) -> Mapping[Any, models.Model]:
    long = [one.name for one in model._meta.concrete_fields if one.name == "snapshot"]
    rows: Any = model._default_manager.select_related().defer(*long)
    return dict(rows.in_bulk(keys)) if keys else {}
