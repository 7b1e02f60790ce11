"""R8: no sound budget has a finding of the tables, and no cell is a cent off unseen."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from random import Random

from disclosures.budget.checks import CHECKS, check
from disclosures.budget.checks.case import Case, case
from disclosures.budget.checks.sheets import sheet
from disclosures.budget.document import compose
from disclosures.budget.entries import Submission
from disclosures.budget.statements.form import Row, Statement

from .budgets import CENT, a_budget

BUDGETS = 10_000
# Budgets of which every cell is changed, a cent up and a cent down.
SWEPT = 60
CHECKED = {f"T{number}" for number in range(1, 14)} | {f"N{number}" for number in range(8, 13)}
TABLE_RULES = tuple(rule for rule in CHECKS if rule.__name__.startswith("t"))
Cell = tuple[int, int]  # row and cell, counted from 0


def cells(table: Statement) -> Iterator[Cell]:
    """Every amount that is printed; the two-sided tables have lines on one side only, too."""
    amounts = [at for at, column in enumerate(table.columns) if column.kind == "amount"]
    for number, row in enumerate(table.rows):
        for at in amounts:
            if table.number not in (1, 4) or row.cells[0 if at == 1 else 2] != "":
                yield number, at


def kind_of(table: Statement, cell: Cell) -> str:
    """Table, column and kind of row, so that no kind of cell goes untried."""
    row = table.rows[cell[0]]
    if table.number in (1, 10):
        return f"{table.number}/{row.key}/{cell[1]}"
    level = "total" if row.key == "total" else f"level {row.level}"
    return f"{table.number}/{level}/{cell[1]}"


def off_by(ready: Case, table: Statement, cell: Cell, cents: int) -> Case:
    """The case with one cell of one table changed."""
    number, at = cell
    row = table.rows[number]
    value = row.cells[at] or 0
    changed = Row(
        row.key,
        row.level,
        (*row.cells[:at], value + cents * CENT, *row.cells[at + 1 :]),  # type: ignore[operator] # an amount
    )
    rows = (*table.rows[:number], changed, *table.rows[number + 1 :])
    sheets = list(ready.sheets)
    sheets[table.number - 1] = sheet(replace(table, rows=rows))
    return replace(ready, sheets=tuple(sheets))


def is_found(changed: Case, number: int) -> bool:
    """Whether any rule of the tables reports an error; that of the table itself is asked first."""
    first = TABLE_RULES[number - 1]
    rules = (first, *(rule for rule in TABLE_RULES if rule is not first))
    return any(finding.severity == "error" for rule in rules for finding in rule(changed))


def false_findings(entered: Submission) -> list[str]:
    return [
        f"{one.rule} {one.place}: {one.message}"
        for one in check(entered, compose(entered))
        if one.rule in CHECKED and one.severity != "hint"
    ]


def test_no_sound_budget_has_a_false_finding() -> None:
    random = Random(8)
    lines = 0
    for number in range(BUDGETS):
        entered = a_budget(random)
        lines += len(entered.lines)
        assert false_findings(entered) == [], number
    print(f"R8: {BUDGETS:,} budgets of {lines:,} lines: 0 false findings of {len(CHECKED)} rules")


def test_every_cell_that_is_a_cent_off_is_found() -> None:
    random = Random(88)
    tried: Counter[int] = Counter()
    kinds: Counter[str] = Counter()
    missed = []
    for number in range(BUDGETS):
        entered = a_budget(random)
        document = compose(entered)
        ready = case(entered, document)
        places = [(table, cell) for table in document.statements for cell in cells(table)]
        chosen = places if number < SWEPT else random.sample(places, 1)
        for table, cell in chosen:
            for cents in (1, -1) if number < SWEPT else (random.choice((1, -1)),):
                kinds[kind_of(table, cell)] += 1
                tried[table.number] += 1
                if not is_found(off_by(ready, table, cell, cents), table.number):
                    missed.append((number, table.number, table.rows[cell[0]].key, cell[1], cents))
    per_table = "，".join(f"表{number} {tried[number]:,}" for number in sorted(tried))
    print(
        f"R8: {tried.total():,} one-cent changes of {len(kinds)} kinds of cells: "
        f"{len(missed)} missed ({per_table})"
    )
    assert missed == []
    assert set(tried) == set(range(1, 12))
