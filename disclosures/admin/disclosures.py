"""Disclosures: what is entered for one, and the way to its draft, findings and publication."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, Max, OuterRef, QuerySet, Subquery, TextField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http import HttpResponseRedirect as Redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString

from disclosures.budget.classification import UnknownCodeError
from disclosures.entry.sheets import OVERALL_TARGET
from disclosures.entry.wording import missing, owed
from disclosures.ledger import MissingCatalogueError
from disclosures.models import (
    Budget,
    Disclosure,
    GlossaryEntry,
    LineItem,
    Publication,
    Reminder,
    Unit,
    Withdrawal,
)
from disclosures.publication import Draft, deadline_of, drafted

from .basis import basis
from .columns import address, indicators_of, line_count, line_sum, link, yuan
from .corrections import newest_version
from .drafts import PAGES, Page
from .filters import DisclosureYear, KindFilter, OfScope, PublishedFilter
from .findings import counted
from .grid import GridPages
from .scoped import ScopedAdmin, ScopedTabular, person
from .site import desk

AT_MOST_REMINDERS = 5


class GlossaryInline(ScopedTabular[GlossaryEntry]):
    """Terms that the disclosure adds to the standard ones."""

    model = GlossaryEntry
    fields = ("position", "name", "definition")
    ordering = ("position", "pk")
    formfield_overrides = {TextField: {"widget": forms.Textarea(attrs={"rows": 2, "cols": 60})}}


@dataclass(frozen=True, slots=True)
class Ledger:
    """A unit's ledger beside a disclosure: what it holds and where it is."""

    unit: Unit
    title: str
    summary: str
    target: str
    is_missing: bool
    delivery: str = ""


@admin.register(Disclosure, site=desk)
class DisclosureAdmin(GridPages, ScopedAdmin[Disclosure]):
    """Disclosures; what is text is written at the text desk."""

    sheet = OVERALL_TARGET
    fieldsets = (
        (None, {"fields": (("department", "unit"), "year", ("approved_on", "dated_on"))}),
        (
            "第三部分 整体绩效目标",
            {"fields": ("target_goal", ("target_contact", "target_telephone"), "indicator_grid")},
        ),
    )
    autocomplete_fields = ("department", "unit")
    inlines = (GlossaryInline,)
    list_display = ("owner_name", "year", "kind_name", "approved_on", "dated_on", "state", "draft")
    list_filter = (DisclosureYear, PublishedFilter, KindFilter, ("department", OfScope))
    list_select_related = ("department", "unit")
    search_fields = ("department__name", "^department__code", "unit__name", "^unit__code")
    search_help_text = "按部门、单位的名称或编码查找"
    ordering = ("-year", "department__code", "unit__code", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Disclosure]:
        """Disclosures with the number of their newest version."""
        versions = Publication.objects.filter(disclosure=OuterRef("pk")).order_by()
        newest = versions.values("disclosure").values_list(Max("version"))
        rows = super().get_queryset(request).select_related("department", "unit")
        is_gone = Exists(
            Withdrawal.objects.filter(
                publication__disclosure=OuterRef("pk"), publication__version=OuterRef("newest")
            )
        )
        return rows.annotate(newest=Subquery(newest)).annotate(is_withdrawn=is_gone)

    @admin.display(description="部门（单位）", ordering="department__code")
    def owner_name(self, disclosure: Disclosure) -> str:
        """Who discloses."""
        return disclosure.name

    @admin.display(description="公开主体", ordering="unit__code")
    def kind_name(self, disclosure: Disclosure) -> str:
        """A department's or a unit's."""
        return "单位预算" if disclosure.unit_id else "部门预算"

    @admin.display(description="公开状态", ordering="newest")
    def state(self, disclosure: Any) -> str:
        """Which version is public."""
        if disclosure.is_withdrawn:
            return f"第 {disclosure.newest} 版已依法撤下"
        return f"已公开第 {disclosure.newest} 版" if disclosure.newest else "未公开"

    @admin.display(description="草稿")
    def draft(self, disclosure: Disclosure) -> SafeString:
        """The way to the draft."""
        return link(address(Disclosure, "preview", disclosure.pk), "预览网页")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Whose and of which year it is stays: its public address is made of them."""
        return ("department", "unit", "year", "indicator_grid") if obj else ("indicator_grid",)

    @admin.display(description="绩效指标")
    def indicator_grid(self, disclosure: Any) -> str | SafeString:
        """How many indicators there are and what they weigh, with the way to their grid."""
        return indicators_of(disclosure)

    def get_inlines(self, request: HttpRequest, obj: Disclosure | None) -> Any:
        """Terms follow once the disclosure exists."""
        return self.inlines if obj else ()

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The current year, unless the address names another."""
        return {"year": timezone.localdate().year, **super().get_changeform_initial_data(request)}

    def response_post_save_add(self, request: HttpRequest, obj: Disclosure) -> Redirect:
        """On to its own page, where the rest is entered."""
        return Redirect(address(Disclosure, "change", obj.pk))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The form under what the draft still lacks, with its pages and ledgers."""
        disclosure = kwargs.get("obj")
        if disclosure is not None:
            context |= {
                "pages": _pages(request, disclosure),
                "ledgers": list(_ledgers(request, disclosure)),
                "basis": basis(disclosure),
                "clock": deadline_of(disclosure),
                "reminders": _reminders(disclosure),
                **_standing(disclosure),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        """The addresses of the pages of a disclosure, before Django's own."""
        return [
            path(
                f"<int:key>/{page.path}",
                self.admin_site.admin_view(partial(self.answer, page=page)),
                name=f"disclosures_disclosure_{page.name}",
            )
            for page in PAGES
        ] + super().get_urls()

    def answer(self, request: HttpRequest, key: int, page: Page) -> HttpResponse:
        """A page of a disclosure, for whom it is meant."""
        disclosure = self.get_queryset(request).filter(pk=key).first()
        if disclosure is None:
            raise Http404
        if not person(request).has_perm(f"disclosures.{page.permission}", disclosure):
            raise PermissionDenied
        if request.method not in page.methods:
            return HttpResponseNotAllowed(page.methods)
        # Made when it is first looked at: what a page saves before, stands in it.
        draft = cast(Draft, SimpleLazyObject(partial(drafted, disclosure)))
        try:
            return page.answer(request, self, disclosure, draft)
        except (MissingCatalogueError, UnknownCodeError) as error:
            messages.error(request, f"草稿无法生成：{error}")
            return Redirect(address(Disclosure, "change", key))


def _pages(request: HttpRequest, disclosure: Disclosure) -> list[tuple[str, str, str]]:
    """Title, address and name of each page that the person may open."""
    user = person(request)
    return [
        (page.title, address(Disclosure, page.name, disclosure.pk), page.name)
        for page in PAGES
        if user.has_perm(f"disclosures.{page.permission}", disclosure)
    ]


def _standing(disclosure: Disclosure) -> dict[str, Any]:
    """How far the draft has come."""
    try:
        draft: Draft = drafted(disclosure)
    except (MissingCatalogueError, UnknownCodeError) as error:
        return {"obstacle": str(error)}
    return {
        "missing": missing(draft.document),
        "owed": len(owed(draft.document)),
        "counts": counted(draft),
        "secrets": address(LineItem, "changelist", is_secret__exact=1, year=disclosure.year)
        if draft.document.has_secret_content
        else "",
        "newest": newest_version(disclosure),
        "review": disclosure.reviews.order_by("-number").first(),
        "comments": disclosure.comments.open().count(),
    }


def _reminders(disclosure: Disclosure) -> QuerySet[Reminder]:
    """The last reminders (催办), with whom they went to."""
    rows = disclosure.reminders.select_related("sent_by").prefetch_related("receivers")
    return rows.order_by("-sent_at", "-pk")[:AT_MOST_REMINDERS]


def _ledgers(request: HttpRequest, disclosure: Disclosure) -> Iterator[Ledger]:
    """For each unit that the disclosure covers its budget and what that is compared with."""
    units = Unit.objects.visible_to(person(request)).filter(department=disclosure.department_id)
    if disclosure.unit_id:
        units = units.filter(pk=disclosure.unit_id)
    budgets = (
        Budget.objects.filter(unit__in=units)
        .select_related("delivered_by")
        .annotate(line_sum=line_sum("budget"), line_count=line_count("budget"))
    )
    found = {(one.unit_id, one.year, one.role): one for one in budgets}
    wanted = (
        (disclosure.year, Budget.Role.BUDGET),
        (disclosure.year - 1, Budget.Role.COMPARISON),
    )
    for unit in units.order_by("-is_head", "code"):
        for year, role in wanted:
            yield _ledger(unit, year, role, found.get((unit.pk, year, role)))


def _ledger(unit: Unit, year: int, role: Budget.Role, budget: Any) -> Ledger:
    title = f"{role.label}（{year} 年）"
    if budget is None:
        target = address(Budget, "add", unit=unit.pk, year=year, role=role.value)
        return Ledger(unit, title, "尚未建立", target, is_missing=True)
    summary = f"{budget.line_count} 条明细，合计 {yuan(budget.line_sum)} 元"
    target = address(Budget, "change", budget.pk)
    return Ledger(unit, title, summary, target, is_missing=False, delivery=_delivery(budget))


def _delivery(budget: Budget) -> str:
    """Whether the unit has delivered its budget, and when."""
    if budget.role == Budget.Role.COMPARISON:
        return "—"
    if budget.delivered_at is None:
        return "未报送"
    return f"{timezone.localtime(budget.delivered_at):%Y-%m-%d %H:%M} {budget.delivered_by}"
