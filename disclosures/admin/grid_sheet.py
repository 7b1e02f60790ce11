"""A sheet as the script of its grid reads it: columns, choices, and what is summed up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from disclosures.budget.checks.projects import EXECUTION, HUNDRED, NINETY
from disclosures.budget.classification import FUNDING_SOURCES, FundingSource
from disclosures.budget.targets import weight
from disclosures.entry.sheets import LEDGER
from disclosures.entry.state import State
from disclosures.models import EconomicCode, FunctionalCode
from disclosures.workbook.columns import Column, Kind, Use

CATALOGUES: Final = {"functional": FunctionalCode, "economic": EconomicCode}
CARRIED_OVER: Final = "上年结转结余"
# Codes by column, each with its name.
Codes = Mapping[str, list[tuple[str, str]]]


def names_of_codes(state: State) -> Codes:
    """The codes that each column of codes takes, of every level, in order."""
    return {
        column.field: list(
            CATALOGUES[column.field]
            ._default_manager.filter(year=state.owner.year)
            .order_by("code")
            .values_list("code", "name")
        )
        for column in state.sheet.columns
        if column.kind is Kind.CODE
    }


def described(state: State, codes: Codes) -> dict[str, Any]:
    """The sheet without its rows."""
    sheet = state.sheet
    columns = {column.field: column for column in sheet.columns}
    written = (column for column in sheet.written.columns if column.use is not Use.FLAT)
    return {
        "columns": [_column(column) for column in sheet.columns],
        "written": [column.field if column.field in columns else None for column in written],
        "identity": sheet.identity,
        "summed": sheet.summed,
        "merged": sheet.merged,
        "lists": {
            **codes,
            **{
                name: [(one, one) for one in _names(column, state)]
                for name, column in columns.items()
                if column.choices or (name in state.known and name not in codes)
            },
        },
        "groups": [(one.name, _group(one)) for one in FUNDING_SOURCES] if sheet is LEDGER else [],
        "weights": {"whole": weight(HUNDRED), "rest": weight(NINETY), "execution": EXECUTION},
    }


def _column(column: Column) -> dict[str, Any]:
    return {
        "key": column.field,
        "label": column.header,
        "kind": column.kind.name.lower(),
        "required": column.is_required,
        "length": column.length,
        "digits": column.digits,
        "level": column.level,
        "names": [column.name, *column.synonyms],
    }


def _names(column: Column, state: State) -> list[str]:
    return list(column.choices or state.known[column.field])


def _group(source: FundingSource) -> str:
    """Under which heading the grid sums up a source."""
    if source.fund:
        return source.fund.value
    return CARRIED_OVER if source.is_carried_over else source.group.value
