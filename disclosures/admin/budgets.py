"""Budgets of units and comparison ledgers: what hangs on them, and how much they sum up to."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, QuerySet, Sum
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.urls import URLPattern, path
from django.utils.safestring import SafeString

from disclosures import workflow
from disclosures.entry.sheets import LEDGER
from disclosures.models import (
    Assets,
    Budget,
    EntrySheet,
    LineItem,
    Procurement,
    Project,
    Reclassification,
    Staffing,
    VehicleHolding,
)
from disclosures.publication import StepRefused

from .columns import address, line_count, line_sum, link, yuan
from .filters import BudgetYear, OfScope, YearOfBudget
from .grid import GridPages
from .last_year import LastYearPages
from .scoped import ScopedAdmin, ScopedStacked, ScopedTabular, named, person
from .site import desk
from .workbook import WorkbookPages


class StaffingInline(ScopedStacked[Staffing]):
    """Posts and people of the unit."""

    model = Staffing
    extra = 1  # a budget has one: its fields stand there before anybody asks for them
    fields = (
        ("posts", "active", "retired", "veteran"),
        ("active_change", "retired_change", "veteran_change"),
    )


class ProcurementInline(ScopedStacked[Procurement]):
    """What the unit buys."""

    model = Procurement
    extra = 1
    fields = (
        ("goods", "works", "services"),
        ("reserved_for_medium_and_small", "reserved_for_micro"),
    )


@admin.register(Budget, site=desk)
class BudgetAdmin(GridPages, LastYearPages, WorkbookPages, ScopedAdmin[Budget]):
    """Budgets; a comparison ledger has line items and projects only."""

    sheet = LEDGER
    fields = ("unit", "year", "role", "approved_total")
    autocomplete_fields = ("unit",)
    inlines = (StaffingInline, ProcurementInline)
    list_display = ("unit", "year", "role", "amount_total", "lines", "projects", "delivered_at")
    list_filter = (BudgetYear, "role", ("unit__department", OfScope))
    list_select_related = ("unit",)
    search_fields = ("unit__name", "unit__short_name", "^unit__code", "unit__department__name")
    search_help_text = "按单位或部门的名称、编码查找"
    ordering = ("-year", "unit__code", "role")

    def get_urls(self) -> list[URLPattern]:
        """The address of delivery, before those of the pages."""
        page = self.admin_site.admin_view(partial(delivery, register=self))
        own = path("<int:key>/delivery/", page, name="disclosures_budget_delivery")
        return [own, *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Budget]:
        """Budgets with the number and the sum of their line items."""
        rows = super().get_queryset(request).select_related("unit", "delivered_by")
        return rows.annotate(line_sum=line_sum("budget"), line_count=line_count("budget"))

    @admin.display(description="合计（元）", ordering="line_sum")
    def amount_total(self, budget: Any) -> str:
        """The sum of all line items in yuan."""
        return yuan(budget.line_sum)

    @admin.display(description="收支明细")
    def lines(self, budget: Any) -> SafeString:
        """The way to the line items."""
        return link(_of(LineItem, budget), f"{budget.line_count} 条明细")

    @admin.display(description="项目")
    def projects(self, budget: Budget) -> SafeString:
        """The way to the projects."""
        return link(_of(Project, budget), "查看项目")

    def get_inlines(self, request: HttpRequest, obj: Budget | None) -> Any:
        """Staffing and procurement of a budget that exists and is to be published."""
        is_entered = obj is not None and obj.role == Budget.Role.BUDGET
        return self.inlines if is_entered else ()

    def get_readonly_fields(
        self, request: HttpRequest, obj: Budget | None = None
    ) -> tuple[str, ...]:
        """Whose budget it is stays, once it has line items."""
        return ("unit", "year", "role") if obj and obj.line_items.exists() else ()

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The form, with the ways to everything that hangs on the budget."""
        budget = kwargs.get("obj")
        if budget is not None:
            context["ways"] = list(_ways(request, budget))
            context["hand_over"] = _hand_over(request, budget)
        return super().render_change_form(request, context, *args, **kwargs)

    def response_post_save_add(self, request: HttpRequest, obj: Budget) -> HttpResponseRedirect:
        """On to the budget's own page, where the rest is entered."""
        return HttpResponseRedirect(address(Budget, "change", obj.pk))


def delivery(request: HttpRequest, register: BudgetAdmin, key: int) -> HttpResponse:
    """Deliver a budget to the department (报送), or give it back to the unit (退回)."""
    budget = register.get_queryset(request).filter(pk=key).first()
    if budget is None:
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(("POST",))
    try:
        if request.POST.get("step") == "deliver":
            workflow.deliver(budget, person(request))
            messages.success(request, f"{budget}已报送。")
        else:
            workflow.reopen(budget, person(request))
            messages.success(request, f"{budget}已退回，可以修改。")
    except StepRefused as refused:
        messages.error(request, refused.reason)
    return HttpResponseRedirect(address(Budget, "change", key))


def _hand_over(request: HttpRequest, budget: Budget) -> tuple[str, str]:
    """The step between unit and department that the person may take: its name and its button."""
    user = person(request)
    if budget.role != Budget.Role.BUDGET:
        return "", ""
    if budget.delivered_at is None:
        may_deliver = user.has_perm("disclosures.deliver_budget", budget)
        return ("deliver", "报送") if may_deliver else ("", "")
    may_reopen = user.has_perm("disclosures.reopen_budget", budget)
    return ("reopen", "退回修改") if may_reopen else ("", "")


def _of(model: type[Any], budget: Budget) -> str:
    return address(model, "changelist", budget__id__exact=budget.pk)


def _ways(request: HttpRequest, budget: Budget) -> Any:
    """Links from a budget: title, address, and whether it adds something."""
    user = person(request)
    sums = budget.line_items.aggregate(count=Count("pk"), amount=Sum("amount"))
    lines = f"收支明细（{sums['count']} 条，合计 {yuan(sums['amount'] or Decimal(0))} 元）"
    yield lines, _of(LineItem, budget), False
    sheet = EntrySheet.objects.filter(budget=budget).only("unfinished").first()
    waiting = len(sheet.unfinished) if sheet else 0
    grid = f"明细录入表（{waiting} 行有误未入账）" if waiting else "明细录入表"
    yield grid, address(Budget, "grid", budget.pk), False
    may_add = user.has_perm(named("add", LineItem), budget)
    if may_add:
        yield "新增明细", address(LineItem, "add", budget=budget.pk), True
    yield f"项目（{budget.projects.count()} 个）", _of(Project, budget), False
    if may_add:
        yield "新增项目", address(Project, "add", budget=budget.pk), True
    yield "导出、导入工作簿", address(Budget, "workbook", budget.pk), False
    if budget.role == Budget.Role.BUDGET:
        yield from _more_ways(budget, may_add)
    elif may_add:
        yield "取自上年公开", address(Budget, "copy", budget.pk), True


def _more_ways(budget: Budget, may_add: bool) -> Any:
    """What only a budget to be published has: its assets, and what it is compared with."""
    assets = Assets.objects.filter(budget=budget).first()
    if assets:
        yield "国有资产与车辆", address(Assets, "change", assets.pk), False
    elif may_add:
        yield "填写国有资产与车辆", address(Assets, "add", budget=budget.pk), True
    yield "与上年对照", address(Budget, "comparison", budget.pk), False
    moves = Reclassification.objects.filter(budget=budget).count()
    yield f"科目调整（{moves} 条）", _of(Reclassification, budget), False
    if may_add:
        yield "复制上年", address(Budget, "copy", budget.pk), True
    before = {"unit": budget.unit_id, "year": budget.year - 1, "role": Budget.Role.COMPARISON}
    ledger = Budget.objects.filter(**before).first()
    if ledger:
        yield f"上年对比账（{ledger.year} 年）", address(Budget, "change", ledger.pk), False
    elif may_add:
        target = address(Budget, "add", **{**before, "role": str(before["role"])})
        yield f"建立上年对比账（{budget.year - 1} 年）", target, True


class VehicleInline(ScopedTabular[VehicleHolding]):
    """Vehicles by kind."""

    model = VehicleHolding
    fields = ("kind", "count", "value")
    max_num = len(VehicleHolding.Kind)
    extra = len(VehicleHolding.Kind)


@admin.register(Assets, site=desk)
class AssetsAdmin(ScopedAdmin[Assets]):
    """State assets with vehicles."""

    autocomplete_fields = ("budget",)
    inlines = (VehicleInline,)
    fieldsets = (
        (None, {"fields": ("budget", "as_of")}),
        (
            "房屋与家具",
            {"fields": (("house_area", "house_value"), ("furniture_value", "other_value"))},
        ),
        (
            "大型设备",
            {
                "fields": (
                    ("equipment_over_500k", "equipment_over_1m"),
                    ("planned_equipment_over_500k", "planned_equipment_over_1m"),
                )
            },
        ),
    )
    list_display = ("unit", "year", "as_of", "amount_houses", "amount_furniture", "amount_other")
    list_filter = (YearOfBudget, ("budget__unit__department", OfScope))
    list_select_related = ("budget__unit",)
    search_fields = ("budget__unit__name", "^budget__unit__code")
    search_help_text = "按单位名称、编码查找"
    ordering = ("-budget__year", "budget__unit__code", "pk")

    @admin.display(description="预算单位", ordering="budget__unit__code")
    def unit(self, assets: Assets) -> str:
        """Whose assets they are."""
        return str(assets.budget.unit)

    @admin.display(description="预算年度", ordering="budget__year")
    def year(self, assets: Assets) -> int:
        """The budget year."""
        return assets.budget.year

    @admin.display(description="房屋价值（元）", ordering="house_value")
    def amount_houses(self, assets: Assets) -> str:
        """The value of the houses in yuan."""
        return yuan(assets.house_value)

    @admin.display(description="办公家具价值（元）", ordering="furniture_value")
    def amount_furniture(self, assets: Assets) -> str:
        """The value of the furniture in yuan."""
        return yuan(assets.furniture_value)

    @admin.display(description="其他资产价值（元）", ordering="other_value")
    def amount_other(self, assets: Assets) -> str:
        """The value of the other assets in yuan."""
        return yuan(assets.other_value)

    def get_readonly_fields(
        self, request: HttpRequest, obj: Assets | None = None
    ) -> tuple[str, ...]:
        """Whose assets they are stays."""
        return ("budget",) if obj else ()
