"""The desk (财务工作台): Django's own admin with our names, our groups and our rows."""

from __future__ import annotations

from typing import Any, Final, cast

from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from disclosures.models import EconomicCode, FunctionalCode, Project

from .bureau import pages
from .scoped import person
from .waiting import waiting

# What the index lists under which heading, in the order of the work.
GROUPS: Final = (
    ("公开", ("Disclosure", "Publication")),
    ("预算数据", ("Budget", "LineItem", "Project", "Assets")),
    ("收支分类科目", ("FunctionalCode", "EconomicCode")),
    ("组织机构", ("Region", "Department", "Unit")),
    ("用户与岗位", ("User", "Appointment")),
)


class Choices(AutocompleteJsonView):
    """What autocomplete offers; the year or budget is named unless the list is confined to it."""

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        """One choice as it is listed."""
        choice = super().serialize_result(obj, to_field_name)
        if isinstance(obj, FunctionalCode | EconomicCode) and "year" not in self.request.GET:
            choice["text"] = f"{obj.year} 年 {obj}"
        elif isinstance(obj, Project) and "budget" not in self.request.GET:
            choice["text"] = f"{obj}（{obj.budget}）"
        return choice


class Desk(AdminSite):
    """The administration that staff work in."""

    site_header = "部门预算公开 · 财务工作台"
    site_title = "财务工作台"
    index_title = "工作台首页"
    empty_value_display = "—"
    enable_nav_sidebar = False  # wide tables need the room; the index is one click away

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        """The registers in groups, as far as the person may open them."""
        groups: list[dict[str, Any]] = []
        for app in super().get_app_list(request, app_label):
            registers = {one["object_name"]: one for one in app["models"]}
            for number, (name, members) in enumerate(GROUPS):
                models = [registers[member] for member in members if member in registers]
                label = f"{app['app_label']}-{number}"
                if models:
                    groups.append({**app, "name": name, "app_label": label, "models": models})
        return groups

    def get_urls(self) -> list[Any]:
        """The addresses of the registers, and of the finance department's board."""
        return [*pages.addresses(self), *super().get_urls()]

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """The first page: what waits for the person, above the registers."""
        waits = {"waiting": waiting(person(request), timezone.localdate())}
        return super().index(request, {**waits, **(extra_context or {})})

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """The choices of a field that completes what is typed."""
        return cast(HttpResponse, Choices.as_view(admin_site=self)(request))


desk = Desk(name="admin")
