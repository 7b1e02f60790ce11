"""Key figures (主要指标) by which disclosures are listed and compared, read from the tables."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from .amounts import ZERO
from .document import Document
from .statements.form import Row, Statement

PEOPLE = re.compile(r"实有人数 ([\d,]+) 人")


@dataclass(frozen=True, slots=True)
class Measure:
    """A key figure: the cell it is read from, or ``persons`` from the sentence on staffing.

    ``column`` counts the columns of amounts of the table from 0; an absent row is zero.
    """

    key: str
    label: str
    table: int
    row: str
    column: int
    unit: Literal["yuan", "persons"] = "yuan"

    @property
    def place(self) -> str:
        """The anchor of its row on the disclosure page."""
        return f"t{self.table}-{self.row}" if self.table else "o2"


PERSONS = Measure("persons", "实有人数", 0, "", 0, "persons")
MEASURES: tuple[Measure, ...] = (
    Measure("total", "收支总预算", 3, "total", 0),
    Measure("basic", "基本支出", 3, "total", 1),
    Measure("project", "项目支出", 3, "total", 2),
    Measure("fiscal", "财政拨款收入", 2, "total", 1),
    Measure("general", "一般公共预算支出", 5, "total", 0),
    Measure("staff", "人员经费（一般公共预算）", 6, "total", 1),
    Measure("operating", "公用经费（一般公共预算）", 6, "total", 2),
    Measure("government_fund", "政府性基金预算支出", 8, "total", 0),
    Measure("state_capital", "国有资本经营预算支出", 9, "total", 0),
    Measure("three_public", "“三公”经费", 10, "total", 0),
    Measure("overseas", "因公出国（境）费", 10, "overseas", 0),
    Measure("reception", "公务接待费", 10, "reception", 0),
    Measure("vehicles", "公务用车购置及运行费", 10, "vehicles", 0),
    Measure("vehicle_purchase", "公务用车购置费", 10, "vehicle_purchase", 0),
    Measure("vehicle_operation", "公务用车运行费", 10, "vehicle_operation", 0),
    Measure("carry_over", "上年结转结余", 11, "total", 0),
    PERSONS,
)
MEASURE_BY_KEY: Mapping[str, Measure] = {measure.key: measure for measure in MEASURES}


def measured(document: Document) -> Mapping[str, Decimal]:
    """Each key figure of a disclosure by its key, in yuan or persons.

    ``persons`` is left out where the document does not tell it.
    """
    rows = {(one.number, row.key): (one, row) for one in document.statements for row in one.rows}
    found = {
        measure.key: _amount(rows.get((measure.table, measure.row)), measure.column)
        for measure in MEASURES
        if measure is not PERSONS
    }
    persons = _persons(document)
    return found if persons is None else {**found, PERSONS.key: persons}


def _amount(there: tuple[Statement, Row] | None, column: int) -> Decimal:
    if there is None:
        return ZERO
    statement, row = there
    kinds = (one.kind for one in statement.columns)
    amounts = [cell for cell, kind in zip(row.cells, kinds, strict=True) if kind == "amount"]
    amount = amounts[column]
    return amount if isinstance(amount, Decimal) else ZERO


def _persons(document: Document) -> Decimal | None:
    """The number that the sentence on staffing names: the record tells it nowhere else."""
    told = (PEOPLE.search(paragraph.text) for paragraph in document.organisation)
    found = next(filter(None, told), None)
    return Decimal(found[1].replace(",", "")) if found else None
