"""Filling the database with a made-up region of a given size."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import islice
from multiprocessing import get_context
from typing import Final, TypeVar

from django.db import transaction

from disclosures import ledger
from disclosures.budget.classification import Catalogue
from disclosures.management import code_list, sample
from disclosures.models import Department, Region, Timetable, Unit

from . import drafts
from .course import THIS_YEAR, YEARS
from .ledger import FIRST_YEAR
from .organisation import REGION_CODE, REGION_NAME, DepartmentPlan, departments
from .publishing import Keys, at, publish
from .records import Record, records
from .staff import staff

DEPARTMENTS_AT_ONCE: Final = 10
Row = TypeVar("Row")


class AlreadyLoadedError(Exception):
    """There is a made-up region already; what is published cannot be taken back."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of it."""

    departments: int
    publications: int
    line_items: int
    drafts: int

    def __str__(self) -> str:
        return (
            f"演示地区“{REGION_NAME}”已就绪：部门 {self.departments} 个，"
            f"公开 {self.publications} 份，收支明细 {self.line_items:,} 条，"
            f"本年在编 {self.drafts} 份。"
        )


def load(size: int, processes: int, pdfs: int = 0) -> Loaded:
    """Make the region; raises ``AlreadyLoadedError`` where it is there."""
    if Region.objects.filter(code=REGION_CODE).exists():
        raise AlreadyLoadedError
    catalogues = _catalogues()
    plans = departments(size)
    keys = organisation(plans)
    publications = line_items = 0
    with _mapping(processes) as each:
        made = zip(plans, each(partial(records, catalogues=catalogues), plans), strict=True)
        for some in _batches(made, DEPARTMENTS_AT_ONCE):
            published = [(plan, record) for plan, found in some for record in found]
            publish(published, keys, pdfs)
            publications += len(published)
            line_items += sum(len(record.document.line_items) for _, record in published)
    entered = drafts.enter(plans, keys, catalogues[THIS_YEAR])
    return Loaded(size, publications, line_items, entered)


def _catalogues() -> Mapping[int, Catalogue]:
    """The codes of every year, loaded where they are missing."""
    for year in (FIRST_YEAR, *YEARS):
        for path in sample.CODE_LISTS:
            code_list.load(path, year)
    return {year: ledger.catalogue(year) for year in YEARS}


@transaction.atomic
def organisation(plans: Sequence[DepartmentPlan]) -> Keys:
    """The rows of the region, its departments and their units."""
    region = Region.objects.create(code=REGION_CODE, name=REGION_NAME)
    approved_on = date(THIS_YEAR, 1, 16)
    Timetable.objects.create(
        region=region,
        year=THIS_YEAR,
        approved_on=approved_on,
        publishes_at=at(approved_on + timedelta(days=12)),
    )
    rows = Department.objects.bulk_create(
        Department(region=region, code=plan.code, name=plan.name, short_name=plan.short_name)
        for plan in plans
    )
    by_code = {row.code: row for row in rows}
    units = Unit.objects.bulk_create(
        Unit(
            department=by_code[plan.code],
            code=unit.code,
            name=unit.name,
            short_name=unit.short_name,
            kind=Unit.Kind.ADMINISTRATIVE if unit.is_head else Unit.Kind.PUBLIC_INSTITUTION,
            is_head=unit.is_head,
        )
        for plan in plans
        for unit in plan.units
    )
    return Keys(by_code, {unit.code: unit for unit in units}, staff())


@contextmanager
def _mapping(
    processes: int,
) -> Iterator[Callable[..., Iterable[tuple[Record, ...]]]]:
    """How a function is called for each of many: here, or in processes beside this one."""
    if processes == 1:
        yield map
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        yield partial(pool.map, chunksize=4)


def _batches(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, size)):
        yield batch
