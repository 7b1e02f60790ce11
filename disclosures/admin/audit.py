"""The audit log (操作日志): all of it to the auditor, what they arrange to the administrator."""

from __future__ import annotations

from typing import Any, Final

from django.apps import apps
from django.contrib import admin
from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.core.exceptions import PermissionDenied
from django.db.models import F, Func, IntegerField, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from disclosures.models import AuditEntry, AuditHead, AuditLink

from .changes import table_name
from .columns import address, link
from .filters import OfScope
from .history import entry_with_rows
from .publications import ReadOnly
from .scoped import ScopedAdmin, named, person
from .site import desk

KEY_DIGITS: Final = 18
LOG: Final = (AuditEntry, AuditLink, AuditHead)


class TableFilter(SimpleListFilter):
    """What kind of rows was written."""

    title = "数据"
    parameter_name = "table"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, str]]:
        """The kinds that the person may see at the desk."""
        user = person(request)
        models = apps.get_app_config("disclosures").get_models()
        seen = [one for one in models if user.has_perm(named("view", one)) and one not in LOG]
        return [(one._meta.db_table, str(one._meta.verbose_name)) for one in seen]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The entries of the chosen kind."""
        value = self.value()
        return queryset.filter(table=value) if value else queryset


@admin.register(AuditEntry, site=desk)
class AuditAdmin(ReadOnly, ScopedAdmin[AuditEntry]):
    """Entries of the log; each opens with what was before and after."""

    list_display = ("when", "who", "address", "action", "what", "touched", "position")
    list_filter = ("action", TableFilter, ("actor", OfScope))
    date_hierarchy = "at"
    search_fields = ("name", "address")
    search_help_text = "按操作人、来源地址，或记录编号查找"
    show_full_result_count = False
    ordering = ("-pk",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEntry]:
        """Entries with the number of rows, without the rows themselves."""
        rows: QuerySet[AuditEntry] = super().get_queryset(request).select_related("link")
        count = Func(F("keys"), function="cardinality", output_field=IntegerField())
        return rows.defer("keys", "owners", "changes").annotate(touched=count)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Entries by person or address; a number is that of a row, or of the one that owns it."""
        term = search_term.strip()
        if term.isdecimal() and len(term) <= KEY_DIGITS:
            touched = Q(keys__contains=[int(term)]) | Q(owners__contains=[int(term)])
            return queryset.filter(touched), False
        return super().get_search_results(request, queryset, search_term)

    @admin.display(description="时间", ordering="pk")
    def when(self, entry: AuditEntry) -> str:
        """To the second."""
        return date_format(localtime(entry.at), "Y-m-d H:i:s")

    @admin.display(description="操作人", ordering="name")
    def who(self, entry: AuditEntry) -> str | SafeString:
        """The person, with the way to everything that they wrote."""
        if entry.actor_id is None:
            return entry.name
        return link(address(AuditEntry, "changelist", actor__id__exact=entry.actor_id), entry.name)

    @admin.display(description="数据", ordering="table")
    def what(self, entry: AuditEntry) -> str:
        """What kind of rows was written."""
        return table_name(entry.table)

    @admin.display(description="行数")
    def touched(self, entry: Any) -> int:
        """How many rows."""
        return int(entry.touched)

    @admin.display(description="链上位置", ordering="link__position")
    def position(self, entry: AuditEntry) -> int | None:
        """Its place in the chain of hashes."""
        return entry.link.position if hasattr(entry, "link") else None

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """An entry with every row before and after, and what else its transaction wrote."""
        entry = self.get_object(request, object_id)
        if entry is None:
            raise Http404
        if not self.has_view_permission(request, entry):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": str(entry),
            "subtitle": "操作日志",
            "opts": self.opts,
            "original": entry,
            "is_one": True,
            "others": self._together(request, entry),
            **entry_with_rows(request, entry),
        }
        return TemplateResponse(request, "admin/disclosures/auditentry/entry.html", context)

    def _together(self, request: HttpRequest, entry: AuditEntry) -> list[tuple[str, str]]:
        """Title and address of what was written in the same transaction."""
        # A restored database numbers its transactions anew: the same number may come again.
        written = {"transaction": entry.transaction, "name": entry.name, "address": entry.address}
        others = self.get_queryset(request).filter(**written).exclude(pk=entry.pk)
        return [
            (
                f"{one.get_action_display()} {table_name(one.table)} {self.touched(one)} 行",
                address(AuditEntry, "change", one.pk),
            )
            for one in others.order_by("pk")[: self.list_per_page]
        ]
