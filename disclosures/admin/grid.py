"""The entry grid (明细录入表) of a budget: one page, one request to save."""

from __future__ import annotations

from typing import Any, Final

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    JsonResponse,
)
from django.template.response import TemplateResponse

from disclosures.access import permitted
from disclosures.budget.classification import FUNDING_SOURCES, FundingSource
from disclosures.entry.rows import COLUMNS, Fault, Row, judged
from disclosures.entry.saving import Saved, Stale, save
from disclosures.entry.sent import Sent, UnreadableError, parsed
from disclosures.entry.state import State, changes, standing
from disclosures.models import Budget, EconomicCode, FunctionalCode, LineItem, Project

from .grid_form import form_context, form_sent, saved_from_form
from .scoped import named, person, refusal

TEMPLATE: Final = "admin/disclosures/budget/grid.html"
JSON: Final = {"ensure_ascii": False, "separators": (",", ":")}
TOO_BIG: Final = "一次保存的内容超过 2.5 MB，没有写入。请改用工作簿导入。"
CARRIED_OVER: Final = "上年结转结余"


def grid_page(request: HttpRequest, register: ModelAdmin[Budget], key: int) -> HttpResponse:
    """The grid of a budget to whom may see its line items; to save, to whom may change them."""
    if request.method == "POST":
        return _answer(request, register, key)
    budget = register.get_queryset(request).select_related("unit").filter(pk=key).first()
    if budget is None:
        raise Http404
    if not person(request).has_perm(named("view", LineItem), budget):
        raise PermissionDenied
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(("GET", "HEAD", "POST"))
    return _page(request, register, budget, standing(budget))


def _writable(request: HttpRequest) -> QuerySet[Budget]:
    """The budgets whose line items the person may write."""
    return permitted(Budget.objects.all(), person(request), named("change", LineItem))


def _answer(request: HttpRequest, register: ModelAdmin[Budget], key: int) -> HttpResponse:
    """Save, as a grid or as a plain form asks for it."""
    is_grid = request.content_type == "application/json"
    try:
        sent = parsed(request.body) if is_grid else form_sent(request.POST)
        came = _saved(request, key, sent)
    except Budget.DoesNotExist:
        raise Http404 from None
    except UnreadableError as error:
        return JsonResponse({"message": str(error)}, status=400, json_dumps_params=JSON)
    except RequestDataTooBig:
        return JsonResponse({"message": TOO_BIG}, status=413, json_dumps_params=JSON)
    if is_grid:
        return _told(came)
    if isinstance(came, Saved):
        return saved_from_form(request, came)
    budget = register.get_queryset(request).select_related("unit").get(pk=key)
    return _page(request, register, budget, came.state, sent, status=409)


def _saved(request: HttpRequest, key: int, sent: Sent) -> Saved | Stale:
    user = person(request)
    may_add = permitted(Budget.objects.filter(pk=key), user, named("add", Project))
    if sent.new_projects and not may_add.exists():
        raise PermissionDenied
    try:
        return save(_writable(request), key, sent, user)
    except IntegrityError as error:
        # Somebody wrote a row of this ledger by another way between our reading and writing.
        state = standing(_writable(request).get(pk=key))
        return Stale(state, changes(sent.seen, state), refusal(error))


def _told(came: Saved | Stale) -> JsonResponse:
    """What a grid is told: 200 with what is kept, or 409 with what others changed."""
    if isinstance(came, Saved):
        said: dict[str, Any] = {
            "version": came.version,
            "rows": {key: _cells(row) for key, row in came.rows.items()},
            "faults": [_fault(fault) for fault in came.faults],
            "approved_total": came.approved_total,
            "lines": came.lines,
            "unfinished": came.unfinished,
            "amount": str(came.amount),
        }
        return JsonResponse(said, json_dumps_params=JSON)
    by, at = came.state.last_saved
    said = {
        "version": came.state.version,
        "changed": [
            {"kind": one.kind, "key": one.key, "before": one.before, "after": one.after}
            for one in came.changes
        ],
        "approved_total": came.state.approved_total,
        "projects": list(came.state.known.projects),
        "by": by,
        "at": at,
        "message": came.message,
    }
    return JsonResponse(said, status=409, json_dumps_params=JSON)


def _page(
    request: HttpRequest,
    register: ModelAdmin[Budget],
    budget: Budget,
    state: State,
    sent: Sent | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; what a plain form sent in vain still stands in it."""
    may_write = _writable(request).filter(pk=budget.pk).exists()
    functional = _names(FunctionalCode.objects.filter(year=budget.year))
    economic = _names(EconomicCode.objects.filter(year=budget.year))
    faults = _faults(state)
    data = {
        "version": state.version,
        "rows": [_cells(row) for row in state.rows.values()],
        "faults": [_fault(fault) for fault in faults],
        "approved_total": state.approved_total,
        "functional": functional,
        "economic": economic,
        "sources": [(source.name, _group(source)) for source in FUNDING_SOURCES],
        "projects": list(state.known.projects),
        "headers": {name: [one.name, *one.synonyms] for name, one in COLUMNS.items()},
        "may_write": may_write,
    }
    context = {
        **register.admin_site.each_context(request),
        "title": str(budget),
        "subtitle": "明细录入表",
        "opts": Budget._meta,
        "original": budget,
        "may_write": may_write,
        "data": data,
        **form_context(request, state, faults, dict(functional + economic), sent),
    }
    return TemplateResponse(request, TEMPLATE, context, status=status)


def _faults(state: State) -> list[Fault]:
    """What is wrong with the unfinished rows."""
    places = {key: place for place, key in enumerate(state.rows)}
    found = judged(state.rows.values(), state.known, state.ledger, places)
    return [fault for key in state.rows for fault in found[key].faults]


def _cells(row: Row) -> list[str]:
    return [row.key, *row.values.values()]


def _fault(fault: Fault) -> list[str]:
    return [fault.key, fault.column, fault.message]


def _names(codes: Any) -> list[tuple[str, str]]:
    """Codes of every level with their names, in order."""
    return list(codes.order_by("code").values_list("code", "name"))


def _group(source: FundingSource) -> str:
    """Under which heading the grid sums up a source."""
    if source.fund:
        return source.fund.value
    return CARRIED_OVER if source.is_carried_over else source.group.value
