"""One cell: what may stand in it, the one form in which it is compared, and its value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

from .columns import MONEY, Column, Kind

YUAN: Final = Decimal(1)
AMOUNT_LIMIT: Final = Decimal(10) ** 14
COUNT_LIMIT: Final = 2**31
TEXT_LIMIT: Final = 32_767
NEAR: Final = 3
MARKED: Final = "是"
HUNDREDTH: Final = Decimal("0.01")
NUMBER: Final = re.compile(r"[+-]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?")
DIGITS_LIMIT: Final = 28
DATES: Final = (
    re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})"),
    re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日"),
    re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})"),
)
# Full-width signs alone: other forms, as of a small 2, are not what they resemble.
HALF_WIDTH: Final = {0xFEE0 + code: code for code in range(0x21, 0x7F)} | {0x3000: 0x20}
LEADING_CODE: Final = re.compile(r"\[?([0-9]{3,20})(?![0-9A-Za-z])(\.0+)?\D*")


class UnfitError(ValueError):
    """A value that does not fit its column: why, and what to do."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy


def tidy(text: str) -> str:
    """A text as it is kept: one kind of line end, no space around."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def canonical(value: object) -> str:
    """A value of the database in the form in which the cells of a file are compared with it."""
    if value is None or value is False:
        return ""
    if value is True:
        return MARKED
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, date):
        return value.isoformat()
    return tidy(str(value))


def typed(column: Column, text: str) -> str | bool | int | Decimal | date | None:
    """The value for the database behind the canonical form."""
    if column.kind is Kind.MARK:
        return text == MARKED
    if column.kind in {Kind.TEXT, Kind.CODE, Kind.CHOICE}:
        return text
    if not text:
        return None
    if column.kind in {Kind.COUNT, Kind.CHANGE}:
        return int(text)
    return date.fromisoformat(text) if column.kind is Kind.DATE else Decimal(text)


@lru_cache(maxsize=20_000)
def read(column: Column, raw: str, factor: Decimal = YUAN) -> str:
    """The canonical form of what stands in a cell; ``factor`` is what one unit of it is in yuan.

    Raises ``UnfitError`` for what may not stand there.
    """
    text = tidy(raw)
    if not text:
        if column.is_required:
            raise UnfitError(f"“{column.name}”不能为空", f"填写{column.name}")
        return ""
    if column.kind in MONEY:
        return _amount(column, text, factor)
    return READERS[column.kind](column, text)


def _text(column: Column, text: str) -> str:
    if "\0" in text:
        raise UnfitError("含有不可见的控制字符", "删去该字符后重新输入")
    limit = column.length or TEXT_LIMIT
    if len(text) > limit:
        raise UnfitError(f"有 {len(text)} 字，超过 {limit} 字", f"缩短到 {limit} 字以内")
    return text


def _code(column: Column, text: str) -> str:
    """The code, which budget systems often write together with its name."""
    plain = text.translate(HALF_WIDTH)
    match = LEADING_CODE.fullmatch(plain)
    return _text(column, match[1] if match else plain)


def _choice(column: Column, text: str) -> str:
    wanted = spelled(text)
    for label, key in column.choices.items():
        if wanted in {spelled(label), key}:
            return key
    raise UnfitError(f"不是规定的{column.name}", f"改为下列之一：{_alike(text, column.choices)}")


def spelled(name: str) -> str:
    """A name without what people write one way or another: width, spaces, capitals."""
    return re.sub(r"\s+", "", name.translate(HALF_WIDTH)).lower()


def _alike(text: str, choices: Mapping[str, str]) -> str:
    near = get_close_matches(text[:60], choices, NEAR, 0.3) or choices
    return "、".join(label for label in choices if label in near)


def number(text: str) -> Decimal:
    """A number as people write it: full width, with separators or a currency sign."""
    plain = text.translate(HALF_WIDTH).replace("\N{MINUS SIGN}", "-")
    plain = re.sub(r"\s+|^[¥￥]|元$", "", plain)
    if not NUMBER.fullmatch(plain):
        raise UnfitError("不是数字", "只填数字和小数点")
    if len(plain) > DIGITS_LIMIT:
        raise UnfitError("数字过长", "核对是否多输入了数字")
    return Decimal(plain.replace(",", ""))


def _amount(column: Column, text: str, factor: Decimal) -> str:
    amount = number(text) * factor
    if abs(amount) >= AMOUNT_LIMIT:
        raise UnfitError("金额达到 100 万亿元", "核对单位是元还是万元")
    if amount != amount.quantize(HUNDREDTH):
        remedy = (
            "改为最多两位小数，即到分为止" if factor == YUAN else "万元最多六位小数，即到分为止"
        )
        raise UnfitError("金额不足一分的部分无法入账", remedy)
    return _not_negative(column, amount)


def _area(column: Column, text: str) -> str:
    area = number(text)
    if abs(area) >= AMOUNT_LIMIT or area != area.quantize(HUNDREDTH):
        raise UnfitError("超过两位小数或数字过大", "核对后改为最多两位小数")
    return _not_negative(column, area)


def _not_negative(column: Column, amount: Decimal) -> str:
    if amount < 0 and column.kind is not Kind.YUAN:
        raise UnfitError("不能为负数", "核对后填写零或正数")
    return f"{amount + 0:.2f}"


def _count(column: Column, text: str) -> str:
    count = number(text)
    if count != count.to_integral_value() or abs(count) >= COUNT_LIMIT:
        raise UnfitError("不是整数或数字过大", "填写整数")
    if count < 0 and column.kind is Kind.COUNT:
        raise UnfitError("不能为负数", "核对后填写零或正整数")
    return str(int(count))


def _weight(_: Column, text: str) -> str:
    weight = number(re.sub("[%％分]$", "", text))
    if not 0 <= weight <= 100 or weight != weight.quantize(HUNDREDTH):
        raise UnfitError("不在 0 至 100 之间，或超过两位小数", "填写 0 至 100 的分值")
    return f"{weight:.2f}"


def _date(_: Column, text: str) -> str:
    plain = re.sub(r"\s+", "", text.translate(HALF_WIDTH))
    for form in DATES:
        match = form.fullmatch(plain)
        if match:
            try:
                return datetime(*map(int, match.groups())).date().isoformat()  # type: ignore[arg-type] # noqa: DTZ001 - a day has no time zone
            except ValueError:
                break
    raise UnfitError("不是日期", "按 2026-01-31 的形式填写")


READERS: Final[Mapping[Kind, Callable[[Column, str], str]]] = {
    Kind.TEXT: _text,
    Kind.CODE: _code,
    Kind.CHOICE: _choice,
    Kind.MARK: _choice,
    Kind.AREA: _area,
    Kind.COUNT: _count,
    Kind.CHANGE: _count,
    Kind.WEIGHT: _weight,
    Kind.DATE: _date,
}
