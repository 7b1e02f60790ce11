"""The eleven published tables, each a pure function of the ledger's totals."""

from collections.abc import Callable

from disclosures.budget.classification import Catalogue
from disclosures.budget.tree import Totals

from .balance import fiscal_balance, overall_balance
from .carry_over import carry_over_detail
from .economic import general_basic_expenditure
from .form import Heading, Statement
from .functional import (
    expenditure,
    general_expenditure,
    government_fund_expenditure,
    income,
    state_capital_expenditure,
)
from .projects import general_project_expenditure
from .three_public import three_public_expenditure

# In published order: the place in this tuple is the number of the table.
STATEMENTS: tuple[Callable[[Totals, Catalogue, Heading], Statement], ...] = (
    overall_balance,
    income,
    expenditure,
    fiscal_balance,
    general_expenditure,
    general_basic_expenditure,
    general_project_expenditure,
    government_fund_expenditure,
    state_capital_expenditure,
    three_public_expenditure,
    carry_over_detail,
)


def derived(totals: Totals, catalogue: Catalogue, heading: Heading) -> tuple[Statement, ...]:
    """All eleven tables of one ledger."""
    return tuple(table(totals, catalogue, heading) for table in STATEMENTS)
