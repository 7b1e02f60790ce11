"""What each row of the eleven tables counts, read from the row as it was published."""

from collections.abc import Mapping

from disclosures.budget.classification import Fund, ThreePublicItem
from disclosures.budget.statements.balance import INCOME_LINES
from disclosures.budget.statements.form import Row, Statement
from disclosures.budget.statements.three_public import ROWS as THREE_PUBLIC_ROWS

from .cells import code_of, labels
from .condition import (
    ALL,
    Condition,
    of_economy,
    of_function,
    of_fund,
    of_project,
    of_sources,
    of_unit,
)

INCOME = dict(INCOME_LINES)
FUNDS = {fund.value: fund for fund in Fund}
TWO_SIDED = (1, 4)
ECONOMIC, PROJECTS, THREE_PUBLIC, CARRY_OVER = 6, 7, 10, 11


def row_conditions(
    statement: Statement,
    position: int,
    column: int,
    three_public: Mapping[str, ThreePublicItem],
) -> tuple[Condition, ...]:
    """What the row at a position (from 0) counts in one of its amount columns (from 1)."""
    row = statement.rows[position]
    if statement.number in TWO_SIDED:
        return (_side(statement.number, row, column),)
    if statement.number == THREE_PUBLIC:
        return (_three_public(row.key, three_public),)
    if statement.number == PROJECTS:
        return _project(statement, position)
    code = "" if row.key == "total" else row.key
    name = labels(statement, row)[0]
    is_economic = statement.number == ECONOMIC
    return (of_economy(code, name) if is_economic else of_function(code, name),)


def _side(number: int, row: Row, column: int) -> Condition:
    """One side of a two-sided table: a line of the income tree, or a functional class."""
    income, expenditure = (str(row.cells[place]) for place in (0, 2))
    if row.key == "total":
        return ALL
    if column > 1:
        code, _, name = expenditure.partition(" ")
        return of_function(code, name)
    if number == 1:
        return of_sources(INCOME.get(income, ()))
    return of_fund(FUNDS[income]) if income in FUNDS else ALL


def _three_public(key: str, three_public: Mapping[str, ThreePublicItem]) -> Condition:
    items = next(items for name, _, _, items in THREE_PUBLIC_ROWS if name == key)
    codes = tuple(sorted(code for code, item in three_public.items() if item in items))
    return Condition(f"部门经济分类为 {'、'.join(codes)}", lambda line: line.economic in codes)


def _project(statement: Statement, position: int) -> tuple[Condition, ...]:
    """The unit that a row of table 7 stands under, its code, its project."""
    above = statement.rows[: position + 1]
    unit = next((row for row in reversed(above) if row.level == 1), None)
    row = above[-1]
    if unit is None or not row.level:
        return (ALL,)
    name, project = labels(statement, row)
    code = code_of(statement, row)
    found = (of_unit(unit.key, labels(statement, unit)[0]), of_function(code, name))
    return (*found, of_project(project)) if project else found
