"""Published versions: to be read, never touched."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from disclosures.models import Artefact, Publication
from disclosures.templatetags.addresses import page_of

from .columns import link, yuan
from .filters import OfScope, YearOfDisclosure
from .scoped import ScopedAdmin, ScopedOptions, ScopedTabular
from .site import desk


class ReadOnly(ScopedOptions[Any]):
    """What the database lets nobody change."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody adds one by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody changes one."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody deletes one."""
        return False


class ArtefactInline(ReadOnly, ScopedTabular[Artefact]):
    """The files of a version."""

    model = Artefact
    fields = ("name", "media_type", "size", "sha256")
    ordering = ("name", "pk")


@admin.register(Publication, site=desk)
class PublicationAdmin(ReadOnly, ScopedAdmin[Publication]):
    """Published versions with their hashes."""

    fields = (
        "disclosure",
        "version",
        "published_at",
        "published_by",
        "note",
        "amount_total",
        "sha256",
        "sha256_of_previous",
        "page",
    )
    inlines = (ArtefactInline,)
    list_display = (
        "disclosure",
        "version",
        "published_at",
        "published_by",
        "amount_total",
        "short_hash",
        "page",
    )
    list_filter = (
        YearOfDisclosure,
        "published_at",
        ("disclosure__department", OfScope),
    )
    list_select_related = ("disclosure__department", "disclosure__unit", "published_by")
    search_fields = (
        "disclosure__department__name",
        "disclosure__unit__name",
        "^disclosure__department__code",
        "^disclosure__unit__code",
        "^sha256",
    )
    search_help_text = "按部门、单位的名称或编码，或 SHA-256 开头查找"
    ordering = ("-published_at", "-pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Publication]:
        """Versions without the long record."""
        rows = super().get_queryset(request).defer("snapshot")
        return rows.select_related(*self.list_select_related)

    @admin.display(description="支出总计（元）", ordering="total")
    def amount_total(self, publication: Publication) -> str:
        """The total expenditure in yuan."""
        return yuan(publication.total)

    @admin.display(description="SHA-256")
    def short_hash(self, publication: Publication) -> str:
        """The start of the hash: enough to compare by eye."""
        return f"{publication.sha256[:12]}…"

    @admin.display(description="公开网页")
    def page(self, publication: Publication) -> SafeString:
        """The public page of this version, for ever."""
        return link(page_of(publication, version=publication.version), "打开")
