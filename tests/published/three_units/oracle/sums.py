"""Lines of a ledger, and sums over those that pass a test, in whole 分."""

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

FEN_PER_HUNDREDTH_OF_WAN = 10_000

GENERAL = ("一般公共预算（一般财力）", "上级一般公共预算安排转移支付")
FUND = ("政府性基金收入", "上级政府性基金安排转移支付")
CAPITAL = ("国有资本经营收入", "上级国有资本经营预算安排转移支付")
EDUCATION_FEES = ("财政专户核拨（教育收费）",)
UNIT_MONEY = ("事业收入", "上级补助收入", "附属单位上缴收入", "事业单位经营收入", "其他收入")
CARRIED_FISCAL = ("一般公共预算拨款结转", "政府性基金预算拨款结转", "国有资本经营预算拨款结转")
CARRIED_OTHER = ("财政专户核拨结转结余", "单位资金结转结余")
FISCAL = GENERAL + FUND + CAPITAL
CURRENT = FISCAL + EDUCATION_FEES + UNIT_MONEY
CARRIED = CARRIED_FISCAL + CARRIED_OTHER
EVERY = CURRENT + CARRIED


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the ledger; `fen` is the amount in 分."""

    year: int
    unit: str
    item: str
    economic: str
    source: str
    project: str
    fen: int


Test: TypeAlias = Callable[[Line], bool]
Names: TypeAlias = dict[str, str]


def fen_of(text: str) -> int:
    """The whole number of 分 in an amount written in 元."""
    sign, digits = (-1, text[1:]) if text.startswith("-") else (1, text)
    yuan, _, cents = digits.partition(".")
    return sign * (int(yuan) * 100 + int(cents.ljust(2, "0")))


def yuan(fen: int) -> str:
    """An exact amount in 元 with two decimals."""
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def wan(fen: int) -> str:
    """An amount in 万元 with two decimals, rounded half up; nothing is written as 0.00."""
    hundredths = (abs(fen) + FEN_PER_HUNDREDTH_OF_WAN // 2) // FEN_PER_HUNDREDTH_OF_WAN
    sign = "-" if fen < 0 and hundredths else ""
    return f"{sign}{hundredths // 100:,}.{hundredths % 100:02d}"


def cell(fen: int) -> str:
    """What a table shows: an empty cell for nothing."""
    return wan(fen) if fen else ""


def read_lines(path: Path, year: int) -> list[Line]:
    """The lines of one year; a ledger without a unit column has one nameless unit."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Line(
                year,
                record.get("unit", ""),
                record["functional_code"],
                record["economic_code"],
                record["funding_source"],
                record["project"],
                fen_of(record["amount_yuan"]),
            )
            for record in csv.DictReader(file)
            if int(record["year"]) == year
        ]


def read_names(*paths: Path) -> Names:
    """Names by classification code."""
    names: Names = {}
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            names |= {record["code"]: record["name"] for record in csv.DictReader(file)}
    return names


def total(lines: Iterable[Line], *tests: Test) -> int:
    """The sum of the lines that pass every test."""
    return sum(line.fen for line in lines if all(test(line) for test in tests))


def paid_from(*sources: str) -> Test:
    """Lines paid from one of these sources."""
    return lambda line: line.source in sources


def under(code: str) -> Test:
    """Lines whose functional code is, or lies below, this code."""
    return lambda line: line.item.startswith(code)


def spent_on(*codes: str) -> Test:
    """Lines whose economic code is, or lies below, one of these."""
    return lambda line: line.economic.startswith(codes)


def both(*tests: Test) -> Test:
    """Lines that pass every test."""
    return lambda line: all(test(line) for test in tests)


def basic(line: Line) -> bool:
    """基本支出."""
    return line.project == ""


def project(line: Line) -> bool:
    """项目支出."""
    return line.project != ""


def anything(_: Line) -> bool:
    """Every line."""
    return True


STAFF = both(basic, spent_on("301", "303"))
OPERATING = both(basic, spent_on("302", "310"))
