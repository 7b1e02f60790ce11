"""Line items (收支明细): a list of their own, filtered by budget and summed up."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import ForeignKey, Model, Q, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.http import urlencode

from disclosures.models import Budget, LineItem

from .columns import address, yuan
from .filters import FunctionalClass, FundFilter, OfScope, SpendingFilter, YearOfBudget
from .scoped import ScopedAdmin, person
from .site import desk

BUDGET_PARAMETER = "budget__id__exact"
# What is offered the codes of its year and the projects of its budget, and no others.
CONFINED = ("lineitem", "reclassification")


class OfBudget(AutocompleteSelect):
    """A choice that offers only what fits the budget of a row, and the year of its codes."""

    def __init__(self, *args: Any, budget: Budget, year: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.confined_to = {"budget": budget.pk, "year": year or budget.year}

    def get_url(self) -> str:
        """Where the choices come from, confined to the budget and its year."""
        return f"{super().get_url()}?{urlencode(self.confined_to)}"


class BudgetRowsAdmin(ScopedAdmin[Any]):
    """Rows that are listed, added and corrected within one budget."""

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list; within one budget it says which, and adds to that one."""
        budget = chosen_budget(request, request.GET.get(BUDGET_PARAMETER, ""))
        context: dict[str, Any] = dict(extra_context or {})
        if budget is not None:
            context |= {"title": f"{budget}：{self.opts.verbose_name}", "budget": budget}
            context["budget_address"] = address(Budget, "change", budget.pk)
            context["grid_address"] = address(Budget, "grid", budget.pk)
        return super().changelist_view(request, context)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """A row stays in its budget."""
        return ("budget",) if obj else ()

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        """Back to the list of the budget."""
        return self._list_of(obj)

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        """Back to the list where it was opened, else to that of the budget."""
        if self.get_preserved_filters(request):
            return super().response_post_save_change(request, obj)
        return self._list_of(obj)

    def _list_of(self, row: Any) -> HttpResponseRedirect:
        query = {BUDGET_PARAMETER: row.budget_id}
        return HttpResponseRedirect(address(self.model, "changelist", **query))


@admin.register(LineItem, site=desk)
class LineItemAdmin(BudgetRowsAdmin):
    """Line items."""

    fields = (
        "budget",
        "functional",
        "economic",
        "source",
        "project",
        "amount",
        "is_secret",
        "secrecy_ground",
    )
    autocomplete_fields = ("budget", "functional", "economic", "project")
    list_display = (
        "functional",
        "economic",
        "source",
        "project",
        "amount_yuan",
        "secrecy",
        "budget",
    )
    list_filter = (
        YearOfBudget,
        FundFilter,
        SpendingFilter,
        ("budget", OfScope),
        FunctionalClass,
        "is_secret",
    )
    list_select_related = ("functional", "economic", "project", "budget__unit")
    list_per_page = 100
    show_full_result_count = False
    search_fields = (
        "^functional__code",
        "functional__name",
        "^economic__code",
        "economic__name",
        "project__name",
    )
    search_help_text = "按科目编码、科目名称或项目名称查找"

    @admin.display(description="金额（元）", ordering="amount")
    def amount_yuan(self, line: LineItem) -> str:
        """The amount in yuan."""
        return yuan(line.amount)

    @admin.display(description="涉密", ordering="is_secret")
    def secrecy(self, line: LineItem) -> str:
        """A word where the line is left out of what is published, itself or with its project."""
        is_left_out = line.is_secret or (line.project and line.project.is_secret)
        return "涉密" if is_left_out else ""

    def get_list_display(self, request: HttpRequest) -> Any:
        """Within one budget it need not be named in each row."""
        is_within = BUDGET_PARAMETER in request.GET
        return self.list_display[:-1] if is_within else self.list_display

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """By codes within one budget; over all of them the newest first, by the key alone."""
        if BUDGET_PARAMETER in request.GET:
            return ("functional__code", "economic__code", "source", "project", "pk")
        return ("-pk",)

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Codes of the budget's year, projects of the budget."""
        budget = budget_of_form(request, LineItem) if db_field.name != "budget" else None
        if budget is not None:
            kwargs["widget"] = OfBudget(db_field, self.admin_site, budget=budget)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list with the sums of all that it filters, not of the page alone."""
        response = super().changelist_view(request, extra_context)
        context = getattr(response, "context_data", None)
        if isinstance(response, TemplateResponse) and context and "cl" in context:
            sums = context["cl"].queryset.aggregate(
                total=Sum("amount"),
                basic=Sum("amount", filter=Q(project=None)),
                projects=Sum("amount", filter=~Q(project=None)),
            )
            context["sums"] = {name: yuan(amount) for name, amount in sums.items()}
        return response


def chosen_budget(request: HttpRequest, key: str | None) -> Budget | None:
    """The budget that an address names, if the person may see it."""
    if not key or not key.isdigit():
        return None
    return Budget.objects.visible_to(person(request)).select_related("unit").filter(pk=key).first()


def budget_of_form(request: HttpRequest, model: type[Model]) -> Budget | None:
    """The budget of the row being changed, or the one that is to get a new row."""
    match = request.resolver_match
    changed = match.kwargs.get("object_id", "") if match else ""
    if changed.isdigit():
        rows = model._default_manager.filter(pk=changed)
        owner = rows.values_list("budget_id", flat=True).first()
        return chosen_budget(request, str(owner or ""))
    return chosen_budget(request, request.GET.get("budget"))
