"""Rules T1 to T12: what must hold within and between the eleven tables, exactly in yuan."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from disclosures.budget.amounts import ZERO
from disclosures.budget.statements import derived
from disclosures.budget.statements.balance import INCOME_LINES
from disclosures.budget.statements.form import Heading
from disclosures.budget.tree import summed

from .finding import Finding
from .sheets import Case, Sheet, sheet, unequal

Parts = Mapping[int, Sequence[int]]  # column -> the columns it is the sum of

# Rows of table 1's left side (counted from 1) and the rows each is the sum of.
INCOME_TREE: Mapping[int, Sequence[int]] = {
    1: (2, 5, 8, 11, 12),
    2: (3, 4),
    5: (6, 7),
    8: (9, 10),
    12: (13, 14, 15, 16, 17),
    18: (19, 23),
    19: (20, 21, 22),
    23: (24, 25),
}
CARRIED_OVER = 18


def t1(case: Case) -> Iterator[Finding]:
    """Income total = expenditure total, the income tree adds up, classes = tables 2 and 3."""
    table = case.sheet(1)
    total = table.at("total", 1)
    yield from _same(table, "total", "表1收支总计", 1, ("收入总计", 1), ("支出总计", 2))
    for parent, children in INCOME_TREE.items():
        name = INCOME_LINES[parent - 1][0]
        parts = sum((table.at(str(child), 1) for child in children), ZERO)
        place = table.place(str(parent), 1)
        whole = (name, table.at(str(parent), 1))
        yield from unequal("T1", place, "表1收入", whole, ("各项之和", parts))
    income = table.at("1", 1) + table.at(str(CARRIED_OVER), 1)
    place = table.place("total", 1)
    yield from unequal("T1", place, "表1收入", ("收入总计", total), ("一、二之和", income))
    yield from _classes(case)


def _classes(case: Case) -> Iterator[Finding]:
    table, names = case.sheet(1), case.entered.catalogue
    for row, code in enumerate(names.classes, 1):
        place = table.place(str(row), 2)
        for other in (2, 3):
            yield from unequal(
                "T1",
                place,
                f"{code} {names.function_name(code)}",
                ("表1", table.at(str(row), 2)),
                (f"表{other}", case.sheet(other).at(code, 1)),
            )


def t2(case: Case) -> Iterator[Finding]:
    """Table 2: 1 = 2 + 9 + 10 + 11 + 12, 2 = 3 + … + 8, codes and totals as in table 3."""
    table, expenditure = case.sheet(2), case.sheet(3)
    yield from _columns(table, {1: (2, 9, 10, 11, 12), 2: (3, 4, 5, 6, 7, 8)})
    yield from _parents(table, _code_parent)
    for key in sorted({*table.amounts, *expenditure.amounts}):
        yield from unequal(
            "T2",
            table.place(key, 1),
            f"科目 {key}",
            ("表2总计", table.at(key, 1)),
            ("表3合计", expenditure.at(key, 1)),
        )


def t3(case: Case) -> Iterator[Finding]:
    """Table 3: 合计 = 基本支出 + 项目支出, every parent = its children."""
    yield from _columns(case.sheet(3), {1: (2, 3)})
    yield from _parents(case.sheet(3), _code_parent)


def t4(case: Case) -> Iterator[Finding]:
    """Table 4: row = three funds, income by fund = table 2, classes = tables 5, 8 and 9."""
    table, income = case.sheet(4), case.sheet(2)
    for key in table.amounts:
        parts = table.added(key, (3, 4, 5))
        place = table.place(key, 2)
        yield from unequal("T4", place, "表4支出", ("合计", table.at(key, 2)), ("三项之和", parts))
    yield from _same(table, "total", "表4收支总计", 1, ("收入总计", 1), ("支出总计", 2))
    for row, columns in ((2, (3, 4)), (3, (5, 6)), (4, (7, 8))):
        place = table.place(str(row), 1)
        by_fund = ("表2", income.added("total", columns))
        yield from unequal("T4", place, "表4收入", ("表4", table.at(str(row), 1)), by_fund)
    for row, code in enumerate(case.entered.catalogue.classes, 1):
        for column, other in ((3, 5), (4, 8), (5, 9)):
            place = table.place(str(row), column)
            of_fund = (f"表{other}", case.sheet(other).at(code, 1))
            own = ("表4", table.at(str(row), column))
            yield from unequal("T4", place, f"{code} 类", own, of_fund)


def t5(case: Case) -> Iterator[Finding]:
    """Table 5: 合计 = 基本 + 项目; basic = table 6, project by code = table 7."""
    table, basic = case.sheet(5), case.sheet(6)
    yield from _columns(table, {1: (2, 3)})
    yield from _parents(table, _code_parent)
    place = table.place("total", 2)
    own = ("表5基本支出", table.at("total", 2))
    yield from unequal("T5", place, "基本支出", own, ("表6合计", basic.at("total", 1)))
    by_code = _projects_by_code(case.sheet(7))
    for key in sorted({*table.amounts, *by_code}):
        yield from unequal(
            "T5",
            table.place(key, 3),
            f"科目 {key} 项目支出",
            ("表5", table.at(key, 3)),
            ("表7", by_code.get(key, ZERO)),
        )


def _projects_by_code(table: Sheet) -> Mapping[str, Decimal]:
    by_code = {"total": table.at("total", 1)}
    for key in table.amounts:
        code = _project_code(key)
        if code:
            by_code[code] = by_code.get(code, ZERO) + table.at(key, 1)
    return by_code


def _project_code(key: str) -> str:
    _, _, rest = key.partition("-")
    return rest.partition("-")[0]


def t6(case: Case) -> Iterator[Finding]:
    """Table 6: 合计 = 人员经费 + 公用经费, every parent = its children."""
    yield from _columns(case.sheet(6), {1: (2, 3)})
    yield from _parents(case.sheet(6), _code_parent)


def t7(case: Case) -> Iterator[Finding]:
    """Table 7: row = its ten columns, units and codes add up."""
    yield from _columns(case.sheet(7), {1: tuple(range(2, 12))})
    yield from _parents(case.sheet(7), _project_parent)


def _project_parent(key: str) -> str | None:
    if key == "total":
        return None
    unit, _, rest = key.partition("-")
    code, _, _ = rest.partition("-")
    if not code:
        return "total"
    parent = _code_parent(code)
    return unit if parent == "total" else f"{unit}-{parent}"


def t8(case: Case) -> Iterator[Finding]:
    """Table 8: row = 人员 + 公用 + 项目, every parent = its children."""
    yield from _columns(case.sheet(8), {1: (2, 3, 4)})
    yield from _parents(case.sheet(8), _code_parent)


def t9(case: Case) -> Iterator[Finding]:
    """Table 9: as table 8."""
    yield from _columns(case.sheet(9), {1: (2, 3, 4)})
    yield from _parents(case.sheet(9), _code_parent)


def t10(case: Case) -> Iterator[Finding]:
    """Table 10: total = its items, row = three funds, not more than tables 5, 8 and 9."""
    table = case.sheet(10)
    yield from _columns(table, {1: (2, 3, 4)})
    parents = {"overseas": "total", "reception": "total", "vehicles": "total"}
    vehicles = dict.fromkeys(("vehicle_purchase", "vehicle_operation"), "vehicles")
    yield from _parents(table, (parents | vehicles).get)
    for column, other in ((2, 5), (3, 8), (4, 9)):
        spent, limit = table.at("total", column), case.sheet(other).at("total", 1)
        if spent > limit:
            message = f"“三公”经费 {spent:,.2f} 元大于表{other}合计 {limit:,.2f} 元，请核对明细。"
            yield Finding("T10", "error", table.place("total", column), message)


def t11(case: Case) -> Iterator[Finding]:
    """Table 11: total = table 1 二 = table 2 columns 11 + 12, split alike."""
    table, overall, income = case.sheet(11), case.sheet(1), case.sheet(2)
    yield from _columns(table, {1: (2, 6), 2: (3, 4, 5), 6: (7, 8, 9)})
    yield from _parents(table, lambda key: None if key == "total" else "total")
    carried = ("表1上年结转结余", overall.at(str(CARRIED_OVER), 1))
    own = ("表11合计", table.at("total", 1))
    yield from unequal("T11", table.place("total", 1), "上年结转结余", own, carried)
    for column, other, name in ((2, 11, "财政拨款结转"), (6, 12, "非财政拨款结转结余")):
        place = table.place("total", column)
        of_income = ("表2", income.at("total", other))
        own = ("表11", table.at("total", column))
        yield from unequal("T11", place, name, own, of_income)


def t12(case: Case) -> Iterator[Finding]:
    """Every cell of the department = the sum of its units."""
    sums: dict[tuple[int, str], list[Decimal]] = {}
    for unit in case.entered.units:
        lines = (line for line in case.entered.lines if line.unit == unit.code)
        heading = Heading(unit.name, case.entered.year, (unit,))
        for statement in derived(summed(lines), case.entered.catalogue, heading):
            of_unit = sheet(statement)
            for key, amounts in of_unit.amounts.items():
                added = sums.setdefault((of_unit.number, key), [ZERO] * of_unit.width)
                added[:] = [one + other for one, other in zip(added, amounts, strict=True)]
    for table in case.sheets:
        keys = {key for number, key in sums if number == table.number}
        for key in sorted({*table.amounts, *keys}):
            parts = sums.get((table.number, key), [ZERO] * table.width)
            for column, part in enumerate(parts, 1):
                place = table.place(key, column)
                own = ("部门", table.at(key, column))
                yield from unequal("T12", place, table.title, own, ("各单位之和", part))


def _columns(table: Sheet, parts: Parts) -> Iterator[Finding]:
    rule = f"T{table.number}"
    for key in table.amounts:
        for column, summands in parts.items():
            whole = (f"第{column}栏", table.at(key, column))
            added = (f"第{'+'.join(map(str, summands))}栏", table.added(key, summands))
            yield from unequal(rule, table.place(key, column), f"表{table.number}", whole, added)


def _parents(table: Sheet, parent_of: Callable[[str], str | None]) -> Iterator[Finding]:
    sums: dict[str, list[Decimal]] = {}
    for key, amounts in table.amounts.items():
        parent = parent_of(key)
        if parent is not None:
            added = sums.setdefault(parent, [ZERO] * table.width)
            added[:] = [one + other for one, other in zip(added, amounts, strict=True)]
    for parent, children in sums.items():
        for column, added_up in enumerate(children, 1):
            yield from unequal(
                f"T{table.number}",
                table.place(parent, column),
                f"表{table.number} {parent} 第{column}栏",
                ("本行", table.at(parent, column)),
                ("下级之和", added_up),
            )


def _code_parent(key: str) -> str | None:
    if key == "total":
        return None
    return key[:-2] if len(key) > 3 else "total"


def _same(
    table: Sheet, key: str, what: str, column: int, left: tuple[str, int], right: tuple[str, int]
) -> Iterator[Finding]:
    yield from unequal(
        f"T{table.number}",
        table.place(key, column),
        what,
        (left[0], table.at(key, left[1])),
        (right[0], table.at(key, right[1])),
    )
