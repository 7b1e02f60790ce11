"""Where a finding is: in words, and as the page of the desk on which it is corrected."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from disclosures.budget.classification import SOURCE_BY_KEY
from disclosures.entry.wording import LINES
from disclosures.models import Assets, Budget, Disclosure, LineItem, Project, Reclassification

from .columns import address

Way = tuple[str, str]
# What is entered on the disclosure itself: its name, and the part of the form it stands in.
ON_THE_FORM: Final[Mapping[str, Way]] = {
    "target": ("整体绩效目标", "id_target_goal"),
    "terms": ("名词解释", "glossary_entries-group"),
    "name": ("部门（单位）名称", ""),
    "approved_on": ("批复日期", "id_approved_on"),
}
# The fields of the text desk, by their places.
FIELD: Final = "id_owed-"


@dataclass(frozen=True, slots=True)
class Places:
    """The places of one disclosure: its sections by number, its projects by their place.

    ``budgets`` are those of its units for the year, by the units' codes.
    """

    disclosure: Disclosure
    sections: tuple[str, ...]
    projects: Mapping[str, int]
    budgets: Mapping[str, int]

    def way(self, place: str) -> Way:
        """The place in words and its address; an unknown place is given as it is."""
        first, *rest = place.split("/")
        if first in LINES:
            return f"{LINES[first]}{_number(rest)}", f"{self._desk}#{FIELD}{first}"
        if first in ON_THE_FORM:
            return self._on_the_form(first, rest)
        if found := WAYS.get(first):
            return found(self, rest)
        if first[:1] == "t" and first[1:].isdigit():
            target = f"{address(Disclosure, 'preview', self.disclosure.pk)}#{first}"
            return " · ".join((f"表 {first[1:]}", *_cell(rest))), target
        return self._in_the_text(first[1:], rest) if first[1:] in self.sections else (place, "")

    def pinned(self, place: str) -> Way:
        """Where a comment stands: at its row of a table, or anywhere if it has no place."""
        words, target = self.way(place) if place else ("全文", "")
        table, *row = place.split("/")
        return words, f"{target}-{row[0]}" if row and target.endswith(f"#{table}") else target

    def _on_the_form(self, name: str, rest: list[str]) -> Way:
        words, anchor = ON_THE_FORM[name]
        if rest[:1] == ["indicators"]:
            target = address(Disclosure, "grid", self.disclosure.pk)
            return f"{words}{_number(rest)}", target
        form = address(Disclosure, "change", self.disclosure.pk)
        return f"{words}{_number(rest)}", f"{form}#{anchor}" if anchor else form

    @property
    def _desk(self) -> str:
        return address(Disclosure, "explanations", self.disclosure.pk)

    def anchor(self, place: str) -> str:
        """The id of a part of the text: s五/3 is s5-3, in the section that the preview calls s5."""
        first, *rest = place.split("/")
        if first[1:] in self.sections:
            first = f"s{self.sections.index(first[1:]) + 1}"
        return "-".join((first, *rest))

    def _in_the_text(self, section: str, rest: list[str]) -> Way:
        paragraph = [number for number in rest[:1] if number.isdigit()]
        key = "/".join(rest[len(paragraph) :])
        words = f"情况说明 {section}{_paragraph(paragraph)}"
        anchor = f"{FIELD}{key}" if key else self.anchor("/".join((f"s{section}", *paragraph)))
        return words, f"{self._desk}#{anchor}"

    def _line(self, rest: list[str]) -> Way:
        names = (SOURCE_BY_KEY[one].name if one in SOURCE_BY_KEY else one for one in rest)
        query = {"q": " ".join(rest[1:3]), "year": self.disclosure.year}
        return " · ".join(("收支明细", *names)), address(LineItem, "changelist", **query)

    def _project(self, rest: list[str]) -> Way:
        place = "/".join(rest)
        for known, key in self.projects.items():
            if place == known or place.startswith(f"{known}/"):
                unit, _, name = known.partition("/")
                part = "grid" if place.startswith(f"{known}/indicators/") else "change"
                return f"项目“{name}” · {unit}", address(Project, part, key)
        query = {"q": " ".join(rest[1:2]), "year": self.disclosure.year}
        return " · ".join(("项目", *rest)), address(Project, "changelist", **query)

    def _unit(self, rest: list[str]) -> Way:
        query = {"q": rest[0], "year": self.disclosure.year}
        return f"单位 {rest[0]} 的预算", address(Budget, "changelist", **query)

    def _organisation(self, rest: list[str]) -> Way:
        anchor = self.anchor("/".join(("organisation", *rest)))
        return f"机构设置及人员情况{_paragraph(rest)}", f"{self._desk}#{anchor}"

    def _reclassification(self, rest: list[str]) -> Way:
        """Where one is entered, filled in as far as the place says; else where they are listed."""
        unit, *items = rest
        key = self.budgets.get(unit)
        if key is None:
            return f"科目调整 · 单位 {unit}", address(Reclassification, "changelist")
        if len(items) == 3:
            fund, before, after = items
            query = {"from": before, "to": after, "fund": fund}
            return f"科目调整 · {before} → {after}", address(Budget, "reclassify", key, **query)
        listed = address(Reclassification, "changelist", budget__id__exact=key)
        return f"科目调整 · 单位 {unit}", listed

    def _secret(self, rest: list[str]) -> Way:
        model, words = (Project, "项目") if rest[:1] == ["projects"] else (LineItem, "收支明细")
        query = {"is_secret__exact": 1, "year": self.disclosure.year}
        return f"涉密{words} · {rest[-1]}", address(model, "changelist", **query)

    def _staffing(self, rest: list[str]) -> Way:
        return "编制与人员", self._budgets()

    def _procurement(self, rest: list[str]) -> Way:
        return "政府采购", self._budgets()

    def _assets(self, rest: list[str]) -> Way:
        whose = {"budget__unit__department__id__exact": self.disclosure.department_id}
        target = address(Assets, "changelist", year=self.disclosure.year, **whose)
        # A list may be empty; the budget's page says how its first entry is made.
        return "国有资产与车辆", self._only_budget() or target

    def _budgets(self) -> str:
        whose = {"unit__department__id__exact": self.disclosure.department_id}
        listed = address(Budget, "changelist", year=self.disclosure.year, **whose)
        return self._only_budget() or listed

    def _only_budget(self) -> str:
        """The budget, where the department has no other that could be meant."""
        keys = tuple(self.budgets.values())
        return address(Budget, "change", keys[0]) if len(keys) == 1 else ""


def _cell(rest: list[str]) -> tuple[str, ...]:
    """A row by its code, its number or as the total, and a column by its number."""
    row, *column = rest or [""]
    words = "合计" if row == "total" else f"第 {row} 行" if row.isdigit() and len(row) < 3 else row
    return tuple(filter(None, (words, *(f"第 {number} 栏" for number in column))))


def _paragraph(rest: list[str]) -> str:
    return "".join(f" · 第 {number} 段" for number in rest)


def _number(rest: list[str]) -> str:
    return f"（第 {rest[-1]} 条）" if rest and rest[-1].isdigit() else ""


WAYS: Final[Mapping[str, Callable[[Places, list[str]], Way]]] = {
    "line": Places._line,
    "project": Places._project,
    "unit": Places._unit,
    "organisation": Places._organisation,
    "reclassification": Places._reclassification,
    "secret": Places._secret,
    "staffing": Places._staffing,
    "procurement": Places._procurement,
    "assets": Places._assets,
}


def places(disclosure: Disclosure, sections: tuple[str, ...]) -> Places:
    """The places of a disclosure whose text has these sections."""
    rows = Project.objects.filter(
        budget__unit__department=disclosure.department_id,
        budget__year=disclosure.year,
        budget__role=Budget.Role.BUDGET,
    ).values_list("budget__unit__code", "name", "pk")
    budgets = Budget.objects.entered().filter(
        unit__department=disclosure.department_id, year=disclosure.year
    )
    return Places(
        disclosure,
        sections,
        {f"{unit}/{name}": key for unit, name, key in rows},
        dict(budgets.values_list("unit__code", "pk")),
    )
