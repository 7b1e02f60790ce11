"""Rules T1 to T13: what must hold within and between the eleven tables, exactly in yuan."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from disclosures.budget.amounts import ZERO, total, wan
from disclosures.budget.entries import LineItem
from disclosures.budget.statements import derived
from disclosures.budget.statements.form import Heading, Statement
from disclosures.budget.tree import summed

from .case import Case
from .finding import Finding
from .sheets import Difference, Sheet, amount_columns, differences

Named = tuple[str, Decimal]
CARRIED_OVER = "18"  # the row of table 1 that says 二、上年结转结余


def t1(case: Case) -> Iterator[Finding]:
    """Income total = expenditure total, the income tree adds up, classes = tables 2 and 3."""
    table, names = case.sheet(1), case.entered.catalogue
    income, spent = ("收入总计", table.at("total", 1)), ("支出总计", table.at("total", 2))
    yield from unequal("T1", table.place("total", 1), "表1收支总计", income, spent)
    yield from _added_up(table)
    for row, code in enumerate(names.classes, 1):
        place, own = table.place(str(row), 2), ("表1", table.at(str(row), 2))
        for other in (2, 3):
            of_class = (f"表{other}", case.sheet(other).at(code, 1))
            yield from unequal("T1", place, f"{code} {names.function_name(code)}", own, of_class)


def t2(case: Case) -> Iterator[Finding]:
    """Table 2: 1 = 2 + 9 + 10 + 11 + 12, 2 = 3 + … + 8, codes and totals as in table 3."""
    table, expenditure = case.sheet(2), case.sheet(3)
    yield from _added_up(table)
    for key in sorted({*table.amounts, *expenditure.amounts}):
        own, other = ("表2总计", table.at(key, 1)), ("表3合计", expenditure.at(key, 1))
        yield from unequal("T2", table.place(key, 1), f"科目 {key}", own, other)


def t3(case: Case) -> Iterator[Finding]:
    """Table 3: 合计 = 基本支出 + 项目支出, every parent = its children."""
    yield from _added_up(case.sheet(3))


def t4(case: Case) -> Iterator[Finding]:
    """Table 4: row = three funds, income by fund = table 2, classes = tables 5, 8 and 9."""
    table, income = case.sheet(4), case.sheet(2)
    yield from _added_up(table)
    left, right = ("收入总计", table.at("total", 1)), ("支出总计", table.at("total", 2))
    yield from unequal("T4", table.place("total", 1), "表4收支总计", left, right)
    for row, columns in (("2", (3, 4)), ("3", (5, 6)), ("4", (7, 8))):
        own, by_fund = ("表4", table.at(row, 1)), ("表2", income.added("total", columns))
        yield from unequal("T4", table.place(row, 1), "表4收入", own, by_fund)
    whole = ("一、财政拨款（补助）", table.at("1", 1))
    yield from unequal("T4", table.place("1", 1), "表4收入", whole, left)
    for number, code in enumerate(case.entered.catalogue.classes, 1):
        for column, other in ((3, 5), (4, 8), (5, 9)):
            own = ("表4", table.at(str(number), column))
            of_fund = (f"表{other}", case.sheet(other).at(code, 1))
            yield from unequal("T4", table.place(str(number), column), f"{code} 类", own, of_fund)


def t5(case: Case) -> Iterator[Finding]:
    """Table 5: 合计 = 基本 + 项目; basic = table 6, project by code = table 7."""
    table, basic = case.sheet(5), case.sheet(6)
    yield from _added_up(table)
    own, other = ("表5基本支出", table.at("total", 2)), ("表6合计", basic.at("total", 1))
    yield from unequal("T5", table.place("total", 2), "基本支出", own, other)
    by_code = _projects_by_code(case.sheet(7))
    for key in sorted({*table.amounts, *by_code}):
        own, other = ("表5", table.at(key, 3)), ("表7", by_code.get(key, ZERO))
        yield from unequal("T5", table.place(key, 3), f"科目 {key} 项目支出", own, other)


def _projects_by_code(table: Sheet) -> Mapping[str, Decimal]:
    by_code = {"total": table.at("total", 1)}
    for key in table.amounts:
        _, _, rest = key.partition("-")
        code, _, _ = rest.partition("-")
        if code:
            by_code[code] = by_code.get(code, ZERO) + table.at(key, 1)
    return by_code


def t6(case: Case) -> Iterator[Finding]:
    """Table 6: 合计 = 人员经费 + 公用经费, every parent = its children."""
    yield from _added_up(case.sheet(6))


def t7(case: Case) -> Iterator[Finding]:
    """Table 7: row = its ten columns, units and codes add up."""
    yield from _added_up(case.sheet(7))


def t8(case: Case) -> Iterator[Finding]:
    """Table 8: row = 人员 + 公用 + 项目, every parent = its children."""
    yield from _added_up(case.sheet(8))


def t9(case: Case) -> Iterator[Finding]:
    """Table 9: as table 8."""
    yield from _added_up(case.sheet(9))


def t10(case: Case) -> Iterator[Finding]:
    """Table 10: total = its items, row = three funds, not more than tables 5, 8 and 9."""
    table = case.sheet(10)
    yield from _added_up(table)
    for column, other in ((2, 5), (3, 8), (4, 9)):
        spent, limit = table.at("total", column), case.sheet(other).at("total", 1)
        if spent > limit:
            message = f"“三公”经费 {spent:,.2f} 元大于表{other}合计 {limit:,.2f} 元，请核对明细。"
            yield Finding("T10", "error", table.place("total", column), message)


def t11(case: Case) -> Iterator[Finding]:
    """Table 11: total = table 1 二 = table 2 columns 11 + 12, split alike."""
    table, income = case.sheet(11), case.sheet(2)
    yield from _added_up(table)
    own = ("表11合计", table.at("total", 1))
    carried = ("表1上年结转结余", case.sheet(1).at(CARRIED_OVER, 1))
    yield from unequal("T11", table.place("total", 1), "上年结转结余", own, carried)
    for column, other, name in ((2, 11, "财政拨款结转"), (6, 12, "非财政拨款结转结余")):
        own, of_income = ("表11", table.at("total", column)), ("表2", income.at("total", other))
        yield from unequal("T11", table.place("total", column), name, own, of_income)


def t12(case: Case) -> Iterator[Finding]:
    """Every cell of the department = the sum of its units."""
    sums = _of_units(case)
    for table in case.sheets:
        of_table = sums.get(table.number, {})
        for key in sorted({*table.amounts, *of_table}):
            parts = of_table.get(key, [ZERO] * table.width)
            for column, part in enumerate(parts, 1):
                own = ("部门", table.at(key, column))
                place = table.place(key, column)
                yield from unequal("T12", place, table.title, own, ("各单位之和", part))


def _of_units(case: Case) -> Mapping[int, Mapping[str, list[Decimal]]]:
    """Table -> row -> the cells of all units added up."""
    lines: dict[str, list[LineItem]] = {unit.code: [] for unit in case.entered.units}
    for line in case.entered.lines:
        lines.setdefault(line.unit, []).append(line)
    sums: dict[int, dict[str, list[Decimal]]] = {}
    for unit in case.entered.units:
        heading = Heading(unit.name, case.entered.year, (unit,))
        for statement in derived(summed(lines[unit.code]), case.entered.catalogue, heading):
            _add(sums.setdefault(statement.number, {}), statement)
    return sums


def _add(rows: dict[str, list[Decimal]], statement: Statement) -> None:
    columns = amount_columns(statement)
    for row in statement.rows:
        added = rows.get(row.key)
        if added is None:
            added = rows[row.key] = [ZERO] * len(columns)
        for at, cell in enumerate(columns):
            value = row.cells[cell]
            if isinstance(value, Decimal):
                added[at] += value


def t13(case: Case) -> Iterator[Finding]:
    """尾差: shown figures that do not add up only because each is rounded on its own."""
    for table in case.sheets:
        if any(differences(table)):
            continue  # yuan disagree: an error of the table, and no matter of rounding
        amounts = {
            key: [wan(value) if value else ZERO for value in row]
            for key, row in table.amounts.items()
        }
        found = list(differences(replace(table, amounts=amounts)))
        if found:
            yield _rounding(table, found)


def _rounding(table: Sheet, found: list[Difference]) -> Finding:
    first = found[0]
    row, column = first.cell
    named = "合计" if row == "total" else f" {row} "
    parts = total(first.parts)
    message = (
        f"表{table.number}有 {len(found)} 处显示数与其组成部分之和不一致，如{named}行"
        f"第 {column} 栏显示 {first.whole:,.2f} 万元、各部分显示数之和 {parts:,.2f} 万元；"
        "按元核对一致，属四舍五入尾差，无需修改。"
    )
    return Finding("T13", "hint", table.place(*first.cell), message)


def unequal(rule: str, place: str, what: str, left: Named, right: Named) -> Iterator[Finding]:
    """An error with both figures where two amounts that must agree do not."""
    (left_name, left_yuan), (right_name, right_yuan) = left, right
    if left_yuan != right_yuan:
        message = (
            f"{what}：{left_name} {left_yuan:,.2f} 元，{right_name} {right_yuan:,.2f} 元，"
            f"相差 {left_yuan - right_yuan:,.2f} 元，请核对明细后重新生成。"
        )
        yield Finding(rule, "error", place, message)


def _added_up(table: Sheet) -> Iterator[Finding]:
    for found in differences(table):
        key, column = found.cell
        what = f"表{table.number} {key} 行第 {column} 栏"
        whole, parts = ("本栏", found.whole), ("各部分之和", total(found.parts))
        yield from unequal(f"T{table.number}", table.place(key, column), what, whole, parts)
