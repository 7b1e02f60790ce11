"""What a reader compares, and the one address that says so."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final

from django.http import QueryDict

from disclosures.budget.measures import MEASURE_BY_KEY

MOST_PICKED: Final = 200
MOST_YEARS: Final = 10
USUAL_MEASURE: Final = "total"
# How an amount is looked at: by itself, of the department's total, a head, against last year.
WAYS: Final = {
    "amount": "金额",
    "share": "占本部门支出",
    "per_head": "人均（按实有人数）",
    "change": "比上年增减",
}
CLASSIFIED = r"function-[0-9]{3}([0-9]{2}){0,2}|economic-[0-9]{3}([0-9]{2})?"


@dataclass(frozen=True, slots=True)
class Choice:
    """Whose figures of which years by which measure, how they are shown and sorted."""

    region: str = ""
    departments: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    measure: str = USUAL_MEASURE
    way: str = "amount"
    sort: str = "code"
    page: int = 1
    words: str = ""

    @property
    def is_of_somebody(self) -> bool:
        """Whether any department is chosen."""
        return bool(self.region or self.departments)

    @property
    def classification(self) -> tuple[str, str]:
        """``function`` or ``economic`` and the code; both empty for a named measure."""
        kind, _, code = self.measure.partition("-")
        return (kind, code) if code else ("", "")

    @property
    def is_of_money(self) -> bool:
        """Whether the measure has shares, and amounts a head."""
        return bool(self.classification[1]) or MEASURE_BY_KEY[self.measure].unit == "yuan"

    @property
    def query(self) -> str:
        """The canonical parameters of the address: same choice, same address."""
        found = QueryDict(mutable=True)
        for name, value, usual in (
            ("region", self.region, ""),
            ("measure", self.measure, USUAL_MEASURE),
            ("way", self.way, "amount"),
            ("sort", self.sort, "code"),
            ("page", str(self.page), "1"),
            ("q", self.words, ""),
        ):
            if value != usual:
                found[name] = value
        found.setlist("department", list(self.departments))
        found.setlist("year", [str(year) for year in self.years])
        return found.urlencode()

    def sorted_by(self, column: str) -> Choice:
        """The same by another column, or the other way round where it is that column already."""
        falling = f"-{column}"
        return replace(self, sort=column if self.sort == falling else falling, page=1)


def chosen(given: QueryDict) -> Choice:
    """The choice of an address; what cannot be understood is left out."""
    asked = Choice(
        region=_fitting(r"[0-9]{2,12}", given.get("region", "")),
        departments=tuple(_distinct(r"[0-9A-Za-z]{1,20}", given.getlist("department")))[
            :MOST_PICKED
        ],
        years=tuple(map(int, _distinct("20[0-9]{2}", given.getlist("year"))))[-MOST_YEARS:],
        measure=_measure(given),
        way=_fitting("|".join(WAYS), given.get("way", "")) or "amount",
        sort=_fitting("-?(code|name|20[0-9]{2})", given.get("sort", "")) or "code",
        page=int(_fitting("[1-9][0-9]{0,3}", given.get("page", "")) or 1),
        words=given.get("q", "").replace("\0", "").strip()[:60],
    )
    return asked if asked.is_of_money or asked.way == "change" else replace(asked, way="amount")


def _measure(given: QueryDict) -> str:
    """The typed code goes before the measure of the list."""
    if code := _fitting(r"[0-9]{3}([0-9]{2}){0,2}", given.get("code", "").strip()):
        kind = _fitting("function|economic", given.get("classification", "")) or "function"
        if found := _fitting(CLASSIFIED, f"{kind}-{code}"):
            return found
    named = given.get("measure", "")
    return named if named in MEASURE_BY_KEY else _fitting(CLASSIFIED, named) or USUAL_MEASURE


def _fitting(form: str, text: str) -> str:
    return text if re.fullmatch(form, text) else ""


def _distinct(form: str, texts: Iterable[str]) -> list[str]:
    fits: Callable[[str], str] = lambda text: _fitting(form, text)  # noqa: E731
    return sorted(set(filter(None, map(fits, texts))))
