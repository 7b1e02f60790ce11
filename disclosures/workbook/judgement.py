"""One row judged, wherever it comes from: what its texts stand for, or what is wrong and where."""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Final, TypeVar

from .columns import Column
from .reader import RawCell
from .values import NEAR, UnfitError, read

NOT_PLAIN: Final = {
    "formula": ("是公式", "把公式转为数值：复制后选择性粘贴为数值"),
    "error": ("不是有效的值，可能是公式出错", "改正后直接填写数值或文字"),
    "long": ("超过 32,767 字", "缩短后重新填写"),
}
# By column: what its cells may name. A column that is not among them names nothing.
Known = Mapping[str, Collection[str]]
Place = TypeVar("Place", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Unfit:
    """A value that may not stand in its cell: why, and what to do."""

    field: str
    value: str
    reason: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.reason}。请{self.remedy}。"


def judged(
    cells: Sequence[tuple[Column, RawCell, Decimal]], known: Known
) -> tuple[dict[str, str], list[Unfit]]:
    """The values of a row in canonical form, and everything that is wrong with its cells.

    Each cell comes with what one unit of its amounts is in yuan.
    """
    values, wrong = valued(cells)
    wrong.extend(unknown((column for column, _, _ in cells), values, known))
    return values, wrong


def valued(
    cells: Iterable[tuple[Column, RawCell, Decimal]],
) -> tuple[dict[str, str], list[Unfit]]:
    """The values of a row, and what may not stand in a cell of its kind."""
    values: dict[str, str] = {}
    wrong: list[Unfit] = []
    for column, cell, factor in cells:
        try:
            if isinstance(cell, list):
                raise UnfitError(*NOT_PLAIN[cell[0]])
            values[column.field] = read(column, cell or "", factor)
        except UnfitError as error:
            shown = cell if isinstance(cell, str) else ""
            wrong.append(Unfit(column.field, shown, error.reason, error.remedy))
    return values, wrong


def unknown(columns: Iterable[Column], values: Mapping[str, str], known: Known) -> Iterator[Unfit]:
    """What names a code or project that there is not."""
    for column in columns:
        named = values.get(column.field, "")
        if named and named not in known.get(column.field, (named,)):
            describe = _unknown_code if column.digits else _unknown_name
            yield Unfit(column.field, named, *describe(column, named, known[column.field]))


def _unknown_code(column: Column, code: str, known: Collection[str]) -> tuple[str, str]:
    year = "上年度" if column.is_of_last_year else "本年度"
    near = "、".join(nearest(code, known))
    remedy = f"更正编码，同级的有 {near}" if near else f"查阅{year}科目，更正编码"
    if re.fullmatch(f"[0-9]{{{column.digits}}}", code):
        return f"{year}没有此{column.level}编码", remedy
    return f"不是{column.level}编码（应为 {column.digits} 位数字）", remedy


def _unknown_name(column: Column, name: str, known: Collection[str]) -> tuple[str, str]:
    near = "、".join(islice(known, NEAR))
    such = f"（如 {near}）" if near else ""
    empty = "" if column.is_required else "；基本支出留空"
    return f"没有项目“{name}”", f"改为已有的项目{such}，或先在“项目”中新建{empty}"


def nearest(code: str, known: Collection[str]) -> tuple[str, ...]:
    """Some codes that begin as the code does, as far as it is right."""
    for length in range(min(len(code), 7), 2, -1):
        siblings = tuple(islice((one for one in known if one.startswith(code[:length])), NEAR))
        if siblings:
            return siblings
    return ()


def repeated(
    rows: Iterable[tuple[Place, Mapping[str, str]]], fields: Collection[str]
) -> Iterator[tuple[Place, Place]]:
    """Each row that agrees in these fields with one before it, together with that one."""
    first: dict[tuple[str, ...], Place] = {}
    for place, values in rows:
        key = tuple(values.get(name, "") for name in fields)
        other = first.setdefault(key, place)
        if other != place and any(key):
            yield place, other
