"""Which lines of the board are shown: filtered, searched, sorted, counted, as CSV."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Any, Final

from django.http import QueryDict
from django.utils import timezone

from disclosures.bureau.standing import Stage, Standing, called
from disclosures.open_data import quoted

SOON: Final = 7
MAX_DAYS: Final = date.max.toordinal()
BYTE_ORDER_MARK: Final = "\ufeff"  # by which a spreadsheet knows UTF-8
Line = Callable[[Standing], bool]


def _at(stage: Stage) -> Line:
    return lambda one: one.stage == stage


# What the lines can be narrowed to, in the order of the figures above them.
FILTERS: Final[Mapping[str, tuple[str, Line]]] = {
    "public": ("已公开", lambda one: one.is_public),
    **{stage.value: (stage.label, _at(stage)) for stage in Stage if stage != Stage.PUBLISHED},
    "late": ("逾期", lambda one: one.is_late),
    "soon": (f"{SOON} 日内到期", lambda one: one.is_due_within(SOON)),
    "undated": ("未填批复日期", lambda one: not one.is_public and one.clock is None),
}
KINDS: Final[Mapping[str, tuple[str, Line]]] = {
    "department": ("部门预算", lambda one: not one.is_unit),
    "unit": ("单位预算", lambda one: one.is_unit),
}


def _due(one: Standing) -> tuple[bool, int]:
    """Days left of what is to be published; what is public, or has no date, comes last."""
    return one.is_public, one.clock.days_left if one.clock else MAX_DAYS


def _findings(one: Standing) -> tuple[int, int]:
    examination = one.examination
    return (-examination.errors, -examination.warnings) if examination else (1, 0)


def _moved(one: Standing) -> float:
    """The last step, the newest first; what never moved comes last."""
    return -one.step.at.timestamp() if one.step else 0.0


ORDERS: Final[Mapping[str, tuple[str, Callable[[Standing], Any]]]] = {
    "code": ("部门（单位）", lambda _: 0),
    "state": ("状态", lambda one: list(Stage).index(one.stage)),
    "due": ("公开期限", _due),
    "findings": ("检查", _findings),
    "step": ("最近一步", _moved),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for in the address; what is unknown in it is left out."""

    state: str = ""
    kind: str = ""
    words: str = ""
    order: str = "code"

    def lines(self, everything: Iterable[Standing]) -> list[Standing]:
        """The lines that match, in the order asked for; equal ones stay by code."""
        found = [one for one in everything if self.matches(one)]
        return sorted(found, key=ORDERS[self.order][1])

    def matches(self, one: Standing) -> bool:
        """Whether a line has every word in its name or code, and is what the filters want."""
        names = f"{one.owner.code} {one.owner.name} {one.owner.short_name}".casefold()
        return (
            all(word in names for word in self.words.casefold().split())
            and (not self.state or FILTERS[self.state][1](one))
            and (not self.kind or KINDS[self.kind][1](one))
        )


def wanted(asked: QueryDict) -> Wanted:
    """What an address asks for."""

    def known(name: str, among: Iterable[str], otherwise: str = "") -> str:
        value = asked.get(name, "")
        return value if value in among else otherwise

    return Wanted(
        state=known("state", FILTERS),
        kind=known("kind", KINDS),
        words=asked.get("q", "").strip()[:60],
        order=known("order", ORDERS, "code"),
    )


def counts(everything: Sequence[Standing]) -> list[tuple[str, str, int]]:
    """Each filter that finds something: its key, its name, how many lines it leaves."""
    found = [(key, name, sum(map(matches, everything))) for key, (name, matches) in FILTERS.items()]
    return [(key, name, count) for key, name, count in found if count]


COLUMNS: Final[Sequence[tuple[str, Callable[[Standing], object]]]] = (
    ("编码", lambda one: one.owner.code),
    ("名称", lambda one: one.owner.name),
    ("公开主体", lambda one: KINDS["unit" if one.is_unit else "department"][0]),
    ("状态", lambda one: one.state),
    ("批复日期", lambda one: one.approved_on or ""),
    ("公开期限", lambda one: one.clock.due_on if one.clock else ""),
    ("期限情况", lambda one: one.time),
    ("错误", lambda one: one.examination.errors if one.examination else ""),
    ("警告", lambda one: one.examination.warnings if one.examination else ""),
    ("检查时间", lambda one: _minute(one.examination and one.examination.examined_at)),
    ("未建立预算的单位", lambda one: "、".join(map(called, one.unbudgeted))),
    ("未报送的单位", lambda one: "、".join(map(called, one.undelivered))),
    ("最近一步", lambda one: one.step.what if one.step else ""),
    ("经办人", lambda one: one.step.by if one.step else ""),
    ("经办时间", lambda one: _minute(one.step and one.step.at)),
    ("最近催办", lambda one: _minute(one.reminder and one.reminder.sent_at)),
)


def csv_of(lines: Iterable[Standing]) -> str:
    """The lines as a file for a spreadsheet; no text in it is taken for a formula."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([title for title, _ in COLUMNS])
    writer.writerows([quoted(str(value(one))) for _, value in COLUMNS] for one in lines)
    return BYTE_ORDER_MARK + text.getvalue()


def _minute(at: Any) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""
