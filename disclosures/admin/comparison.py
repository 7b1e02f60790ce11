"""A budget or disclosure beside last year (与上年对照): every line of either year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse

from disclosures.access import permitted
from disclosures.budget.amounts import Change, total, written
from disclosures.budget.classification import Catalogue, Fund
from disclosures.budget.comparison import Compared, Standing, compared
from disclosures.ledger import Comparison, MissingCatalogueError, comparison
from disclosures.models import Budget, Disclosure, LineItem, Reclassification

from .basis import basis
from .columns import address, yuan
from .opening import opened
from .scoped import named, person

ROWS: Final = 100
OTHER_MONEY: Final = "other"
FUNDS: Final = (
    *((fund.name.lower(), fund.value) for fund in Fund),
    (OTHER_MONEY, "其他资金"),
)
STANDINGS: Final = tuple((one.name.lower(), one.value) for one in Standing)


@dataclass(frozen=True, slots=True)
class Side:
    """The two amounts of a row or a sum, with what lies between them."""

    last_year: str
    this_year: str
    difference: str
    rate: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line of either year as it is listed."""

    unit: str
    functional: str
    functional_name: str
    economic: str
    economic_name: str
    source: str
    project: str
    standing: str
    name: str
    side: Side
    moved: str
    lines: str
    moving: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be listed."""

    standing: str
    fund: str
    words: str

    @property
    def is_narrow(self) -> bool:
        """Whether some rows are left out."""
        return bool(self.standing or self.fund or self.words)

    def wants(self, row: Compared, names: Catalogue) -> bool:
        """Whether a row is among them."""
        posting = row.posting
        fund = posting.source.fund.name.lower() if posting.source.fund else OTHER_MONEY
        told = (
            posting.functional,
            posting.economic,
            posting.source.name,
            posting.project or "基本支出",
            names.functional.get(posting.functional, ""),
            names.economic.get(posting.economic, ""),
        )
        return (
            self.standing in {"", row.standing.name.lower()}
            and self.fund in {"", fund}
            and all(word in " ".join(told) for word in self.words.split())
        )


def budget_comparison(request: HttpRequest, register: ModelAdmin[Budget], key: int) -> HttpResponse:
    """A unit's budget beside its last year's, to whom may see its line items."""
    budget = opened(request, register, key)
    if budget.role == Budget.Role.COMPARISON:
        messages.error(request, "上年对比数没有对照；请从年度预算打开“与上年对照”。")
        return HttpResponseRedirect(address(Budget, "change", key))
    whole = Disclosure(department=budget.unit.department, unit=budget.unit, year=budget.year)
    return _page(request, register, budget, whole)


def disclosure_comparison(
    request: HttpRequest, register: ModelAdmin[Disclosure], disclosure: Disclosure, draft: object
) -> HttpResponse:
    """All that a disclosure covers beside what its text compares it with."""
    return _page(request, register, disclosure, disclosure)


def _page(
    request: HttpRequest,
    register: ModelAdmin[Any],
    original: Budget | Disclosure,
    whole: Disclosure,
) -> HttpResponse:
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(("GET", "HEAD"))
    try:
        found = comparison(whole)
    except MissingCatalogueError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(address(type(original), "change", original.pk))
    asked = Asked(*(request.GET.get(name, "").strip() for name in ("standing", "fund", "q")))
    every = compared(found.lines, found.last_lines, found.reclassifications)
    wanted = [row for row in every if asked.wants(row, found.catalogue)]
    page = Paginator(wanted, ROWS).get_page(request.GET.get("page"))
    ways = _Ways(request, whole)
    context = {
        **register.admin_site.each_context(request),
        "title": str(original),
        "subtitle": "与上年对照",
        "opts": original._meta,
        "original": original,
        "back": address(type(original), "change", original.pk),
        "listed": address(type(original), "changelist"),
        "basis": basis(whole),
        "moves": len(found.reclassifications),
        "asked": asked,
        "standings": STANDINGS,
        "funds": FUNDS,
        "summary": _summary(every),
        "count": len(every),
        "whole": _side(_summed(every)),
        "sum": _side(_summed(wanted)),
        "page": page,
        "rows": [_row(one, found, ways) for one in page],
        "query": urlencode({"standing": asked.standing, "fund": asked.fund, "q": asked.words}),
        "grid": ways.grid(),
        "has_units": len({row.posting.unit for row in every}) > 1,
    }
    return TemplateResponse(request, "admin/disclosures/comparison.html", context)


class _Ways:
    """Where the rows of a page lead, as far as the person may go there."""

    def __init__(self, request: HttpRequest, whole: Disclosure) -> None:
        user = person(request)
        rows = Budget.objects.visible_to(user).filter(
            unit__department=whole.department, year=whole.year, role=Budget.Role.BUDGET
        )
        if whole.unit_id:
            rows = rows.filter(unit=whole.unit_id)
        self.budgets: Mapping[str, int] = dict(rows.values_list("unit__code", "pk"))
        writable = permitted(rows, user, named("add", Reclassification))
        self.writable = frozenset(writable.values_list("pk", flat=True))

    def grid(self) -> str:
        """The entry grid, where the page is of one budget."""
        keys = list(self.budgets.values())
        return address(Budget, "grid", keys[0]) if len(keys) == 1 else ""

    def lines(self, row: Compared) -> str:
        """The line items of this year under the codes of the row."""
        key = self.budgets.get(row.posting.unit)
        if key is None or row.standing in {Standing.GONE, Standing.MOVED}:
            return ""
        return lines_of(key, row.posting.functional, row.posting.economic)

    def moving(self, row: Compared) -> str:
        """Where it is entered that the money of a row stands elsewhere this year."""
        key = self.budgets.get(row.posting.unit)
        if row.standing is not Standing.GONE or key not in self.writable:
            return ""
        fund = row.posting.source.fund
        query = {"from": row.posting.functional, "fund": fund.name.lower() if fund else ""}
        return address(Budget, "reclassify", key, **query)


def lines_of(budget: int, *codes: str) -> str:
    """The list of a budget's line items under some codes."""
    return address(LineItem, "changelist", budget__id__exact=budget, q=" ".join(codes))


def _row(row: Compared, found: Comparison, ways: _Ways) -> Row:
    posting, names = row.posting, found.catalogue
    return Row(
        unit=posting.unit,
        functional=posting.functional,
        functional_name=names.functional.get(posting.functional, ""),
        economic=posting.economic,
        economic_name=names.economic.get(posting.economic, ""),
        source=posting.source.name,
        project=posting.project or "基本支出",
        standing=row.standing.name.lower(),
        name=row.standing.value,
        side=_side(row.change),
        moved=_moved(row),
        lines=ways.lines(row),
        moving=ways.moving(row),
    )


def _moved(row: Compared) -> str:
    if not row.moved:
        return ""
    return f"{'其中调入' if row.moved > 0 else '已调出'} {yuan(abs(row.moved))}"


def _side(change: Change) -> Side:
    """A rise from nothing has no rate here: the 100 per cent of the text are a convention."""
    sign = "-" if change.is_fall else ""
    return Side(
        yuan(change.last_year),
        yuan(change.this_year),
        yuan(change.difference),
        f"{sign}{written(change.rate)}%" if change.last_year else "—",
    )


def _summed(rows: Iterable[Compared]) -> Change:
    kept = list(rows)
    return Change(
        total(row.change.this_year for row in kept), total(row.change.last_year for row in kept)
    )


def _summary(rows: Iterable[Compared]) -> list[tuple[str, str, int, Side]]:
    """How many lines became what, with their sums; what there is none of is left out."""
    groups: dict[Standing, list[Compared]] = {standing: [] for standing in Standing}
    for row in rows:
        groups[row.standing].append(row)
    return [
        (one.name.lower(), one.value, len(found), _side(_summed(found)))
        for one, found in groups.items()
        if found
    ]
