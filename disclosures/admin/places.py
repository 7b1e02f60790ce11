"""Where a finding is: in words, and as the page of the desk on which it is corrected."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from disclosures.budget.classification import SOURCE_BY_KEY
from disclosures.models import Assets, Budget, Disclosure, LineItem, Project

from .columns import address
from .explanations import PREFIX

Way = tuple[str, str]
# What is entered on the disclosure itself: its name, and the part of the form it stands in.
ON_THE_FORM: Final[Mapping[str, Way]] = {
    "duties": ("主要职能", "id_duties"),
    "offices": ("内设科室", "id_offices"),
    "other_matters": ("其他需说明的事项", "id_other_matters"),
    "target": ("整体绩效目标", "id_target_goal"),
    "terms": ("名词解释", "glossary_entries-group"),
    "name": ("部门（单位）名称", ""),
}


@dataclass(frozen=True, slots=True)
class Places:
    """The places of one disclosure: its sections by number, its projects by their place."""

    disclosure: Disclosure
    sections: tuple[str, ...]
    projects: Mapping[str, int]

    def way(self, place: str) -> Way:
        """The place in words and its address; an unknown place is given as it is."""
        first, *rest = place.split("/")
        if first in ON_THE_FORM:
            return self._on_the_form(first, rest)
        if found := WAYS.get(first):
            return found(self, rest)
        if first[:1] == "t" and first[1:].isdigit():
            target = f"{address(Disclosure, 'preview', self.disclosure.pk)}#{first}"
            return " · ".join((f"表 {first[1:]}", *rest)), target
        return self._in_the_text(first[1:], rest) if first[1:] in self.sections else (place, "")

    def _on_the_form(self, name: str, rest: list[str]) -> Way:
        words, anchor = ON_THE_FORM[name]
        number = f"（第 {rest[-1]} 条）" if rest and rest[-1].isdigit() else ""
        if rest[:1] == ["indicators"]:
            return f"{words}{number}", address(Disclosure, "grid", self.disclosure.pk)
        form = address(Disclosure, "change", self.disclosure.pk)
        return f"{words}{number}", f"{form}#{anchor}" if anchor else form

    def _in_the_text(self, section: str, rest: list[str]) -> Way:
        paragraph, key = rest[:1], "/".join(rest[1:])
        words = f"情况说明 {section}" + "".join(f" · 第 {number} 段" for number in paragraph)
        if key:
            target = address(Disclosure, "explanations", self.disclosure.pk)
            return words, f"{target}#id_{PREFIX}-{key}"
        preview = address(Disclosure, "preview", self.disclosure.pk)
        return words, f"{preview}#s{self.sections.index(section) + 1}"

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

    def _staffing(self, rest: list[str]) -> Way:
        return "编制与人员", self._budgets()

    def _procurement(self, rest: list[str]) -> Way:
        return "政府采购", self._budgets()

    def _assets(self, rest: list[str]) -> Way:
        whose = {"budget__unit__department__id__exact": self.disclosure.department_id}
        target = address(Assets, "changelist", year=self.disclosure.year, **whose)
        return "国有资产与车辆", target

    def _budgets(self) -> str:
        whose = {"unit__department__id__exact": self.disclosure.department_id}
        return address(Budget, "changelist", year=self.disclosure.year, **whose)


WAYS: Final[Mapping[str, Callable[[Places, list[str]], Way]]] = {
    "line": Places._line,
    "project": Places._project,
    "unit": Places._unit,
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
    return Places(disclosure, sections, {f"{unit}/{name}": key for unit, name, key in rows})
