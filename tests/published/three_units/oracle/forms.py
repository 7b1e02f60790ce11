"""The eleven published forms, every cell summed on its own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .sums import (
    CAPITAL,
    CARRIED,
    CARRIED_FISCAL,
    CARRIED_OTHER,
    CURRENT,
    EDUCATION_FEES,
    EVERY,
    FISCAL,
    FUND,
    GENERAL,
    OPERATING,
    STAFF,
    UNIT_MONEY,
    Line,
    Names,
    Test,
    anything,
    basic,
    both,
    cell,
    paid_from,
    project,
    spent_on,
    total,
    under,
    yuan,
)

CLASSES = tuple(
    str(number) for number in (*range(201, 218), *range(219, 225), 227, *range(229, 234))
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a form: what it shows, and the exact 元 behind each amount cell."""

    level: int
    cells: list[str]
    yuan: list[str | None]


def amounts(lines: Sequence[Line], row: Test, columns: Sequence[Test]) -> list[int]:
    """The cells of one row in 分."""
    return [total(lines, row, column) for column in columns]


def shown(level: int, labels: Sequence[str], fens: Sequence[int]) -> Row:
    """A row whose labels stand left of its amounts."""
    return Row(
        level,
        [*labels, *(cell(fen) for fen in fens)],
        [*(None for _ in labels), *(yuan(fen) for fen in fens)],
    )


def split_code(code: str) -> list[str]:
    """类, 款, 项 of a functional code, each in its own column."""
    return [code[0:3], code[3:5], code[5:7]]


def tree_codes(lines: Iterable[Line], lengths: Sequence[int]) -> list[str]:
    """Every functional code at these lengths, parents before children."""
    return sorted({line.item[:length] for line in lines for length in lengths})


def functional_rows(lines: Sequence[Line], columns: Sequence[Test], names: Names) -> list[Row]:
    """总计, then every 类, 款, 项 with an amount."""
    rows: list[Row] = []
    for code in ["", *tree_codes(lines, (3, 5, 7))]:
        fens = amounts(lines, under(code), columns)
        if any(fens):
            level = {0: 0, 3: 1, 5: 2, 7: 3}[len(code)]
            rows.append(shown(level, [*split_code(code), names.get(code, "总计")], fens))
    return rows


INCOME = (
    ("一、本年收入", CURRENT),
    ("1. 一般公共预算拨款", GENERAL),
    ("其中：一般财力", GENERAL[:1]),
    ("上级一般公共预算安排转移支付", GENERAL[1:]),
    ("2. 政府性基金预算拨款", FUND),
    ("其中：政府性基金收入", FUND[:1]),
    ("上级政府性基金安排转移支付", FUND[1:]),
    ("3. 国有资本经营预算拨款", CAPITAL),
    ("其中：国有资本经营收入", CAPITAL[:1]),
    ("上级国有资本经营预算安排转移支付", CAPITAL[1:]),
    ("4. 财政专户核拨", EDUCATION_FEES),
    ("5. 单位资金", UNIT_MONEY),
    ("其中：事业收入", UNIT_MONEY[:1]),
    ("上级补助收入", UNIT_MONEY[1:2]),
    ("附属单位上缴收入", UNIT_MONEY[2:3]),
    ("事业单位经营收入", UNIT_MONEY[3:4]),
    ("其他收入", UNIT_MONEY[4:]),
    ("二、上年结转结余", CARRIED),
    ("1. 财政拨款结转", CARRIED_FISCAL),
    ("其中：一般公共预算拨款", CARRIED_FISCAL[:1]),
    ("政府性基金预算拨款", CARRIED_FISCAL[1:2]),
    ("国有资本经营预算拨款", CARRIED_FISCAL[2:]),
    ("2. 非财政拨款结转结余", CARRIED_OTHER),
    ("其中：财政专户核拨", CARRIED_OTHER[:1]),
    ("单位资金", CARRIED_OTHER[1:]),
)
FISCAL_INCOME = (
    ("一、财政拨款（补助）", FISCAL),
    ("一般公共预算", GENERAL),
    ("政府性基金预算", FUND),
    ("国有资本经营预算", CAPITAL),
)
FUNDS = (FISCAL, GENERAL, FUND, CAPITAL)


def two_sided_rows(
    lines: Sequence[Line],
    income: Sequence[tuple[str, tuple[str, ...]]],
    expenditure: Sequence[tuple[str, ...]],
    names: Names,
) -> list[Row]:
    """Income by source on the left, the 29 classes on the right, both totals last."""
    left = [(label, total(lines, paid_from(*sources))) for label, sources in income]
    rows: list[Row] = []
    columns = [paid_from(*sources) for sources in expenditure]
    for index, code in enumerate(CLASSES):
        fens = amounts(lines, under(code), columns)
        label = f"{code} {names[code]}"
        rows.append(side_by_side(1, left[index] if index < len(left) else None, label, fens))
    fens = amounts(lines, anything, columns)
    rows.append(side_by_side(0, ("收入总计", fens[0]), "支出总计", fens))
    return rows


def side_by_side(level: int, left: tuple[str, int] | None, label: str, fens: list[int]) -> Row:
    """One line of a form whose left side may have run out of rows."""
    right = shown(level, [label], fens)
    start = shown(level, [left[0]], [left[1]]) if left else Row(level, ["", ""], [None, None])
    return Row(level, start.cells + right.cells, start.yuan + right.yuan)


def basic_by_economic_code(lines: Sequence[Line], names: Names) -> list[Row]:
    """Table 6: 总计, then every economic 类 and 款 with an amount."""
    fund = [line for line in lines if line.source in GENERAL and basic(line)]
    codes = sorted({line.economic[:length] for line in fund for length in (3, 5)})
    rows: list[Row] = []
    for code in ["", *codes]:
        fens = amounts(fund, spent_on(code), (anything, STAFF, OPERATING))
        if any(fens):
            level = {0: 0, 3: 1, 5: 2}[len(code)]
            rows.append(shown(level, [code[0:3], code[3:5], names.get(code, "总计")], fens))
    return rows


PROJECT_CLASSES = ("301", "302", "303", "307", "309", "310", "311", "312", "313", "399")


def project_rows(lines: Sequence[Line], units: Names, names: Names) -> list[Row]:
    """Table 7: 总计; per unit its subtotal, 类, 款, and a row per 项 and project."""
    money = [line for line in lines if line.source in GENERAL and project(line)]
    columns = [anything, *(spent_on(code) for code in PROJECT_CLASSES)]
    rows = [shown(0, ["", "", "", "总计", ""], amounts(money, anything, columns))] if money else []
    for unit in sorted({line.unit for line in money}):
        own = [line for line in money if line.unit == unit]
        labels = ["", "", "", units[unit], ""]
        rows.append(shown(1, labels, amounts(own, anything, columns)))
        for code in tree_codes(own, (3, 5, 7)):
            rows += project_rows_under(own, code, columns, names)
    return rows


def project_rows_under(
    lines: Sequence[Line], code: str, columns: Sequence[Test], names: Names
) -> list[Row]:
    """The row of a 类 or 款; for an 项 one row per project, in the order of the ledger."""
    labels = [*split_code(code), names[code]]
    if len(code) < 7:
        fens = amounts(lines, under(code), columns)
        return [shown({3: 2, 5: 3}[len(code)], [*labels, ""], fens)]
    within = [line for line in lines if line.item == code]
    return [
        shown(4, [*labels, name], [total(within, _named(name), column) for column in columns])
        for name in dict.fromkeys(line.project for line in within)
    ]


def _named(name: str) -> Test:
    return lambda line: line.project == name


TRAVEL_ABROAD, RECEPTION, VEHICLE_PURCHASE, VEHICLE_RUNNING = "30212", "30217", "31013", "30231"
THREE_PUBLIC = (
    (0, "合计", (TRAVEL_ABROAD, RECEPTION, VEHICLE_PURCHASE, VEHICLE_RUNNING)),
    (1, "因公出国（境）费", (TRAVEL_ABROAD,)),
    (1, "公务接待费", (RECEPTION,)),
    (1, "公务用车购置及运行费（小计）", (VEHICLE_PURCHASE, VEHICLE_RUNNING)),
    (2, "其中：公务用车购置费", (VEHICLE_PURCHASE,)),
    (2, "公务用车运行费", (VEHICLE_RUNNING,)),
)


def three_public_rows(lines: Sequence[Line]) -> list[Row]:
    """Table 10: six fixed rows by fund."""
    columns = [paid_from(*sources) for sources in FUNDS]
    return [
        shown(level, [label], amounts(lines, spent_on(*codes), columns))
        for level, label, codes in THREE_PUBLIC
    ]


def carried_rows(lines: Sequence[Line], names: Names) -> list[Row]:
    """Table 11: 合计, then every 项 with carried-over money."""
    money = [line for line in lines if line.source in CARRIED]
    columns: list[Test] = [anything]
    for sources in (CARRIED_FISCAL, CARRIED_OTHER):
        source = paid_from(*sources)
        columns += [source, both(source, STAFF), both(source, OPERATING), both(source, project)]
    rows: list[Row] = []
    for code in ["", *tree_codes(money, (7,))] if money else []:
        label = names[code] if code else "合计"
        rows.append(shown(1 if code else 0, [label], amounts(money, under(code), columns)))
    return rows


def fund_rows(lines: Sequence[Line], sources: tuple[str, ...], names: Names) -> list[Row]:
    """Tables 8 and 9: one fund by functional code."""
    money = [line for line in lines if line.source in sources]
    return functional_rows(money, (anything, STAFF, OPERATING, project), names)


def tables(lines: Sequence[Line], units: Names, names: Names) -> dict[int, list[Row]]:
    """The rows of the eleven tables."""
    by_source = [paid_from(*s) for s in (EVERY, FISCAL, *((source,) for source in FISCAL))]
    by_source += [
        paid_from(*s) for s in (EDUCATION_FEES, UNIT_MONEY, CARRIED_FISCAL, CARRIED_OTHER)
    ]
    by_kind = (anything, basic, project)
    general = [line for line in lines if line.source in GENERAL]
    fiscal = [line for line in lines if line.source in FISCAL]
    return {
        1: two_sided_rows(lines, INCOME, (EVERY,), names),
        2: functional_rows(lines, by_source, names),
        3: functional_rows(lines, by_kind, names),
        4: two_sided_rows(fiscal, FISCAL_INCOME, FUNDS, names),
        5: functional_rows(general, by_kind, names),
        6: basic_by_economic_code(lines, names),
        7: project_rows(lines, units, names),
        8: fund_rows(lines, FUND, names),
        9: fund_rows(lines, CAPITAL, names),
        10: three_public_rows(lines),
        11: carried_rows(lines, names),
    }
