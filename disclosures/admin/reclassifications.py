"""Reclassifications (科目调整) one by one: listed within a budget, added, corrected, removed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import CharField, ForeignKey
from django.http import HttpRequest

from disclosures.budget.checks.reclassifications import overdrawn
from disclosures.last_year.reclassifying import entered, ledgers
from disclosures.ledger import MissingCatalogueError
from disclosures.models import Reclassification

from .columns import yuan
from .filters import OfScope, YearOfBudget
from .line_items import BUDGET_PARAMETER, BudgetRowsAdmin, OfBudget, budget_of_form
from .site import desk

SIDES = (
    ("from_functional", "from_economic", "from_source", "from_project"),
    ("to_functional", "to_economic", "to_source", "to_project"),
)


class ReclassificationForm(forms.ModelForm[Reclassification]):
    """A reclassification that takes no more than last year has."""

    def _post_clean(self) -> None:
        """Against last year's ledger, once the fields make a whole."""
        super()._post_clean()  # type: ignore[misc] # Django's own hook, not in the stubs
        if self.errors:
            return
        try:
            found = ledgers(self.instance.budget)
        except MissingCatalogueError as error:
            self.add_error(None, str(error))
            return
        move = entered(self.instance)
        others = Reclassification.objects.filter(budget=self.instance.budget_id).select_related(
            *("budget__unit", "from_functional", "from_economic"),
            *("to_functional", "to_economic", "to_project"),
        )
        moves = [entered(one) for one in others.exclude(pk=self.instance.pk)]
        year = self.instance.budget.year - 1
        for posting, message in overdrawn([*moves, move], found.last_lines, year):
            if posting == move.before:
                self.add_error("amount", message)


@admin.register(Reclassification, site=desk)
class ReclassificationAdmin(BudgetRowsAdmin):
    """Reclassifications."""

    form = ReclassificationForm
    fieldsets = (
        (None, {"fields": ("budget",)}),
        ("上年预算中", {"fields": SIDES[0]}),
        ("本年应列", {"fields": SIDES[1]}),
        ("调整", {"fields": ("amount", "note")}),
    )
    formfield_overrides = {
        CharField: {"widget": forms.TextInput(attrs={"class": "vLargeTextField"})}
    }
    autocomplete_fields = (
        *("budget", "from_functional", "from_economic"),
        *("to_functional", "to_economic", "to_project"),
    )
    list_display = ("before", "after", "amount_yuan", "note", "budget")
    list_display_links = ("before",)
    list_filter = (YearOfBudget, ("budget__unit__department", OfScope))
    list_select_related = (
        *("budget__unit", "from_functional", "from_economic"),
        *("to_functional", "to_economic", "to_project"),
    )
    search_fields = (
        *("^from_functional__code", "from_functional__name"),
        *("^to_functional__code", "to_functional__name", "note"),
    )
    search_help_text = "按上年或本年科目的编码、名称，或调整说明查找"
    ordering = ("-budget__year", "budget", "from_functional__code", "from_economic__code", "pk")

    def get_list_display(self, request: HttpRequest) -> Any:
        """Within one budget it need not be named in each row."""
        is_within = BUDGET_PARAMETER in request.GET
        return self.list_display[:-1] if is_within else self.list_display

    @admin.display(description="上年预算中", ordering="from_functional__code")
    def before(self, move: Reclassification) -> str:
        """Where last year's ledger has it."""
        codes = f"{move.from_functional}、{move.from_economic}"
        return f"{codes}（{move.get_from_source_display()}，{move.from_project or '基本支出'}）"

    @admin.display(description="本年应列", ordering="to_functional__code")
    def after(self, move: Reclassification) -> str:
        """Where this year's budget has it."""
        codes = f"{move.to_functional}、{move.to_economic}"
        return f"{codes}（{move.get_to_source_display()}，{move.to_project or '基本支出'}）"

    @admin.display(description="调整金额（元）", ordering="amount")
    def amount_yuan(self, move: Reclassification) -> str:
        """The amount in yuan."""
        return yuan(move.amount)

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Codes of last year on the one side, of this year on the other, projects of the budget."""
        budget = budget_of_form(request, Reclassification) if db_field.name != "budget" else None
        if budget is not None:
            year = budget.year - 1 if db_field.name.startswith("from_") else budget.year
            kwargs["widget"] = OfBudget(db_field, self.admin_site, budget=budget, year=year)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
