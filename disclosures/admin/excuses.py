"""Units that make no budget in a year (不编制预算的单位): what rule L10 would else report."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone

from disclosures.models import Excuse

from .filters import ExcuseYear, OfScope
from .scoped import ScopedAdmin, person
from .site import desk


@admin.register(Excuse, site=desk)
class ExcuseAdmin(ScopedAdmin[Excuse]):
    """Excuses, entered by the department's staff."""

    fields = ("unit", "year", "ground")
    autocomplete_fields = ("unit",)
    list_display = ("unit", "year", "ground", "excused_by", "excused_at")
    list_filter = (ExcuseYear, ("unit__department", OfScope))
    list_select_related = ("unit", "excused_by")
    search_fields = ("unit__name", "^unit__code", "ground")
    search_help_text = "按单位的名称、编码或依据查找"
    ordering = ("-year", "unit__code", "pk")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Of which unit and year it is stays; who said so last is shown."""
        return ("unit", "year", "excused_by", "excused_at") if obj else ()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """What is entered, and who entered it once somebody did."""
        return (*self.fields, "excused_by", "excused_at") if obj else self.fields

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The current year, unless the address names another."""
        return {"year": timezone.localdate().year, **super().get_changeform_initial_data(request)}

    def save_model(
        self, request: HttpRequest, obj: Excuse, form: ModelForm[Excuse], change: bool
    ) -> None:
        """Save under the name of who says so."""
        obj.excused_by, obj.excused_at = person(request), timezone.now()
        super().save_model(request, obj, form, change)
