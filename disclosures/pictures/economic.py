"""What 一般公共预算 buys: its economic classes, from tables 6 and 7."""

from collections.abc import Mapping
from decimal import Decimal

from disclosures.budget.amounts import total
from disclosures.budget.statements.form import Statement
from disclosures.budget.statements.projects import CLASSES

from .figures import Named, amounts_of, classes, largest
from .purposes import in_two_parts
from .shapes import Picture

LIMIT = 8
OTHERS = "其余经济分类"


def by_economic_class(statements: Mapping[int, Statement]) -> Picture | None:
    """A bar for each economic class: basic expenditure of table 6, projects of table 7."""
    basic = {one.name: one.amounts[0] for one in classes(statements[6])}
    project = _of_projects(statements[7])
    names = [
        Named(name, (basic.get(name, Decimal(0)), project.get(name, Decimal(0))))
        for name in dict.fromkeys((*basic, *project))
    ]
    return in_two_parts(
        largest(names, LIMIT, "其余 {} 类"),
        Picture("economic", "一般公共预算买什么：按经济分类（万元）", "一般公共预算支出"),
        "支出经济分类",
    )


def _of_projects(statement: Statement) -> dict[str, Decimal]:
    """The total row of table 7 by class; what its ten columns do not show is the rest."""
    if not statement.rows:
        return {}
    whole, *amounts = amounts_of(statement, statement.rows[0])
    found = dict(zip(CLASSES.values(), amounts, strict=True))
    return {**found, OTHERS: whole - total(amounts)}
