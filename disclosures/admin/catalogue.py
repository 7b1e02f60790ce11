"""The year's catalogues of functional and economic codes (政府收支分类科目)."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from disclosures.models import EconomicCode, FunctionalCode, LineItem

from .filters import CodeLevel, EconomicYear, FunctionalYear
from .line_items import CONFINED
from .scoped import ScopedAdmin
from .site import desk

IN_USE = "该科目已有收支明细使用，不能再改年度或编码；请另建科目并逐条更换。"


class CodeForm(forms.ModelForm[Any]):
    """A code keeps its year and number as long as line items use it."""

    used_as: ClassVar[str]

    def clean(self) -> dict[str, Any] | None:
        """Refuse what the database would refuse, before it does."""
        moved = {"year", "code"} & set(self.changed_data)
        if self.instance.pk and moved and self._is_used():
            for field in moved:
                self.add_error(field, IN_USE)
        return super().clean()

    def _is_used(self) -> bool:
        return LineItem.objects.filter(**{self.used_as: self.instance.pk}).exists()


class FunctionalCodeForm(CodeForm):
    """A functional code."""

    used_as = "functional"


class EconomicCodeForm(CodeForm):
    """An economic code."""

    used_as = "economic"


class CodeAdmin(ScopedAdmin[Any]):
    """What both catalogues share; a line item is offered codes of its year and level only."""

    search_fields = ("^code", "name")
    search_help_text = "按编码开头或名称查找"
    list_per_page = 100
    ordering = ("-year", "code")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """The codes found; for a line item only the 项 or 款 of its budget's year."""
        if request.GET.get("model_name") in CONFINED:
            level = self.model._meta.get_field("code").max_length
            queryset = queryset.filter(code__regex=f"^[0-9]{{{level}}}$")
            if (year := request.GET.get("year", "")).isdigit():
                queryset = queryset.filter(year=year)
        return super().get_search_results(request, queryset, search_term)


@admin.register(FunctionalCode, site=desk)
class FunctionalCodeAdmin(CodeAdmin):
    """Functional codes (支出功能分类)."""

    form = FunctionalCodeForm
    fields = ("year", "code", "name", "fund", "status")
    list_display = ("code", "name", "year", "fund", "status")
    list_filter = (FunctionalYear, CodeLevel, "fund", "status")


@admin.register(EconomicCode, site=desk)
class EconomicCodeAdmin(CodeAdmin):
    """Economic codes (部门预算支出经济分类)."""

    form = EconomicCodeForm
    fields = ("year", "code", "name", "status", "three_public")
    list_display = ("code", "name", "year", "three_public", "status")
    list_filter = (EconomicYear, CodeLevel, "status", "three_public")
