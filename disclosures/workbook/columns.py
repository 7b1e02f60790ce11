"""What a column of a workbook or grid is: its name, its kind, how it is used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made
from enum import Enum
from typing import Final


class Kind(Enum):
    """What stands in the cells of a column."""

    TEXT = "文字"
    CODE = "编码"
    CHOICE = "选项"
    YUAN = "金额，两位小数"
    AMOUNT = "金额，两位小数，不能为负数"
    AREA = "面积，两位小数"
    COUNT = "整数"
    CHANGE = "整数，减少填负数"
    WEIGHT = "0 至 100 的数"
    DATE = "日期"
    MARK = "“是”或留空"


class Use(Enum):
    """Whether a column is filled in, may be missing, only informs, or is in flat ledgers alone."""

    ENTERED = "entered"
    KEPT = "kept"
    SHOWN = "shown"
    FLAT = "flat"


MONEY: Final = frozenset({Kind.YUAN, Kind.AMOUNT})


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column; ``default`` is what an empty cell stands for, ``length`` the longest text.

    A code has so many ``digits`` and is of a ``level`` of its classification.
    """

    field: str
    name: str
    kind: Kind = Kind.TEXT
    is_required: bool = False
    length: int | None = None
    digits: int = 0
    level: str = ""
    default: str = ""
    choices: Mapping[str, str] = made(default_factory=dict)
    synonyms: tuple[str, ...] = ()
    note: str = ""
    width: int = 16
    use: Use = Use.ENTERED
    is_of_last_year: bool = False

    @property
    def header(self) -> str:
        """The name as it is written: an amount says that it is in yuan."""
        return f"{self.name}（元）" if self.kind in MONEY else self.name
