"""A budget as a workbook: export, and import in two steps, first shown and then written."""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.http import content_disposition_header

from disclosures.access import PERMISSIONS, Role
from disclosures.models import Budget, Department, Disclosure, User
from disclosures.workbook.application import STALE, apply
from disclosures.workbook.archive import MEBIBYTE, SIZE_LIMIT
from disclosures.workbook.difference import Plan, plan
from disclosures.workbook.refusal import RefusedError
from disclosures.workbook.writing import export

from .columns import address
from .opening import may_write, opened
from .scoped import named, person

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEMPLATE: Final = "admin/disclosures/budget/workbook.html"
SHOWN: Final = 300
# How long an uploaded file waits to be confirmed, in seconds.
WAITS: Final = 60 * 60
KEPT: Final = "workbook"
EXPIRED: Final = "上传的文件已过期或已导入，请重新选择文件。"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was uploaded."""

    filename: str
    content: bytes


class WorkbookPages(ModelAdmin[Budget]):
    """The register of budgets with the pages of their workbooks."""

    def get_urls(self) -> list[URLPattern]:
        """The addresses of a budget's workbook, before Django's own."""
        pages = {"workbook/": (workbook_page, "workbook"), "workbook.xlsx": (download, "export")}
        return [
            path(
                f"<int:key>/{place}",
                self.admin_site.admin_view(partial(answer, register=self)),
                name=f"disclosures_budget_{name}",
            )
            for place, (answer, name) in pages.items()
        ] + super().get_urls()


def download(request: HttpRequest, register: ModelAdmin[Budget], key: int) -> HttpResponse:
    """The workbook of a budget, or with ``?template=1`` an empty one."""
    budget = opened(request, register, key)
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(("GET", "HEAD"))
    is_template = "template" in request.GET
    try:
        content = export(budget, template=is_template, allows=_allows(request, "view"))
    except RefusedError as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(address(Budget, "workbook", key))
    name = f"{budget}{'（空白模板）' if is_template else ''}.xlsx"
    disposition = content_disposition_header(True, name)
    headers = {"Content-Disposition": str(disposition)}
    return HttpResponse(content, content_type=MEDIA_TYPE, headers=headers)


def workbook_page(request: HttpRequest, register: ModelAdmin[Budget], key: int) -> HttpResponse:
    """Export, upload, the difference that an upload would make, and the step itself."""
    budget = opened(request, register, key)
    if request.method in {"GET", "HEAD"}:
        return _page(request, register, budget)
    if request.method != "POST":
        return HttpResponseNotAllowed(("GET", "HEAD", "POST"))
    if not may_write(request, budget):
        raise PermissionDenied
    try:
        return _answer(request, register, budget)
    except RefusedError as refused:
        messages.error(request, str(refused))
        return _page(request, register, budget)


def _answer(request: HttpRequest, register: ModelAdmin[Budget], budget: Budget) -> HttpResponse:
    token = request.POST.get("token", "")
    upload = _waiting(request, budget, token) if token else _uploaded(request)
    made = plan(budget, upload.filename, upload.content, _allows(request, "change"))
    if not token:
        is_open = made.changes and not made.faults
        token = _keep(request, budget, upload) if is_open else ""
        return _page(request, register, budget, made, token)
    if request.POST.get("fingerprint") != made.fingerprint:
        messages.error(request, STALE)
        return _page(request, register, budget, made, token)
    done = apply(made)
    SessionStore(token).delete()
    messages.success(request, str(done))
    return HttpResponseRedirect(address(Budget, "change", budget.pk))


def _allows(request: HttpRequest, action: str) -> Any:
    """Whether the person may see or change the texts of a disclosure, opened or not."""
    user, permission = person(request), named(action, Disclosure)

    def allows(disclosure: Disclosure) -> bool:
        if disclosure.pk:
            return user.has_perm(permission, disclosure)
        if disclosure.unit:
            return user.has_perm(permission, disclosure.unit)
        return _reaches_all_of(user, disclosure.department, permission)

    return allows


def _reaches_all_of(user: User, department: Department, permission: str) -> bool:
    """Whether an appointment reaches the department itself and not only one of its units."""
    if user.is_superuser:
        return True
    held = (
        one
        for one in user.held_appointments
        if permission in PERMISSIONS[Role(one.role)] and not one.unit_id
    )
    return Department.objects.filter(pk=department.pk).within(held).exists()


def _uploaded(request: HttpRequest) -> Upload:
    file = request.FILES.get("file")
    if file is None:
        raise RefusedError("请先选择文件。")
    if file.size is None or file.size > SIZE_LIMIT:
        raise RefusedError(f"文件超过 {SIZE_LIMIT // MEBIBYTE} MB，请拆分后导入。")
    return Upload(file.name or "", file.read())


def _keep(request: HttpRequest, budget: Budget, upload: Upload) -> str:
    """Keep an upload until it is confirmed, on the server and for this person only."""
    store = SessionStore()
    store[KEPT] = {
        "user": person(request).pk,
        "budget": budget.pk,
        "filename": upload.filename,
        "content": b64encode(upload.content).decode(),
    }
    store.set_expiry(WAITS)
    store.create()
    return str(store.session_key)


def _waiting(request: HttpRequest, budget: Budget, token: str) -> Upload:
    kept: dict[str, Any] = SessionStore(token).get(KEPT) or {}
    if (kept.get("user"), kept.get("budget")) != (person(request).pk, budget.pk):
        raise RefusedError(EXPIRED)
    return Upload(kept["filename"], b64decode(kept["content"]))


def _page(
    request: HttpRequest,
    register: ModelAdmin[Budget],
    budget: Budget,
    made: Plan | None = None,
    token: str = "",
) -> HttpResponse:
    context = {
        **register.admin_site.each_context(request),
        "title": str(budget),
        "subtitle": "导出和导入工作簿",
        "opts": Budget._meta,
        "original": budget,
        "may_write": may_write(request, budget),
        "plan": made,
        "changes": made.changes[:SHOWN] if made else (),
        "more_changes": max(0, len(made.changes) - SHOWN) if made else 0,
        "faults": made.faults[:SHOWN] if made else (),
        "more_faults": max(0, len(made.faults) - SHOWN) if made else 0,
        "token": token,
    }
    return TemplateResponse(request, TEMPLATE, context)
