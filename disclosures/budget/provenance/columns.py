"""What each amount column of the eleven tables counts, and which columns add up to which."""

from collections.abc import Mapping

from disclosures.budget.classification import Fund, SourceGroup
from disclosures.budget.statements.functional import APPROPRIATED
from disclosures.budget.statements.projects import CLASSES

from .condition import (
    ALL,
    BASIC,
    CARRIED_OVER,
    FISCAL,
    OPERATING,
    PROJECT,
    STAFF,
    Condition,
    of_economy,
    of_fund,
    of_group,
    of_groups,
)

Conditions = tuple[Condition, ...]
GENERAL = of_fund(Fund.GENERAL)
FUNDS: tuple[Conditions, ...] = ((FISCAL,), *((of_fund(fund),) for fund in Fund))
CARRIED: tuple[Conditions, ...] = tuple(
    (of_group(group), *spending)
    for group in (SourceGroup.FISCAL_CARRY_OVER, SourceGroup.OTHER_CARRY_OVER)
    for spending in ((), (STAFF,), (OPERATING,), (PROJECT,))
)


def _spent(fund: Fund) -> tuple[Conditions, ...]:
    money = of_fund(fund)
    return ((money,), (money, STAFF), (money, OPERATING), (money, PROJECT))


# By the number of the table, for each amount column what it counts.
COLUMNS: Mapping[int, tuple[Conditions, ...]] = {
    1: ((), ()),
    2: (
        (ALL,),
        (of_groups("当年财政拨款（补助）", APPROPRIATED),),
        *((of_group(group),) for group in SourceGroup),
    ),
    3: ((ALL,), (BASIC,), (PROJECT,)),
    4: ((FISCAL,), *FUNDS),
    5: ((GENERAL,), (GENERAL, BASIC), (GENERAL, PROJECT)),
    6: ((GENERAL, BASIC), (GENERAL, STAFF), (GENERAL, OPERATING)),
    7: (
        (GENERAL, PROJECT),
        *((GENERAL, PROJECT, of_economy(code, name)) for code, name in CLASSES.items()),
    ),
    8: _spent(Fund.GOVERNMENT_FUND),
    9: _spent(Fund.STATE_CAPITAL),
    10: FUNDS,
    11: ((CARRIED_OVER,), *CARRIED),
}
# By the number of the table, the columns (from 1) whose sum a column is.
SUMS: Mapping[int, Mapping[int, tuple[int, ...]]] = {
    2: {1: (2, 9, 10, 11, 12), 2: (3, 4, 5, 6, 7, 8)},
    3: {1: (2, 3)},
    4: {2: (3, 4, 5)},
    5: {1: (2, 3)},
    6: {1: (2, 3)},
    7: {1: tuple(range(2, len(CLASSES) + 2))},
    8: {1: (2, 3, 4)},
    9: {1: (2, 3, 4)},
    10: {1: (2, 3, 4)},
    11: {1: (2, 6), 2: (3, 4, 5), 6: (7, 8, 9)},
}
