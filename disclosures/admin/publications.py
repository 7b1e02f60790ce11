"""Published versions: to be read, never touched."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.safestring import SafeString

from disclosures.models import Artefact, Publication, Withdrawal
from disclosures.templatetags.addresses import page_of

from .columns import address, link, yuan
from .filters import OfScope, YearOfDisclosure
from .scoped import ScopedAdmin, ScopedOptions, ScopedStacked, ScopedTabular
from .site import desk
from .withdrawals import may_withdraw, withdraw_page


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


class WithdrawalInline(ReadOnly, ScopedStacked[Withdrawal]):
    """By what law a version was withdrawn, by whom and when."""

    model = Withdrawal
    fields = ("ground", "note", "withdrawn_by", "withdrawn_at")


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
    inlines = (WithdrawalInline, ArtefactInline)
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
    list_select_related = (
        "disclosure__department",
        "disclosure__unit",
        "published_by",
        "withdrawal",
    )
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

    def get_inlines(self, request: HttpRequest, obj: Publication | None) -> Any:
        """The withdrawal is shown where there is one."""
        is_withdrawn = obj is not None and obj.is_withdrawn
        return self.inlines if is_withdrawn else (ArtefactInline,)

    @admin.display(description="支出总计（元）", ordering="total")
    def amount_total(self, publication: Publication) -> str:
        """The total expenditure in yuan."""
        return yuan(publication.total)

    @admin.display(description="SHA-256")
    def short_hash(self, publication: Publication) -> str:
        """The start of the hash: enough to compare by eye."""
        return f"{publication.sha256[:12]}…"

    @admin.display(description="公开网页")
    def page(self, publication: Publication) -> SafeString | str:
        """The public page of this version, unless it is withdrawn."""
        if publication.is_withdrawn:
            return "已依法撤下"
        return link(page_of(publication, version=publication.version), "打开")

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The version, with the way to withdraw it for whom that is."""
        publication = kwargs.get("obj")
        if publication and not publication.is_withdrawn and may_withdraw(request, publication):
            context["withdraw"] = address(Publication, "withdraw", publication.pk)
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        """The page that withdraws a version, before Django's own."""
        view = self.admin_site.admin_view(self.withdraw)
        name = "disclosures_publication_withdraw"
        return [path("<int:key>/withdraw/", view, name=name), *super().get_urls()]

    def withdraw(self, request: HttpRequest, key: int) -> HttpResponse:
        """Withdraw a version that the person sees."""
        return withdraw_page(request, self, self.get_queryset(request).filter(pk=key).first())
