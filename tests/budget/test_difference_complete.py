"""Nothing of what is published can change without the difference telling so."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings

from disclosures.budget.difference import difference
from disclosures.budget.difference.shape import Difference
from disclosures.budget.document import Document, compose
from disclosures.budget.entries import Indicator, OverallTarget, Project, Term
from disclosures.budget.snapshot import Imprint, read, write

from .ledgers import HEAD, document, line, submission
from .test_properties import ledgers

IMPRINT = Imprint(1, date(2026, 2, 5))
# What makes a record that record, and what only says how it is printed or is derived from the rest.
OF_THE_RECORD = {"schema", "version", "published_on", "note", "sha256_of_previous", "checks"}
OF_THE_FORM = {
    *("year", "kind", "code", "unit_of_measure", "column_kinds", "column_numbers"),
    *("key", "level", "styles", "marks", "start", "end", "funding_source"),
}
Path = tuple[str | int, ...]


def whole() -> Document:
    """A document with something in every part of it."""
    indicator = Indicator(
        "产出指标", "数量指标", "次数", ">=3", "标准", Decimal(10), "2", "按比例", "台账"
    )
    project = Project(
        HEAD.code,
        "维修",
        "依据",
        "承担单位",
        "分配",
        date(2026, 1, 1),
        date(2026, 12, 31),
        "科室",
        "目标",
        (indicator,),
    )
    return document(
        line("2010301", "30101", "10000.55"),
        line("2010302", "30213", "20000.00", project="维修"),
        line("2120801", "30201", "300.00", source="政府性基金收入"),
        last=(line("2010301", "30101", "9000.00"),),
        projects=(project,),
        target=OverallTarget("目标", "办公室", "0991-1", (indicator,)),
        duties=("一项职能", "另一项职能"),
        offices=("办公室", "财务科"),
        terms=(Term("术语", "解释"),),
        explanations={"income/general": "工资调增"},
        other_matters="其他事项",
        approved_on=date(2026, 1, 20),
        dated_on=date(2026, 2, 5),
    )


def leaves(value: Any, path: Path = ()) -> Iterator[Path]:  # noqa: ANN401 - JSON
    """Every place in a record that holds a word, a figure or nothing."""
    members = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for name, member in members:
        if isinstance(member, dict | list):
            yield from leaves(member, (*path, name))
        elif name not in OF_THE_RECORD | OF_THE_FORM and path[:1] != ("checks",):
            yield (*path, name)


def is_said_elsewhere(record: Any, path: Path) -> bool:  # noqa: ANN401 - JSON
    """The measure of the tables, printed amounts beside the exact ones, and words of form."""
    in_table = path[0] == "tables"
    if path[-1] == "unit" and in_table:
        return True
    if in_table and "rows" in path:
        _, table, _, row, kind, place = path
        if row not in {0, len(record["tables"][table]["rows"]) - 1}:
            return True  # the rows between the first and the last are like these
        is_amount: bool = record["tables"][table]["column_kinds"][place] == "amount"
        return is_amount is (kind == "cells")
    return bool({"column_kinds", "column_numbers", "styles", "marks"} & set(path))


RECORD = json.loads(write(whole(), IMPRINT))
PLACES = [path for path in leaves(RECORD) if not is_said_elsewhere(RECORD, path)]


def other(value: Any, path: Path) -> Any:  # noqa: ANN401 - JSON
    """Another value that could stand in the same place."""
    if path[-1] == "source":
        return "operations"
    if path[-1] == "weight":
        return "11"
    if str(path[-1]).endswith("_on"):
        return "2026-03-04"
    if "yuan" in path or path[-1] == "amount_yuan":
        return f"{Decimal(value or 0) + Decimal('0.01'):.2f}"
    if path[-2:-1] == ("sections",) or path[-1] == "number":
        return "十三" if isinstance(value, str) else value + 100
    return f"{value or ''}改"


def changed(path: Path) -> Document:
    record = json.loads(write(whole(), IMPRINT))
    holder = record
    for name in path[:-1]:
        holder = holder[name]
    holder[path[-1]] = other(holder[path[-1]], path)
    return read(json.dumps(record))[0]


def test_the_record_has_places_of_every_kind() -> None:
    assert len(PLACES) > 400
    assert {path[0] for path in PLACES} == {
        *("approved_on", "dated_on", "department", "duties", "glossary", "line_items"),
        *("organisation", "projects", "sections", "tables", "targets"),
    }


def test_a_change_in_any_one_place_is_told() -> None:
    before = whole()

    silent = [path for path in PLACES if difference(before, changed(path)).is_empty]

    assert silent == []


@pytest.mark.parametrize("part", ["duties", "targets", "glossary", "line_items", "projects"])
def test_a_member_that_is_gone_or_comes_twice_is_told(part: str) -> None:
    before = whole()
    members = getattr(before, part)

    for lot in (members[:-1], (*members, members[0])):
        given: dict[str, Any] = {part: lot}
        assert not difference(before, replace(before, **given)).is_empty
        assert not difference(replace(before, **given), before).is_empty


@settings(deadline=None)
@given(ledgers, ledgers)
def test_the_way_back_undoes_every_figure(one: list[Any], two: list[Any]) -> None:
    before, after = compose(submission(*one)), compose(submission(*two))

    there, back = difference(before, after), difference(after, before)

    assert _figures(there) == Counter((*place, -yuan) for *place, yuan in _figures(back).elements())
    assert there.is_empty == (before == after)


def _figures(found: Difference) -> Counter[tuple[Any, ...]]:
    """Every changed figure; a row names its unit only where the new table has several."""
    return Counter(
        (table.number, row.name.rpartition("：")[2], cell.path, cell.yuan)
        for table in found.tables
        for row in table.rows
        for cell in row.cells
        if cell.yuan is not None
    )
