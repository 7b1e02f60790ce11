"""Projects (项目) with their performance targets."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet, TextField
from django.http import HttpRequest
from django.utils.safestring import SafeString

from disclosures.entry.sheets import PROJECT
from disclosures.models import Budget, LineItem, Project

from .columns import address, indicators_of, line_sum, link, yuan
from .filters import OfScope, YearOfBudget
from .grid import GridPages
from .line_items import BUDGET_PARAMETER, CONFINED, BudgetRowsAdmin
from .site import desk


@admin.register(Project, site=desk)
class ProjectAdmin(GridPages, BudgetRowsAdmin):
    """Projects."""

    sheet = PROJECT
    fieldsets = (
        (None, {"fields": ("budget", "name", "amount_total", "is_secret", "secrecy_ground")}),
        (
            "项目情况",
            {
                "fields": (
                    "policy_basis",
                    "undertaken_by",
                    "allocation",
                    ("starts_on", "ends_on"),
                )
            },
        ),
        ("绩效目标", {"fields": ("contact", "goal", "indicator_grid")}),
    )
    autocomplete_fields = ("budget",)
    formfield_overrides = {TextField: {"widget": forms.Textarea(attrs={"rows": 4, "cols": 80})}}
    list_display = (
        "name",
        "budget",
        "amount_total",
        "undertaken_by",
        "starts_on",
        "ends_on",
        "secrecy",
    )
    list_filter = (
        YearOfBudget,
        "budget__role",
        ("budget__unit__department", OfScope),
        "is_secret",
    )
    list_select_related = ("budget__unit",)
    search_fields = ("name", "budget__unit__name", "undertaken_by")
    search_help_text = "按项目、预算单位或承担单位的名称查找"
    ordering = ("-budget__year", "budget", "name")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Project]:
        """Projects with the sum of their line items."""
        rows: QuerySet[Project] = super().get_queryset(request)
        return rows.annotate(line_sum=line_sum("project"))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Of a project that is only compared with, the name is enough."""
        return self.fieldsets[:1] if _is_compared(obj) else self.fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The sum is that of the line items, never typed; indicators have a grid."""
        return (*super().get_readonly_fields(request, obj), "amount_total", "indicator_grid")

    @admin.display(description="明细合计（元）", ordering="line_sum")
    def amount_total(self, project: Any) -> str | SafeString:
        """The sum of its line items in yuan, with the way to them."""
        if project.pk is None:
            return "保存后在收支明细中逐条录入"
        query = {BUDGET_PARAMETER: project.budget_id, "project__id__exact": project.pk}
        return link(address(LineItem, "changelist", **query), yuan(project.line_sum))

    @admin.display(description="涉密", ordering="is_secret")
    def secrecy(self, project: Project) -> str:
        """A word where the project is left out of what is published."""
        return "涉密" if project.is_secret else ""

    @admin.display(description="绩效指标")
    def indicator_grid(self, project: Any) -> str | SafeString:
        """How many indicators there are and what they weigh, with the way to their grid."""
        return indicators_of(project)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """The projects found; for a line item only those of its budget."""
        budget = request.GET.get("budget", "")
        if request.GET.get("model_name") in CONFINED and budget.isdigit():
            queryset = queryset.filter(budget=budget)
        return super().get_search_results(
            request, queryset.select_related("budget__unit"), search_term
        )


def _is_compared(project: Project | None) -> bool:
    return project is not None and project.budget.role == Budget.Role.COMPARISON
