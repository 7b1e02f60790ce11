"""Importing 10,000 line items from XLSX with all checks, against openpyxl reading the file."""

import random
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from itertools import product

import openpyxl
from django.db import transaction

from disclosures.models import Budget, EconomicCode, FunctionalCode, LineItem, Project, Unit
from disclosures.workbook.application import apply
from disclosures.workbook.difference import planned
from disclosures.workbook.source import budget_of, opened
from disclosures.workbook.writing import export

from .measuring import Figure, at_most, medians
from .options import Options

LINES = 10_000
YEAR = 2026


def measure(options: Options) -> Iterator[Figure]:
    """Both read the same bytes in turn."""
    with transaction.atomic():
        content = _workbook()
        alone, whole = medians((lambda: _read(content), lambda: _imported(content)), options.rounds)
        transaction.set_rollback(True)
    result = f"{whole:.2f} s"
    yield at_most(
        2.5, f"importing {LINES:,} lines", result, f"openpyxl {alone:.2f} s", whole / alone
    )


def _read(content: bytes) -> int:
    book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True)
    return sum(1 for sheet in book.worksheets for _ in sheet.iter_rows(values_only=True))


def _imported(content: bytes) -> None:
    with transaction.atomic():
        source = opened("budget.xlsx", content)
        plan = planned(source, budget_of(source, None, None, Budget.Role.BUDGET))
        if plan.faults:
            raise RuntimeError(plan.faults)
        apply(plan)
        transaction.set_rollback(True)


def _workbook() -> bytes:
    """A unit's budget of so many lines as a workbook; its ledger is empty again afterwards."""
    unit = Unit.objects.filter(budgets=None).order_by("code")[:1].get()
    budget = Budget.objects.create(unit=unit, year=YEAR)
    names = (Project(budget=budget, name=f"项目{number}") for number in range(20))
    projects = [None, *Project.objects.bulk_create(names)]
    functional = list(FunctionalCode.objects.items(YEAR).filter(fund="general"))
    economic = list(EconomicCode.objects.items(YEAR).filter(code__startswith="302"))
    chance = random.Random(LINES)
    places = chance.sample(list(product(functional, economic, projects)), LINES)
    LineItem.objects.bulk_create(
        LineItem(
            budget=budget,
            functional=item,
            economic=section,
            source="general",
            project=project,
            amount=Decimal(chance.randrange(100, 10**9)) / 100,
        )
        for item, section, project in places
    )
    content = export(budget)
    budget.line_items.all().delete()
    return content
