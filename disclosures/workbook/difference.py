"""What importing a file would change: worked out in full before anything is written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from django.db.models import QuerySet

from disclosures.models import Budget, Disclosure, EconomicCode, FunctionalCode, Project

from . import interpretation, layout, records, sheets
from .collector import uncollected
from .columns import Use
from .interpretation import Found, Placed, Whose
from .judgement import Known
from .records import KINDS, Contents, Record, Scope, anybody
from .refusal import Fault, RefusedError
from .sheets import Sheet, labels
from .soundness import faults as unsound
from .source import Source, opened

ChangeKind = Literal["added", "changed", "removed"]
ROW: Final = re.compile("[0-9]+$")
KIND_NAMES: Final[Mapping[ChangeKind, str]] = {
    "added": "新增",
    "changed": "修改",
    "removed": "删除",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One record that comes, goes or changes; ``values`` are column, before and after."""

    sheet: str
    kind: ChangeKind
    label: str
    values: tuple[tuple[str, str, str], ...] = ()

    @property
    def kind_name(self) -> str:
        """What happens to it, in a word."""
        return KIND_NAMES[self.kind]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file would change, bound to the file and to what was entered when it was made."""

    scope: Scope
    filename: str
    sha256: str
    fingerprint: str
    contents: Contents
    changes: tuple[Change, ...]
    faults: tuple[Fault, ...]
    notices: tuple[str, ...]

    @property
    def budget(self) -> Budget:
        """The budget that it would change."""
        return self.scope.budget

    @property
    def counts(self) -> tuple[tuple[str, dict[ChangeKind, int]], ...]:
        """How many records come, change and go, for each sheet that is touched."""
        counted = Counter((change.sheet, change.kind) for change in self.changes)
        touched = {change.sheet for change in self.changes}
        return tuple(
            (sheet.name, {kind: counted[sheet.name, kind] for kind in KIND_NAMES})
            for sheet in sheets.SHEETS
            if sheet.name in touched
        )


def plan(
    budget: Budget,
    filename: str,
    content: bytes,
    allows: Callable[[Disclosure], bool] = anybody,
) -> Plan:
    """What importing the file into the budget would change; writes nothing.

    Texts of a disclosure that ``allows`` says no to stay as they are, whatever the file holds.
    Raises ``RefusedError`` for a file that cannot be taken in at all; faults of single cells are
    in the plan.
    """
    return planned(opened(filename, content), budget, allows)


@uncollected()
def planned(source: Source, budget: Budget, allows: Callable[[Disclosure], bool] = anybody) -> Plan:
    """The plan for a file that is read already."""
    said = source.said(layout.TEXTS)
    kind = next((key for key, name in KINDS.items() if name == said), None)
    scope = records.scope(budget, kind, allows) if source.is_workbook else Scope(budget, None)
    before = records.entered(scope)
    if source.is_workbook:
        found = interpretation.workbook(source.grids, scope.sheets)
        found.faults[:0] = _faults_of_about(source, budget)
        found.faults.extend(_homeless(source, scope, kind))
        found.notices.extend(_passed_over(source, scope, before))
    else:
        found = interpretation.flat_ledger(source.grids, Whose(budget.unit.code, budget.year))
    found.faults.extend(unsound(found.records, _known(budget, source, found)))
    after = before if found.faults else _after(before, found)
    _refuse_emptiness(before, after, found)
    return Plan(
        scope=scope,
        filename=filename_shown(source.filename),
        sha256=source.sha256,
        fingerprint=records.fingerprint(before),
        contents=after,
        changes=tuple(_changes(scope, before, after)),
        faults=tuple(sorted(found.faults, key=_reading_order)),
        notices=tuple(found.notices),
    )


def _reading_order(fault: Fault) -> tuple[int, int]:
    """By sheet and row; faults of one row stay in the order in which they were found."""
    names = [sheets.ABOUT, *sheets.SHEET_BY_NAME]
    name, _, cell = fault.place.rpartition("!")
    row = ROW.search(cell)
    return names.index(name) if name in names else 0, int(row[0]) if row else 0


def filename_shown(filename: str) -> str:
    """The name of a file without its folder, short enough to be shown."""
    return filename.replace("\\", "/").rpartition("/")[2][:120]


def _faults_of_about(source: Source, budget: Budget) -> Iterator[Fault]:
    wanted = {
        layout.UNIT_CODE: budget.unit.code,
        layout.YEAR: str(budget.year),
        layout.ROLE: budget.get_role_display(),
    }
    for label, value in wanted.items():
        said, place = source.about.get(label, ("", "说明!A1"))
        if said != value:
            reason = f"与所选预算不同（{label}为 {value}）"
            yield Fault(place, said, reason, "选择工作簿所属的预算再导入，或更正“说明”表")


def _homeless(source: Source, scope: Scope, kind: str | None) -> Iterator[Fault]:
    """Texts of a disclosure that this budget alone does not decide about."""
    if kind and scope.disclosure is None and not scope.is_withheld:
        place = source.about[layout.TEXTS][1]
        remedy = "从部门的预算公开填写文字，并把此处改为“不含”"
        reason = "本部门不止一个预算单位，部门的公开文字不随单位预算导入"
        yield Fault(place, KINDS[kind], reason, remedy)


def _passed_over(source: Source, scope: Scope, before: Contents) -> Iterator[str]:
    known = {sheet.name for sheet in scope.sheets} | {sheets.ABOUT, *layout.CODE_LISTS}
    if scope.is_withheld:
        known |= set(sheets.SHEET_BY_NAME)
        yield "公开文字、整体绩效指标、原因与用途和名词解释不在您的岗位范围内，没有读取。"
    for grid in source.grids:
        if grid.name.strip() not in known and grid.rows:
            yield f"工作表“{grid.name[:31]}”未读取。"
    stated = source.said(layout.FINGERPRINT)
    is_dated = len(stated) == 64 and any(before.values())
    if is_dated and stated != records.fingerprint(before):
        yield "工作簿导出后，系统中的数据又有改动；请逐条核对下列差异，以免覆盖他人的修改。"


def _known(budget: Budget, source: Source, found: Found) -> Known:
    """What rows may name; in a flat ledger also projects that there are not yet."""
    functional, economic = FunctionalCode.objects, EconomicCode.objects
    this = {
        "functional": _codes(functional.items(budget.year)),
        "economic": _codes(economic.items(budget.year)),
    }
    known: dict[str, Collection[str]] = {
        **this,
        **{f"to_{name}": codes for name, codes in this.items()},
        "from_functional": _codes(functional.items(budget.year - 1)),
        "from_economic": _codes(economic.items(budget.year - 1)),
    }
    listed = found.records.get(sheets.PROJECTS.name)
    if listed is not None:
        known["project"] = dict.fromkeys(one.record.get("name", "") for one in listed)
    elif source.is_workbook:
        kept = Project.objects.filter(budget=budget.pk).order_by("pk")
        known["project"] = dict.fromkeys(kept.values_list("name", flat=True))
    if "project" in known:
        known["to_project"] = known["project"]
    return known


def _codes(found: QuerySet[FunctionalCode] | QuerySet[EconomicCode]) -> dict[str, int]:
    return dict(found.order_by("code").values_list("code", "pk"))


def _after(before: Contents, found: Found) -> Contents:
    """What would be entered: the file's records over those of sheets that it does not have."""
    after: dict[str, Sequence[Record]] = dict(before)
    for name, placed in found.records.items():
        sheet = sheets.SHEET_BY_NAME[name]
        kept = keyed(sheet, before[name]) if sheet.key and not sheet.is_ordered else {}
        after[name] = [_record(sheet, one, kept) for one in placed]
    _complete(after)
    return after


def _record(sheet: Sheet, placed: Placed, kept: Mapping[tuple[str, ...], Record]) -> Record:
    """A record of the file; where it says nothing of secrecy, the marks of before stay."""
    record = {one.field: placed.record.get(one.field, "") for one in sheet.entered}
    marks = [one.field for one in sheet.entered if one.use is Use.KEPT]
    if not placed.record.keys() & marks:
        old = kept.get(tuple(record[name] for name in sheet.key), {})
        record |= {name: old.get(name, "") for name in marks}
    return record


def _complete(after: dict[str, Sequence[Record]]) -> None:
    """What follows from the rest: projects that lines name, assets under vehicles, no empty use."""
    lines, projects = sheets.LINE_ITEMS.name, sheets.PROJECTS.name
    names = {project["name"] for project in after[projects]}
    new = dict.fromkeys(line["project"] for line in after[lines] if line["project"])
    blank = {column.field: "" for column in sheets.PROJECTS.entered}
    added = [{**blank, "name": name} for name in new if name not in names]
    after[projects] = [*after[projects], *added]
    if after[sheets.VEHICLES.name] and not after[sheets.ASSETS.name]:
        columns = sheets.ASSETS.entered
        after[sheets.ASSETS.name] = [{column.field: column.default for column in columns}]
    reasons = sheets.EXPLANATIONS.name
    if reasons in after:
        after[reasons] = [one for one in after[reasons] if one["wording"]]


def _refuse_emptiness(before: Contents, after: Contents, found: Found) -> None:
    if not found.faults and any(before.values()) and not any(after.values()):
        raise RefusedError("工作簿是空的，而系统中已有数据；空白模板须填写后再导入。")


def _changes(scope: Scope, before: Contents, after: Contents) -> Iterator[Change]:
    for sheet in scope.sheets:
        if before[sheet.name] != after[sheet.name]:
            yield from _changes_of(sheet, before[sheet.name], after[sheet.name])


def keyed(sheet: Sheet, found: Sequence[Record]) -> dict[tuple[str, ...], Record]:
    """The records by what names them; those that are named alike are numbered."""
    seen: Counter[tuple[str, ...]] = Counter()
    by_key: dict[tuple[str, ...], Record] = {}
    for record in found:
        key = tuple(record[name] for name in sheet.key)
        seen[key] += 1
        by_key[(*key, str(seen[key])) if sheet.is_ordered else key] = record
    return by_key


def _changes_of(
    sheet: Sheet, before: Sequence[Record], after: Sequence[Record]
) -> Iterator[Change]:
    old, new = keyed(sheet, before), keyed(sheet, after)
    empty = dict.fromkeys((column.field for column in sheet.entered), "")
    for key, record in new.items():
        if key not in old:
            yield Change(sheet.name, "added", _label(sheet, record), _values(sheet, empty, record))
        elif old[key] != record:
            values = _values(sheet, old[key], record)
            yield Change(sheet.name, "changed", _label(sheet, record), values)
    for key, record in old.items():
        if key not in new:
            yield Change(
                sheet.name, "removed", _label(sheet, record), _values(sheet, record, empty)
            )
    if sheet.is_ordered and [key for key in old if key in new] != [
        key for key in new if key in old
    ]:
        yield Change(sheet.name, "changed", "行的先后顺序")


def _label(sheet: Sheet, record: Record) -> str:
    named = (column for column in sheet.columns if column.field in sheet.key)
    texts = ((column, record[column.field]) for column in named)
    return " ".join(labels(one).get(text, text) for one, text in texts if text) or sheet.name


def _values(sheet: Sheet, before: Record, after: Record) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (column.header, before[column.field], after[column.field])
        for column in sheet.entered
        if column.field not in sheet.key and before[column.field] != after[column.field]
    )
