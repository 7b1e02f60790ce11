"""What the rule-book finds in what a grid enters, and in which of its rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from disclosures.budget.checks.finding import Finding
from disclosures.budget.document import Document
from disclosures.models import Budget, Disclosure, Project
from disclosures.publication import drafted
from disclosures.workbook.records import scope
from disclosures.workbook.sheets import LINE_ITEMS

from .state import State

# Resources of the unit that stand beside its ledger, as findings name them.
RESOURCES: Final = ("staffing", "procurement", "assets")
INDICATORS: Final = "/indicators/"
# The cell that a rule is about, where the place does not say so and it is not what names the row.
COLUMNS: Final[Mapping[str, str]] = {
    "L4": "amount",
    "L5": "amount",
    "L6": "economic",
    "L7": "source",
    "L13": "amount",
    "N8": "target",
}
SOURCES: Final = next(one.choices for one in LINE_ITEMS.columns if one.field == "source")


@dataclass(frozen=True, slots=True)
class Located:
    """A finding, the rows of the grid that it names, and the column in which it stands there."""

    finding: Finding
    keys: tuple[str, ...]
    column: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What was checked, and what was found in it that concerns the rows of one owner."""

    disclosure: Disclosure
    document: Document
    found: tuple[Located, ...]


def checked(state: State) -> Checked | None:
    """The findings about an owner's rows, as they are stored; none about a comparison ledger.

    Raises ``MissingCatalogueError`` or ``UnknownCodeError`` where nothing can be checked.
    """
    disclosure = disclosure_of(state.owner)
    if disclosure is None:
        return None
    draft = drafted(disclosure)
    about = _about(state.owner)
    concerned = (
        one
        for one in draft.findings
        if any(one.place == place or one.place.startswith(f"{place}/") for place in about)
    )
    return Checked(disclosure, draft.document, tuple(_located(state, concerned)))


def disclosure_of(owner: object) -> Disclosure | None:
    """The disclosure in which the rows of an owner are judged alone.

    That of the department where the unit is its only one, else the unit's own, whether anybody
    has opened it or not: a rule that names one line for all of a department's units would say
    nothing of the others.
    """
    if isinstance(owner, Disclosure):
        return owner
    budget = owner.budget if isinstance(owner, Project) else owner
    if not isinstance(budget, Budget) or budget.role != Budget.Role.BUDGET:
        return None
    unit = budget.unit
    whole = scope(budget).disclosure
    return whole or Disclosure(department=unit.department, unit=unit, year=budget.year)


def _about(owner: object) -> tuple[str, ...]:
    """The places of findings that concern an owner."""
    if isinstance(owner, Budget):
        unit = owner.unit.code
        return (*(f"{kind}/{unit}" for kind in ("line", "unit", "project")), *RESOURCES)
    if isinstance(owner, Project):
        return (f"project/{owner.budget.unit.code}/{owner.name}",)
    return ("target",)


def _located(state: State, found: Iterator[Finding]) -> Iterator[Located]:
    rows = _rows(state)
    named = "functional" if state.sheet.identity else "level3"
    for one in found:
        # The place of a line is given within its unit, that of an indicator by its number.
        kind, _, place = one.place.partition("/")
        name = place.partition("/")[2] if kind == "line" else one.place.partition(INDICATORS)[2]
        keys, column = rows.get(name, ([], ""))
        yield Located(one, tuple(keys), column or COLUMNS.get(one.rule, named))


def _rows(state: State) -> Mapping[str, tuple[list[str], str]]:
    """By what findings call stored rows: their keys, and the column if the name is of one."""
    found: dict[str, tuple[list[str], str]] = {}
    for number, key in enumerate(state.stored, 1):
        for name, column in _names(state.rows[key].cells, number):
            found.setdefault(name, ([], column))[0].append(key)
    return found


def _names(cells: Mapping[str, str], number: int) -> Iterator[tuple[str, str]]:
    """A line is called by either code, or by all that it is told from others by."""
    if "source" not in cells:
        yield str(number), ""
        return
    item, section, project = cells["functional"], cells["economic"], cells["project"]
    whole = f"{item}/{section}/{SOURCES[cells['source']]}"
    yield from ((item, "functional"), (section, "economic"))
    yield f"{whole}/{project}" if project else whole, ""
