"""Filters of the lists: they offer what the person may see, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib.admin import ModelAdmin, RelatedFieldListFilter, SimpleListFilter
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from disclosures.budget.classification import FUNDING_SOURCES, Fund, SourceGroup
from disclosures.models import Budget, Disclosure, EconomicCode, Excuse, FunctionalCode

from .scoped import person, visible

AT_MOST = 40


class OfScope(RelatedFieldListFilter):
    """Departments, units or budgets of the person; with too many, only the chosen one."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Any:
        """Key and name of each row to choose from."""
        model = field.remote_field.model
        rows = visible(model._default_manager.order_by("pk"), person(request))
        if any(one.name == "unit" for one in model._meta.concrete_fields):
            rows = rows.select_related("unit")
        found = list(rows[: AT_MOST + 1])
        if len(found) > AT_MOST:
            chosen = request.GET.get(self.lookup_kwarg, "")
            found = list(rows.filter(pk=chosen)) if chosen.isdigit() else []
        return [(str(one.pk), str(one)) for one in found]

    def has_output(self) -> bool:
        """Also with one choice left: it may be the chosen one among many."""
        return bool(self.lookup_choices)


class YearFilter(SimpleListFilter):
    """The budget year, at whatever distance from the row it stands."""

    title = "预算年度"
    parameter_name = "year"
    path: ClassVar[str] = "year"
    source: ClassVar[type[Model]]

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, str]]:
        """The years that there is something of."""
        rows = visible(self.source._default_manager.all(), person(request))
        years = rows.order_by("-year").values_list("year", flat=True).distinct()
        return [(str(year), f"{year} 年") for year in years]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows of the chosen year."""
        value = self.value() or ""
        return queryset.filter(**{self.path: value}) if value.isdigit() else queryset


class BudgetYear(YearFilter):
    """The year of a budget."""

    source = Budget


class YearOfBudget(BudgetYear):
    """The year of the budget that a row belongs to."""

    path = "budget__year"


class ExcuseYear(YearFilter):
    """The year of an excuse."""

    source = Excuse


class DisclosureYear(YearFilter):
    """The year of a disclosure."""

    source = Disclosure


class YearOfDisclosure(DisclosureYear):
    """The year of the disclosure that a version belongs to."""

    path = "disclosure__year"


class FunctionalYear(YearFilter):
    """The year of a functional code."""

    title = "年度"
    source = FunctionalCode


class EconomicYear(YearFilter):
    """The year of an economic code."""

    title = "年度"
    source = EconomicCode


class FunctionalClass(SimpleListFilter):
    """The functional 类 of a line item."""

    title = "功能分类（类）"
    parameter_name = "class"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, str]]:
        """The classes of the newest catalogue that names them."""
        rows = FunctionalCode.objects.filter(code__regex=r"^[0-9]{3}$").order_by("year", "code")
        names = dict(rows.values_list("code", "name"))
        return [(code, f"{code} {names[code]}") for code in sorted(names)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The line items of the chosen class."""
        value = self.value()
        return queryset.filter(functional__code__startswith=value) if value else queryset


class FundFilter(SimpleListFilter):
    """The fund that pays a line item, or what else does."""

    title = "资金"
    parameter_name = "fund"
    others: ClassVar = (
        ("DEDICATED", "财政专户", (SourceGroup.DEDICATED_ACCOUNT,)),
        ("OWN", "单位资金", (SourceGroup.OWN,)),
        ("CARRIED", "上年结转结余", (SourceGroup.FISCAL_CARRY_OVER, SourceGroup.OTHER_CARRY_OVER)),
    )

    def lookups(
        self, request: HttpRequest, model_admin: ModelAdmin[Any]
    ) -> Iterable[tuple[str, str]]:
        """The three fiscal budgets, and the rest."""
        return [
            *((fund.name, fund.value) for fund in Fund),
            *((key, title) for key, title, _ in self.others),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The line items that the chosen money pays."""
        value = self.value()
        groups = {key: members for key, _, members in self.others}.get(value or "", ())
        keys = [
            source.key
            for source in FUNDING_SOURCES
            if source.group in groups or (source.fund and source.fund.name == value)
        ]
        return queryset.filter(source__in=keys) if value else queryset


class SpendingFilter(SimpleListFilter):
    """Basic expenditure or that of projects."""

    title = "支出性质"
    parameter_name = "spending"

    def lookups(
        self, request: HttpRequest, model_admin: ModelAdmin[Any]
    ) -> Iterable[tuple[str, str]]:
        """The two kinds."""
        return (("basic", "基本支出"), ("project", "项目支出"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The line items of the chosen kind."""
        value = self.value()
        return queryset.filter(project__isnull=value == "basic") if value else queryset


class KindFilter(SimpleListFilter):
    """Disclosures of departments or of units."""

    title = "公开主体"
    parameter_name = "kind"

    def lookups(
        self, request: HttpRequest, model_admin: ModelAdmin[Any]
    ) -> Iterable[tuple[str, str]]:
        """The two kinds."""
        return (("department", "部门预算"), ("unit", "单位预算"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The disclosures of the chosen kind."""
        value = self.value()
        return queryset.filter(unit__isnull=value == "department") if value else queryset


class PublishedFilter(SimpleListFilter):
    """Disclosures that are public, or not yet."""

    title = "公开状态"
    parameter_name = "published"

    def lookups(
        self, request: HttpRequest, model_admin: ModelAdmin[Any]
    ) -> Iterable[tuple[str, str]]:
        """Public or not."""
        return (("yes", "已公开"), ("no", "未公开"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The disclosures in the chosen state; the list counts the versions."""
        value = self.value()
        return queryset.filter(newest__isnull=value == "no") if value else queryset


class CodeLevel(SimpleListFilter):
    """The level of a code: 类, 款 or 项."""

    title = "级次"
    parameter_name = "level"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, str]]:
        """The levels that the classification has."""
        levels = [("3", "类"), ("5", "款"), ("7", "项")]
        return levels if model_admin.model is FunctionalCode else levels[:2]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The codes with as many digits."""
        value = self.value()
        digits = f"^[0-9]{{{value}}}$"
        return queryset.filter(code__regex=digits) if value in {"3", "5", "7"} else queryset
