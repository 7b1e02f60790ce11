"""What changed in target tables and projects: field by field, indicator by indicator."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from disclosures.budget.entries import Indicator, Project
from disclosures.budget.targets import PROJECT_COLUMNS, Target, weight

from .alignment import aligned
from .figures import Value, cell_changes, kind_of
from .shape import RecordChange, RowChange
from .texts import field

LEVELS = 3
NAMES: Mapping[str, str] = {
    "policy_basis": "立项依据",
    "undertaken_by": "承担单位",
    "allocation": "资金分配情况",
    "starts_on": "开始日期",
    "ends_on": "结束日期",
    "contact": "项目负责科室",
    "goal": "项目总体目标",
}


@dataclass(frozen=True, slots=True)
class _Record:
    """A form with named fields above a table of indicators."""

    position: int
    title: str
    name: str
    owner: str
    fields: Mapping[str, str]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def targets(before: Sequence[Target], after: Sequence[Target]) -> Iterator[RecordChange]:
    """The target tables that changed."""
    old, new = ([_of_target(*one) for one in enumerate(lot, 1)] for lot in (before, after))
    yield from _changes(old, new)


def projects(
    before: Sequence[Project], after: Sequence[Project], printed: Sequence[RecordChange]
) -> Iterator[RecordChange]:
    """The projects whose own data changed, but for what their target tables say already."""
    old, new = ([_of_project(*one) for one in enumerate(lot, 1)] for lot in (before, after))
    told = {(table.name, part) for table in printed for part in (*table.fields, *table.rows)}
    for change in _changes(old, new):
        fields = tuple(one for one in change.fields if (change.name, one) not in told)
        rows = tuple(one for one in change.rows if (change.name, one) not in told)
        if fields or rows:
            yield replace(change, fields=fields, rows=rows)


def day(value: date | None) -> str:
    """A day as data has it; empty where there is none."""
    return value.isoformat() if value else ""


def _of_target(position: int, target: Target) -> _Record:
    fields = dict(target.fields)
    owner = fields.get("预算单位", "")
    return _Record(position, target.title, target.name, owner, fields, target.columns, target.rows)


def _of_project(position: int, project: Project) -> _Record:
    values = {label: getattr(project, name) for name, label in NAMES.items()}
    fields = {
        label: value if isinstance(value, str) else day(value) for label, value in values.items()
    }
    rows = tuple(map(_indicator, project.indicators))
    return _Record(position, "项目", project.name, project.unit, fields, PROJECT_COLUMNS, rows)


def _indicator(one: Indicator) -> tuple[str, ...]:
    levels = (one.level1, one.level2, one.level3)
    points = weight(one.weight)
    return (*levels, one.target, one.basis, one.last_year, points, one.scoring, one.evidence)


def _changes(before: list[_Record], after: list[_Record]) -> Iterator[RecordChange]:
    nothing = _Record(0, "", "", "", {}, (), ())
    for pair in aligned(before, after, lambda one: (one.title, one.owner, one.name)):
        old, new = (one or nothing for one in pair)
        fields = tuple(
            change
            for label in dict.fromkeys((*new.fields, *old.fields))
            for change in field(label, old.fields.get(label, ""), new.fields.get(label, ""))
        )
        rows = tuple(_rows(old, new))
        if fields or rows:
            shown = pair[1] or old
            kind = kind_of(pair)
            yield RecordChange(kind, shown.position, shown.title, shown.name, fields, rows)


def _rows(old: _Record, new: _Record) -> Iterator[RowChange]:
    """Indicators are the same as long as their three levels are."""
    for pair in aligned(old.rows, new.rows, lambda row: row[:LEVELS]):
        was, now = (_cells(*one) for one in zip((old, new), pair, strict=True))
        cells = tuple(cell_changes(was, now))
        if cells:
            levels = (pair[1] or pair[0] or ())[:LEVELS]
            yield RowChange(kind_of(pair), "", " · ".join(filter(None, levels)), cells)


def _cells(record: _Record, row: tuple[str, ...] | None) -> dict[tuple[str, ...], Value]:
    cells = zip(record.columns, row, strict=True) if row else ()
    return {(column,): text for column, text in cells}
