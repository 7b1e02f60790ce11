"""What was done to a row of the desk, and to those that it owns, as the audit log tells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, cast

from django.apps import apps
from django.contrib.admin import ModelAdmin
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from disclosures.models import AuditEntry, User

from .changes import Concerns, told

TEMPLATE: Final = "admin/disclosures/history.html"
ENTRIES_A_PAGE: Final = 20
ROWS_OF_AN_ENTRY: Final = 5
ROWS_A_PAGE: Final = 100
# The tables whose changes are told on the page of a row that owns them, and by which column.
OWNED: Final = """
    SELECT relname, split_part(encode(tgargs, 'escape'), '\\000', 1)
      FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
     WHERE tgname = 'every_insert_is_logged' ORDER BY relname
"""


def history_page(request: HttpRequest, register: ModelAdmin[Any], row: Model) -> HttpResponse:
    """The entries about a row, newest first; with ``?entry=`` one of them with all its rows."""
    table, key = row._meta.db_table, int(row.pk)
    owned = [model._meta.db_table for model in _owned(request, row)]
    entries = AuditEntry.objects.about(table, key, owned).select_related("link").order_by("-pk")

    def concerns(entry: AuditEntry, changed: dict[str, Any]) -> bool:
        return entry.table != table or changed["key"] == key

    context = {
        **register.admin_site.each_context(request),
        "title": str(row),
        "subtitle": "操作日志",
        "opts": row._meta,
        "original": row,
        "entry_address": request.path,
        **_entries(request, entries, concerns),
    }
    return TemplateResponse(request, TEMPLATE, context)


def _entries(
    request: HttpRequest, entries: QuerySet[AuditEntry], concerns: Concerns
) -> dict[str, Any]:
    if not (chosen := request.GET.get("entry")):
        page = Paginator(entries, ENTRIES_A_PAGE).get_page(request.GET.get("page"))
        return {"page": page, "log": told(page, concerns, slice(ROWS_OF_AN_ENTRY))}
    entry = entries.filter(pk=chosen).first() if chosen.isdecimal() else None
    if entry is None:
        raise Http404
    return {"is_one": True, **entry_with_rows(request, entry, concerns)}


def entry_with_rows(
    request: HttpRequest, entry: AuditEntry, concerns: Concerns = lambda _entry, _row: True
) -> dict[str, Any]:
    """One entry with all the rows that concern the reader, a page at a time."""
    count = sum(concerns(entry, row) for row in entry.rows)
    page = Paginator(range(count), ROWS_A_PAGE).get_page(request.GET.get("page"))
    shown = slice(page.start_index() - 1, page.end_index())
    return {"page": page, "log": told([entry], concerns, shown)}


def _owned(request: HttpRequest, row: Model) -> Iterator[type[Model]]:
    """The models whose rows a row owns, as far as the person may see them in its place."""
    with connection.cursor() as cursor:
        cursor.execute(OWNED)
        owners = dict(cursor.fetchall())
    allowed = cast(User, request.user).get_all_permissions(row)
    for model in apps.get_app_config("disclosures").get_models():
        column = owners.get(model._meta.db_table)
        owner = next((one for one in model._meta.concrete_fields if one.column == column), None)
        view = f"{model._meta.app_label}.view_{model._meta.model_name}"
        if owner and owner.related_model is type(row) and view in allowed:
            yield model
