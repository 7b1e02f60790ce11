"""What the money is for, and how much of it is basic and project expenditure, from table 3."""

from collections.abc import Mapping
from decimal import Decimal

from disclosures.budget.amounts import figure, total
from disclosures.budget.statements.form import Statement

from . import bars
from .figures import Named, classes, largest, leading, percent, said
from .shapes import Picture

CLASSES = 8
KINDS = ("基本支出", "项目支出")


def by_class(statements: Mapping[int, Statement]) -> Picture | None:
    """A bar for each functional class, in its two parts."""
    every = [Named(one.name, one.amounts[1:]) for one in classes(statements[3])]
    return in_two_parts(
        largest(every, CLASSES, "其余 {} 类"),
        Picture("classes", "各类支出和其中的基本支出、项目支出（万元）", "支出", table=3),
        "支出功能分类",
    )


def in_two_parts(names: list[Named], blank: Picture, heading: str) -> Picture | None:
    """Bars of basic and project expenditure; ``blank.sentence`` is what the sentence calls it all.

    Nothing where there is no money, or less than none.
    """
    basic, project = (total(one.amounts[part] for one in names) for part in (0, 1))
    whole = basic + project
    if whole <= 0:
        return None
    rows = [bars.Row(one.name, said(one.amount, whole), one.amounts) for one in names]
    return Picture(
        key=blank.key,
        title=blank.title,
        sentence=f"{leading(names, whole, blank.sentence)}；{_kinds(basic, project)}。",
        drawing=bars.drawn(rows, KINDS),
        header=(heading, *KINDS, "合计", "占比"),
        rows=tuple(
            (
                *(one.name, *map(figure, one.amounts)),
                *(figure(one.amount), percent(one.amount, whole)),
            )
            for one in names
        ),
        table=blank.table,
    )


def _kinds(basic: Decimal, project: Decimal) -> str:
    """How the whole is divided, or that it is not."""
    amounts = dict(zip(KINDS, (basic, project), strict=True))
    only = [kind for kind, amount in amounts.items() if amount]
    if len(only) == 1:
        return f"全部是{only[0]}"
    whole = basic + project
    return "，".join(f"{kind}占 {percent(amount, whole)}" for kind, amount in amounts.items())
