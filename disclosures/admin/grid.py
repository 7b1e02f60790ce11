"""The entry grids (录入表) of budgets, projects and disclosures: one page, one request to save."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from django.contrib.admin import ModelAdmin
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, RequestDataTooBig
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
from django.urls import URLPattern, path

from disclosures.access import permitted
from disclosures.entry.rows import Fault, Row, judged
from disclosures.entry.saving import Saved, Stale, save
from disclosures.entry.sent import Sent, UnreadableError, parsed
from disclosures.entry.sheets import Sheet
from disclosures.entry.state import State, changes, standing
from disclosures.models import Project

from .grid_findings import findings_of
from .grid_form import form_context, form_sent, saved_from_form
from .grid_sheet import described, names_of_codes
from .scoped import named, person, refusal

TEMPLATE: Final = "admin/disclosures/grid/grid.html"
JSON: Final = {"ensure_ascii": False, "separators": (",", ":")}
TOO_BIG: Final = "一次保存的内容超过 2.5 MB，没有写入。请改用工作簿导入。"


class GridPages(ModelAdmin[Any]):
    """A register whose rows have a sheet that is entered in a grid."""

    sheet: Sheet

    def get_urls(self) -> list[URLPattern]:
        """The addresses of the grid and of what the rules find in it, before Django's own."""
        pages = {"grid/": (grid_page, "grid"), "grid/findings": (grid_findings, "grid_findings")}
        return [
            path(
                f"<int:key>/{place}",
                self.admin_site.admin_view(partial(answer, register=self)),
                name=f"disclosures_{self.opts.model_name}_{name}",
            )
            for place, (answer, name) in pages.items()
        ] + super().get_urls()


def grid_page(request: HttpRequest, register: GridPages, key: int) -> HttpResponse:
    """The grid of an owner to whom may see its rows; to save, to whom may change them."""
    if request.method == "POST":
        return _answer(request, register, key)
    owner = _owner(request, register, key)
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(("GET", "HEAD", "POST"))
    return _page(request, register, standing(register.sheet, owner))


def grid_findings(request: HttpRequest, register: GridPages, key: int) -> HttpResponse:
    """What the rule-book finds in the rows as they are stored, bound to their version."""
    owner = _owner(request, register, key)
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(("GET", "HEAD"))
    state = standing(register.sheet, owner)
    said = {"version": state.version, **findings_of(state)}
    return JsonResponse(said, json_dumps_params=JSON)


def _owner(request: HttpRequest, register: GridPages, key: int) -> Any:
    """Whose grid it is, for who may see its rows."""
    sheet = register.sheet
    owner = register.get_queryset(request).filter(sheet.owned, pk=key).first()
    if owner is None:
        raise Http404
    if not person(request).has_perm(named("view", sheet.rows), owner):
        raise PermissionDenied
    return owner


def _writable(request: HttpRequest, sheet: Sheet) -> QuerySet[Any]:
    """The owners whose rows the person may write."""
    owners = sheet.owner._default_manager.filter(sheet.owned)
    return permitted(owners, person(request), named("change", sheet.rows))


def _answer(request: HttpRequest, register: GridPages, key: int) -> HttpResponse:
    """Save, as a grid or as a plain form asks for it."""
    sheet = register.sheet
    is_grid = request.content_type == "application/json"
    try:
        sent = parsed(sheet, request.body) if is_grid else form_sent(sheet, request.POST)
        came = _saved(request, sheet, key, sent)
    except ObjectDoesNotExist:
        raise Http404 from None
    except UnreadableError as error:
        return JsonResponse({"message": str(error)}, status=400, json_dumps_params=JSON)
    except RequestDataTooBig:
        return JsonResponse({"message": TOO_BIG}, status=413, json_dumps_params=JSON)
    if is_grid:
        return _told(came)
    if isinstance(came, Saved):
        return saved_from_form(request, sheet, came)
    return _page(request, register, came.state, sent, status=409)


def _saved(request: HttpRequest, sheet: Sheet, key: int, sent: Sent) -> Saved | Stale:
    user, owners = person(request), _writable(request, sheet)
    may_add = permitted(owners.filter(pk=key), user, named("add", Project))
    if sent.new_projects and not may_add.exists():
        raise PermissionDenied
    try:
        return save(sheet, owners, key, sent, user)
    except IntegrityError as error:
        # Somebody wrote one of these rows by another way between our reading and writing.
        state = standing(sheet, owners.get(pk=key))
        return Stale(state, changes(sent.seen, state), refusal(error))


def _told(came: Saved | Stale) -> JsonResponse:
    """What a grid is told: 200 with what is kept, or 409 with what others changed."""
    if isinstance(came, Saved):
        said: dict[str, Any] = {
            "version": came.version,
            "rows": {key: _cells(row) for key, row in came.rows.items()},
            "faults": [_fault(fault) for fault in came.faults],
            "approved_total": came.approved_total,
            "right": came.right,
            "unfinished": came.unfinished,
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
        "projects": list(came.state.known.get("project", ())),
        "by": by,
        "at": at,
        "message": came.message,
    }
    return JsonResponse(said, status=409, json_dumps_params=JSON)


def _page(
    request: HttpRequest,
    register: GridPages,
    state: State,
    sent: Sent | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; what a plain form sent in vain still stands in it."""
    sheet, owner = state.sheet, state.owner
    may_write = _writable(request, sheet).filter(pk=owner.pk).exists()
    codes = names_of_codes(state)
    faults = _faults(state)
    findings = findings_of(state)
    data = {
        **described(state, codes),
        "version": state.version,
        "rows": [_cells(row) for row in state.rows.values()],
        "faults": [_fault(fault) for fault in faults],
        "approved_total": state.approved_total,
        "findings": findings,
        "may_write": may_write,
    }
    context = {
        **register.admin_site.each_context(request),
        "title": f"{owner.budget}：{owner}" if isinstance(owner, Project) else str(owner),
        "subtitle": sheet.name,
        "sheet": sheet,
        "column_count": len(sheet.columns) + 1,
        "opts": register.opts,
        "original": owner,
        "may_write": may_write,
        "data": data,
        "findings": findings,
        **form_context(request, state, faults, codes, sent),
    }
    return TemplateResponse(request, TEMPLATE, context, status=status)


def _faults(state: State) -> list[Fault]:
    """What is wrong with the unfinished rows."""
    places = {key: place for place, key in enumerate(state.rows, 1)}
    settled = frozenset(state.stored)
    found = judged(state.sheet, state.rows.values(), state.known, settled, places)
    return [fault for key in state.rows for fault in found[key].faults]


def _cells(row: Row) -> list[str]:
    return [row.key, *row.cells.values()]


def _fault(fault: Fault) -> list[str]:
    return [fault.key, fault.column, fault.message]
